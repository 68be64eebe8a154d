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

Matrix SelfAttentionStep::next(const MatrixView& x,
                               KeysAndValues& past,
                               const MatrixView& mask,
                               SiteRecorder& recorder,
                               ThreadPool& pool) const
{
    const bool isBefore = normPlace == NormPlace::Before;
    const Matrix read = isBefore ? norm.forward(x) : Matrix(x);
    past.append(attention.keysAndValues(read, pool));
    const Matrix sum = x + attention.forward(read, past, mask, recorder, pool);
    return isBefore ? sum : norm.forward(sum);
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
    return forward(x, keysAndValues(context, pool), mask, recorder, pool);
}

KeysAndValues CrossAttentionStep::keysAndValues(const MatrixView& context, ThreadPool& pool) const
{
    return normPlace == NormPlace::Before
               ? attention.keysAndValues(contextNorm.forward(context), pool)
               : attention.keysAndValues(context, pool);
}

Matrix CrossAttentionStep::forward(const MatrixView& x,
                                   const KeysAndValues& seen,
                                   const MatrixView& mask,
                                   SiteRecorder& recorder,
                                   ThreadPool& pool) const
{
    if (normPlace == NormPlace::Before) {
        return x + attention.forward(norm.forward(x), seen, mask, recorder, pool);
    }
    return norm.forward(x + attention.forward(x, seen, mask, recorder, pool));
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
