#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

namespace attenscope {

/// One head's attention weights, softmax over keys of (q · kᵀ) · scale + mask
/// ("Attention Is All You Need", section 3.2.1).
/// q        [queries, head width]
/// k        [keys, head width]
/// mask     [queries or 1, keys], or 0 × 0 where nothing is masked
/// returns  [queries, keys]
/// A row that the mask closes altogether is 0; one whose scores are beyond a float is NaN.
/// Queries are taken in fixed tiles, so that `attentionWeightsRow` gives the same numbers.
ATTENSCOPE_EXPORT Matrix attentionWeights(const MatrixView& q,
                                          const MatrixView& k,
                                          const MatrixView& mask,
                                          float scale);

/// One row of it, bit for bit, at the cost of one tile.
ATTENSCOPE_EXPORT Eigen::RowVectorXf attentionWeightsRow(
    const MatrixView& q, const MatrixView& k, const MatrixView& mask, float scale, Index query);

} // namespace attenscope
