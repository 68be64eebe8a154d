#pragma once

#include "engine/analysis/map.h"
#include "engine/base/export.h"

#include <vector>

namespace attenscope {

/// How much of its query's weight one head puts on some of its keys.
struct HeadShare {
    int layer = 0;
    int head = 0;
    double share = 0;

    friend bool operator==(const HeadShare&, const HeadShare&) = default;
};

/// Which heads look there: every head by the part of its map that lies on the keys, the largest
/// first; of equal ones the earlier layer, then the lower head. The part is the inside-mass of
/// analysis.md A19,
///     share(l, h) = Σ_{k ∈ keys, shown} A^{l,h}(q, k),
/// of the map as it is: of the whole row, where hidden special keys count; of what is left, after
/// renormalising; of this side, in conditional rows of a joint matrix.
/// maps     [layer][head], as headMaps gives them; layers without the kind are left out
/// keys     indices into the maps' values; what is not shown has no weight
/// returns  empty for similarities, which share nothing out
ATTENSCOPE_EXPORT std::vector<HeadShare> headsByShare(const std::vector<std::vector<Map>>& maps,
                                                      const std::vector<int>& keys);

} // namespace attenscope
