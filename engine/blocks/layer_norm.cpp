#include "engine/blocks/layer_norm.h"

#include <cassert>
#include <cmath>

namespace attenscope {

LayerNorm
LayerNorm::bind(WeightBinder& weights, const std::string& prefix, Index width, float epsilon)
{
    const bool hasOldNames = weights.contains(prefix + ".gamma");
    return {.weight = weights.vector(prefix + (hasOldNames ? ".gamma" : ".weight"), width),
            .bias = weights.vector(prefix + (hasOldNames ? ".beta" : ".bias"), width),
            .epsilon = epsilon};
}

Matrix LayerNorm::forward(const MatrixView& x) const
{
    assert(x.cols() == weight.size);
    Matrix y(x.rows(), x.cols());
    for (Index i = 0; i < x.rows(); ++i) {
        y.row(i) = x.row(i).array() - x.row(i).mean();
        const float variance = y.row(i).squaredNorm() / static_cast<float>(x.cols());
        y.row(i) *= 1.0F / std::sqrt(variance + epsilon);
    }
    y.array().rowwise() *= weight.map().array();
    y.rowwise() += bias.map();
    return y;
}

} // namespace attenscope
