#include "engine/blocks/linear.h"

#include "engine/tensor/product.h"

namespace attenscope {

Linear Linear::bind(WeightBinder& weights, const std::string& prefix, Index in, Index out)
{
    return {.weight = weights.matrix(prefix + ".weight", out, in),
            .bias = weights.vector(prefix + ".bias", out)};
}

Linear
Linear::bindWithoutBias(WeightBinder& weights, const std::string& prefix, Index in, Index out)
{
    return {.weight = weights.matrix(prefix + ".weight", out, in), .bias = {}};
}

Linear Linear::outputs(Index first, Index count) const
{
    return {.weight = weight.middleRows(first, count),
            .bias = bias.isEmpty() ? WeightVector{} : bias.segment(first, count)};
}

Matrix Linear::forward(const MatrixView& x, ThreadPool& pool) const
{
    Matrix y = productTransposed(x, weight.map(), pool);
    if (!bias.isEmpty()) {
        y.rowwise() += bias.map();
    }
    return y;
}

} // namespace attenscope
