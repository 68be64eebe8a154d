#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/checkpoint/weights.h"
#include "engine/tensor/matrix.h"
#include "engine/tensor/weight_view.h"

#include <string>

namespace attenscope {

/// y = x Wᵀ + b. Also what brings two modalities to one width ("feature alignment").
struct ATTENSCOPE_EXPORT Linear {
    WeightMatrix weight; ///< [out, in]
    WeightVector bias;   ///< [out], or empty

    /// Binds `prefix`.weight [out, in] and `prefix`.bias [out].
    static Linear bind(WeightBinder& weights, const std::string& prefix, Index in, Index out);
    /// Binds `prefix`.weight only.
    static Linear
    bindWithoutBias(WeightBinder& weights, const std::string& prefix, Index in, Index out);

    /// Outputs [first, first + count) as a layer of their own: how a fused projection is taken
    /// apart.
    Linear outputs(Index first, Index count) const;

    /// x        [rows, in]
    /// returns  [rows, out]; bit-equal for every number of threads
    Matrix forward(const MatrixView& x, ThreadPool& pool) const;
};

} // namespace attenscope
