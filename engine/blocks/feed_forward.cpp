#include "engine/blocks/feed_forward.h"

namespace attenscope {

FeedForward
FeedForward::bind(WeightBinder& weights, const std::string& prefix, Index width, Index innerWidth)
{
    return {.in = Linear::bind(weights, prefix + ".in", width, innerWidth),
            .out = Linear::bind(weights, prefix + ".out", innerWidth, width)};
}

Matrix FeedForward::forward(const MatrixView& x, ThreadPool& pool) const
{
    Matrix inner = in.forward(x, pool);
    activate(activation, inner, pool);
    return out.forward(inner, pool);
}

} // namespace attenscope
