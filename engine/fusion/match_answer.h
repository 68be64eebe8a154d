#pragma once

#include "engine/base/export.h"

#include <vector>

namespace attenscope {

/// Whether image and caption fit, as one fusion strategy sees it.
struct MatchAnswer {
    double logit = 0;
    double probability = 0;              ///< sigmoid of the logit
    std::vector<double> modalityWeights; ///< learned, of text and image, sum 1; empty without

    /// probability  from the logit, without overflow for any of them
    ATTENSCOPE_EXPORT static MatchAnswer fromLogit(double logit);
};

} // namespace attenscope
