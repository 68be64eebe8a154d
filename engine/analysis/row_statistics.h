#pragma once

#include "engine/analysis/map.h"
#include "engine/base/export.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace attenscope {

/// How a map shares its weight out (analysis.md A8). p are the shown weights divided by their sum,
/// so that hidden keys and, in joint matrices, the other side do not count; K is how many keys are
/// shown. Keys are what the map has: units, words or tokens.
struct RowStatistics {
    int keys = 0;             ///< K
    double entropy = 0;       ///< H = -Σ p ln p, nat
    double entropyShare = 0;  ///< H / ln K: 1 for an even row, 0 for one key alone or K = 1
    double effectiveKeys = 0; ///< exp(H)
    double largestShare = 0;  ///< the largest p
    double topMass = 0;       ///< of the five largest p together
    double gini = 0;          ///< 2 Σ i p₍ᵢ₎ / K - (K + 1) / K, p ascending, i from 1
    double lift = 0;          ///< K times the largest p: 1 for an even row
};

/// Nothing for similarities, which share nothing out; for maps without weight, which have no p; and
/// for maps with a NaN.
ATTENSCOPE_EXPORT std::optional<RowStatistics> rowStatistics(const Map& map);

/// The shown keys by their weight, the largest first; of equal ones the earlier key.
ATTENSCOPE_EXPORT std::vector<std::size_t> keysByWeight(const Map& map);

/// How many shown keys have a larger weight, plus 1. 0 for a key that is not shown.
ATTENSCOPE_EXPORT int rankOf(const Map& map, std::size_t key);

} // namespace attenscope
