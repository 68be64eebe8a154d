#pragma once

#include <QString>

#include "engine/analysis/scale.h"

namespace attenscope {

// What lists, colour bars, legends and the history say about a scale: one table, a row for each
// row of scales().

/// In a list of choices: "shared", "fixed 0 to 1", "lift over uniform".
QString scaleChoiceText(Scale scale);

/// What the scale does, for a tooltip.
QString scaleMeaning(Scale scale);

/// Beside a colour bar: "shared scale", "this map’s own scale".
QString scaleName(Scale scale);

/// After "Undo": "shared scale", "scale per map".
QString scaleStepText(Scale scale);

/// In a legend: "shared, 0 to 0.112 (largest weight of all layers and heads for this focus)".
QString scaleText(Scale scale, const ScaleRange& range, bool isSimilarity);

/// "0 to 0.112", "×0.079 to ×12.7".
QString rangeText(const ScaleRange& range);

} // namespace attenscope
