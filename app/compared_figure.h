#pragma once

#include "engine/io/json.h"
#include "ui/figure/figure.h"

#include <string>

namespace attenscope {

/// What `figure` says about a comparison: facts, what differs of them on both sides, numbers,
/// agreement.
/// request  B, its `compared` is A
std::string comparisonText(const FigureRequest& request);

/// The same in numbers, added to what is said of every figure: both maps, and on common keys their
/// difference, null where not both are shown.
Json comparisonJson(const FigureRequest& request, Json json);

} // namespace attenscope
