#pragma once

#include "engine/analysis/map.h"
#include "engine/io/json.h"

namespace attenscope {

/// A map's weights, one for each key.
Json valuesJson(const Map& map);

} // namespace attenscope
