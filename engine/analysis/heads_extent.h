#pragma once

#include "engine/analysis/scale.h"
#include "engine/base/export.h"

namespace attenscope {

/// What scales ask about the maps of all heads: costs a pass over them, which need not be made
/// again for another map of the same heads. As for Map::minimum and maximum, NaN does not count.
struct HeadsExtent {
    float smallest = 0; ///< shown weight; at most 0
    float largest = 0;  ///< shown weight; at least 0
    float largestLift = 0;
    float lowQuantile = 0;  ///< the kLowQuantile of all shown weights
    float highQuantile = 0; ///< the kHighQuantile
};

/// What a scale needs of these; the rest stays 0.
ATTENSCOPE_EXPORT HeadsExtent headsExtent(const HeadMaps& heads, Scale scale);

/// The same as scaleRange of a map and all heads.
/// heads  of headsExtent for this scale
/// Throws E_USAGE_SELECTION for cosines on a scale of weights.
ATTENSCOPE_EXPORT ScaleRange scaleRangeWithin(const Map& map,
                                              const HeadsExtent& heads,
                                              Scale scale);

} // namespace attenscope
