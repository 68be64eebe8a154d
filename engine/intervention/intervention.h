#pragma once

#include "engine/base/export.h"
#include "engine/trace/site.h"

#include <string>
#include <vector>

namespace attenscope {

/// What to change in a run. Indices are those of the trace that a run without it gives.
struct Intervention {
    std::vector<int> maskedWords; ///< their tokens' keys are hidden at every site (analysis.md A23)
    std::vector<int> maskedUnits;
    std::vector<HeadId> headsOff; ///< their context is set to zero (analysis.md A22)

    bool isEmpty() const
    {
        return maskedWords.empty() && maskedUnits.empty() && headsOff.empty();
    }

    friend bool operator==(const Intervention&, const Intervention&) = default;
};

/// Throws E_USAGE_INDEX for an index outside [0, size), naming `option`.
ATTENSCOPE_EXPORT void checkIndices(const std::vector<int>& indices,
                                    int size,
                                    const std::string& option);

} // namespace attenscope
