#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/weights.h"
#include "engine/tensor/matrix.h"
#include "engine/tensor/weight_view.h"

#include <string>

namespace attenscope {

/// "Layer Normalization" (2016): every row to mean 0 and variance 1 (divided by its size, epsilon
/// inside the root), then times `weight` plus `bias`.
struct ATTENSCOPE_EXPORT LayerNorm {
    WeightVector weight; ///< [width]
    WeightVector bias;   ///< [width]
    float epsilon = 1e-5F;

    /// Binds `prefix`.weight and `prefix`.bias, or .gamma and .beta as old checkpoints call them.
    static LayerNorm
    bind(WeightBinder& weights, const std::string& prefix, Index width, float epsilon);

    /// x        [rows, width]
    /// returns  [rows, width]
    Matrix forward(const MatrixView& x) const;
};

} // namespace attenscope
