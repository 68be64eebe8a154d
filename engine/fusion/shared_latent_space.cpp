#include "engine/fusion/shared_latent_space.h"

#include <algorithm>

namespace attenscope {

namespace {

constexpr float kSmallestLength = 1e-8F;

} // namespace

SharedLatentSpace
SharedLatentSpace::bind(WeightBinder& weights, const std::string& prefix, Index width)
{
    return {.text = Linear::bind(weights, prefix + ".text", width, width),
            .image = Linear::bind(weights, prefix + ".image", width, width),
            .scale = weights.vector(prefix + ".scale", 1),
            .bias = weights.vector(prefix + ".bias", 1)};
}

MatchAnswer SharedLatentSpace::forward(const MatrixView& pooledText,
                                       const MatrixView& pooledImage,
                                       ThreadPool& pool) const
{
    const float similarity =
        cosine(text.forward(pooledText, pool), image.forward(pooledImage, pool));
    return MatchAnswer::fromLogit(static_cast<double>(scale.map()(0) * similarity + bias.map()(0)));
}

float cosine(const MatrixView& a, const MatrixView& b)
{
    return a.row(0).dot(b.row(0)) /
           (std::max(a.norm(), kSmallestLength) * std::max(b.norm(), kSmallestLength));
}

} // namespace attenscope
