#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/blocks/activation.h"
#include "engine/blocks/linear.h"
#include "engine/tensor/matrix.h"

#include <string>

namespace attenscope {

/// Position-wise feed-forward network, "Attention Is All You Need" (2017), section 3.3:
/// out(activation(in(x))).
struct ATTENSCOPE_EXPORT FeedForward {
    Linear in;
    Linear out;
    Activation activation = Activation::Gelu;

    /// Binds `prefix`.in [innerWidth, width] and `prefix`.out [width, innerWidth], with biases.
    static FeedForward
    bind(WeightBinder& weights, const std::string& prefix, Index width, Index innerWidth);

    /// x        [rows, width]
    /// returns  [rows, width]
    Matrix forward(const MatrixView& x, ThreadPool& pool) const;
};

} // namespace attenscope
