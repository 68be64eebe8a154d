#pragma once

#include "engine/analysis/selection.h"
#include "engine/trace/trace.h"

#include <vector>

namespace attenscope {

/// A key as a map shows it: a unit, a word (its pieces summed), or a single token.
struct KeyGroup {
    std::vector<int> members; ///< tokens or units
    bool isSpecial = false;
    bool isMasked = false; ///< all of its members
};

/// The keys of a direction, in the order of a map's values.
std::vector<KeyGroup> keyGroups(const Trace& trace, const Selection& selection);

} // namespace attenscope
