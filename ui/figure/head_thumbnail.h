#pragma once

#include <QImage>
#include <QSize>

#include "engine/analysis/scale.h"
#include "engine/vision/visual_units.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/theme.h"

namespace attenscope {

/// One head's map, small: pure data colours, no picture. Cells are crisp where they have at least
/// one pixel, averaged by area below that. Word maps become equal columns in reading order.
/// Masked and NaN keys are hatched, hidden special keys left out.
/// size  in device pixels
QImage headThumbnail(const Map& map,
                     const VisualUnits& units,
                     const ScaleRange& range,
                     const ColourTable& table,
                     QSize size,
                     const Theme& theme);

/// The sign for a head that is switched off: hatched in the intervention's colour.
QImage headOffThumbnail(QSize size, const Theme& theme);

} // namespace attenscope
