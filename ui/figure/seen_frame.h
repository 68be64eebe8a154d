#pragma once

#include <QPainter>
#include <QRectF>

#include "engine/vision/visual_units.h"

#include <optional>

namespace attenscope {

/// What of the picture a grid of patches covers, where that is not just all of it.
struct SeenFrame {
    QRectF frame;          ///< in pixels of the original picture; may reach beyond it
    bool isCut = false;    ///< the picture reaches beyond the frame: the model never saw that
    bool isPadded = false; ///< the frame reaches beyond the picture: nothing is there
};

/// Nothing where the grid covers the picture to half a pixel, and for regions.
std::optional<SeenFrame> seenFrame(const VisualUnits& units);

/// A dashed line, dark and light, along the frame's sides.
/// frame  in the painter's coordinates
/// area   what is not drawn over
void paintSeenFrame(QPainter& painter, const QRectF& frame, const QRectF& area);

} // namespace attenscope
