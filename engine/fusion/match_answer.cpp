#include "engine/fusion/match_answer.h"

#include <cmath>

namespace attenscope {

MatchAnswer MatchAnswer::fromLogit(double logit)
{
    const double small = std::exp(-std::abs(logit));
    return {.logit = logit,
            .probability = (logit >= 0 ? 1.0 : small) / (1.0 + small),
            .modalityWeights = {}};
}

} // namespace attenscope
