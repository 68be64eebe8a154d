#include "engine/fusion/weighted_sum.h"

#include "engine/blocks/activation.h"
#include "engine/tensor/row_operations.h"

namespace attenscope {

WeightedSum WeightedSum::bind(WeightBinder& binder, const std::string& prefix, Index width)
{
    return {.weights = binder.vector(prefix + ".weights", 2),
            .text = Linear::bind(binder, prefix + ".text", width, width),
            .image = Linear::bind(binder, prefix + ".image", width, width),
            .classifier = Linear::bind(binder, prefix + ".classifier", width, 1)};
}

MatchAnswer WeightedSum::forward(const MatrixView& pooledText,
                                 const MatrixView& pooledImage,
                                 ThreadPool& pool) const
{
    Matrix shares = weights.map();
    softmaxRows(shares);
    Matrix sum = shares(0, 0) * text.forward(pooledText, pool) +
                 shares(0, 1) * image.forward(pooledImage, pool);
    activate(Activation::Gelu, sum, pool);
    MatchAnswer answer =
        MatchAnswer::fromLogit(static_cast<double>(classifier.forward(sum, pool)(0, 0)));
    answer.modalityWeights = {static_cast<double>(shares(0, 0)), static_cast<double>(shares(0, 1))};
    return answer;
}

} // namespace attenscope
