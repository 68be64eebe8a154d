#pragma once

#include <QString>

#include "engine/analysis/scale.h"
#include "ui/figure/figure_style.h"

namespace attenscope {

// What lists, tooltips and legends say about a kind of overlay: one table, a row for each row of
// overlayKinds().

/// In a list of choices: "tint".
QString overlayChoiceText(OverlayKind kind);

/// What it shows.
QString overlayMeaning(OverlayKind kind);

/// What the opacity is of.
QString opacityMeaning(OverlayKind kind);

/// In a legend: "tint, 68 %", "contours at 0.02, 0.04, 0.06".
QString overlayText(const FigureStyle& style, const ScaleRange& range);

} // namespace attenscope
