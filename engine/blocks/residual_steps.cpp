#include "engine/blocks/residual_steps.h"

namespace attenscope {

SelfAttentionStep
SelfAttentionStep::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.norm = LayerNorm::bind(weights, prefix + ".norm", sizes.width, sizes.epsilon),
            .attention = Attention::bind(weights, prefix,
                                         AttentionSizes::uniform(sizes.width, sizes.heads))};
}

Matrix SelfAttentionStep::forward(const MatrixView& x,
                                  const MatrixView& mask,
                                  SiteRecorder& recorder,
                                  ThreadPool& pool) const
{
    if (normPlace == NormPlace::Before) {
        const Matrix normed = norm.forward(x);
        return x + attention.forward(normed, normed, mask, recorder, pool);
    }
    return norm.forward(x + attention.forward(x, x, mask, recorder, pool));
}

CrossAttentionStep
CrossAttentionStep::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.norm = LayerNorm::bind(weights, prefix + ".norm", sizes.width, sizes.epsilon),
            .contextNorm =
                LayerNorm::bind(weights, prefix + ".context_norm", sizes.width, sizes.epsilon),
            .attention = Attention::bind(weights, prefix,
                                         AttentionSizes::uniform(sizes.width, sizes.heads))};
}

Matrix CrossAttentionStep::forward(const MatrixView& x,
                                   const MatrixView& context,
                                   const MatrixView& mask,
                                   SiteRecorder& recorder,
                                   ThreadPool& pool) const
{
    if (normPlace == NormPlace::Before) {
        return x + attention.forward(norm.forward(x), contextNorm.forward(context), mask, recorder,
                                     pool);
    }
    return norm.forward(x + attention.forward(x, context, mask, recorder, pool));
}

FeedForwardStep
FeedForwardStep::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.norm = LayerNorm::bind(weights, prefix + ".norm", sizes.width, sizes.epsilon),
            .feedForward = FeedForward::bind(weights, prefix, sizes.width, sizes.innerWidth)};
}

Matrix FeedForwardStep::forward(const MatrixView& x, ThreadPool& pool) const
{
    if (normPlace == NormPlace::Before) {
        return x + feedForward.forward(norm.forward(x), pool);
    }
    return norm.forward(x + feedForward.forward(x, pool));
}

} // namespace attenscope
