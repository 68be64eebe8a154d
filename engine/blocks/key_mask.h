#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

#include <limits>
#include <vector>

namespace attenscope {

/// What references add to the score of a hidden key when they take "the lowest finite float".
inline constexpr float kLowestFloat = std::numeric_limits<float>::lowest();

/// A mask over keys, the same for every query.
/// isMasked     for each key, whether nobody may look at it
/// maskedScore  added to the scores of a masked key: kLowestFloat, -10000 in the BERT family, or
///              -inf; its weight is an exact 0 as long as the row keeps an open key. With every
///              key masked a finite value leaves a softmax over all of them, as in the references;
///              -inf leaves zeros.
/// returns      [1, keys]
ATTENSCOPE_EXPORT Matrix keyMask(const std::vector<bool>& isMasked,
                                 float maskedScore = kLowestFloat);

/// As above for a text that is read from left to right: a query sees itself and what stands before
/// it, as far as that isn't masked.
/// returns  [keys, keys], the same score wherever a key is closed, for whatever reason
ATTENSCOPE_EXPORT Matrix causalMask(const std::vector<bool>& isMasked,
                                    float maskedScore = kLowestFloat);

} // namespace attenscope
