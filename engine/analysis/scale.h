#pragma once

#include "engine/analysis/map.h"
#include "engine/analysis/scale_range.h"
#include "engine/base/export.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace attenscope {

inline constexpr double kLowQuantile = 0.01;
inline constexpr double kHighQuantile = 0.99;
inline constexpr double kLogFloor = 1e-4; ///< of the largest weight

using HeadMaps = std::vector<std::vector<Map>>; ///< of every single head: [layer][head]

/// One row of the registry of scales.
struct ScaleInfo {
    Scale scale = Scale::Shared;
    std::string_view id;       ///< command line's name: "quantile"
    bool needsWeights = false; ///< cosines, which may be negative, have no such scale
    bool needsHeads = false;   ///< looks at every head's map
    bool isSigned = false;     ///< its middle means "neither": drawn with a signed colour table
    ScaleRange (*range)(const Map& map, const HeadMaps& heads);
};

/// All of them; the first is the default. GUI and command line both build their choices from it.
ATTENSCOPE_EXPORT std::span<const ScaleInfo> scales();
ATTENSCOPE_EXPORT const ScaleInfo& scaleInfo(Scale scale);
ATTENSCOPE_EXPORT std::string_view scaleId(Scale scale);
ATTENSCOPE_EXPORT std::optional<Scale> scaleFromId(std::string_view id);

/// The scale on which a window that was set to `scale` shows a map: the shared one for cosines
/// where the wanted one is of weights alone.
ATTENSCOPE_EXPORT Scale scaleFor(const Map& map, Scale scale);

/// heads  of the map's kind and focus; not looked at unless the scale's row says so
/// Throws E_USAGE_SELECTION for cosines on a scale of weights.
ATTENSCOPE_EXPORT ScaleRange scaleRange(const Map& map, const HeadMaps& heads, Scale scale);

/// A scale of lifts that ends at the largest, or at 2.
ATTENSCOPE_EXPORT ScaleRange liftRangeUpTo(float largest);

/// A function of trace and selection alone, so that every view and every file agrees.
ATTENSCOPE_EXPORT ScaleRange scaleRange(const Trace& trace,
                                        const Selection& selection,
                                        Scale scale);

/// What a weight of the map is multiplied with to become its lift over uniform (A10, A11): the
/// number of shown keys over the weight that they have together, so that every key of an even row
/// has a lift of 1 (A21) whatever is hidden. 0 for similarities and without weight.
ATTENSCOPE_EXPORT float liftFactor(const Map& map);

/// A weight as the scale counts it.
/// factor  of liftFactor
inline float numberOnScale(float weight, float factor, const ScaleRange& range)
{
    return range.isLift ? weight * factor : weight;
}

/// Every key's number as the scale counts it.
ATTENSCOPE_EXPORT std::vector<float> numbersOnScale(const Map& map, const ScaleRange& range);

/// A place on the colour table: 0 at range.minimum, 1 at range.maximum, not clamped, -inf for 0 on
/// a logarithmic scale; NaN stays NaN. A range without extent puts everything at 0.
/// number  as the scale counts them
ATTENSCOPE_EXPORT double scalePosition(float number, const ScaleRange& range);

/// Smallest and largest shown number of a map, as the scale counts them; both 0 without any.
struct NumberExtent {
    float smallest = 0;
    float largest = 0;
};

ATTENSCOPE_EXPORT NumberExtent shownExtent(const Map& map, const ScaleRange& range);

/// The q-quantile of numbers: between the two neighbours in order, in proportion (Hyndman and Fan
/// 1996, definition 7; NumPy's default). 0 without any.
ATTENSCOPE_EXPORT float quantile(std::vector<float> numbers, double q);

} // namespace attenscope
