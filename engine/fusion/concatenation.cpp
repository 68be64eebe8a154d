#include "engine/fusion/concatenation.h"

#include "engine/blocks/activation.h"

namespace attenscope {

Concatenation Concatenation::bind(WeightBinder& weights, const std::string& prefix, Index width)
{
    return {.hidden = Linear::bind(weights, prefix + ".hidden", 2 * width, width),
            .classifier = Linear::bind(weights, prefix + ".classifier", width, 1)};
}

MatchAnswer
Concatenation::forward(const MatrixView& text, const MatrixView& image, ThreadPool& pool) const
{
    Matrix both(1, text.cols() + image.cols());
    both << text, image;
    Matrix mixed = hidden.forward(both, pool);
    activate(Activation::Gelu, mixed, pool);
    return MatchAnswer::fromLogit(static_cast<double>(classifier.forward(mixed, pool)(0, 0)));
}

} // namespace attenscope
