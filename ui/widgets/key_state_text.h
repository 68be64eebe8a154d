#pragma once

#include <QString>

#include "engine/analysis/map.h"

#include <optional>

namespace attenscope {

/// What a key's cell says: "0.137"; "hidden", "masked", "no key here" where there is no number.
/// weight  nothing: no weights are shown
QString keyWeightText(Map::KeyState state, std::optional<float> weight);

/// "masked, chosen": what of a word or a visual unit is not its number; empty: nothing special.
QString keyStateText(bool isMasked, bool isChosen, bool isPointedAt);

} // namespace attenscope
