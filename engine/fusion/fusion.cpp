#include "engine/fusion/fusion.h"

#include <cassert>

namespace attenscope {

namespace {

struct Row {
    FusionStrategy strategy;
    std::string_view id;
    std::string_view name;
    std::string_view weightName;
};

constexpr std::array<Row, kFusionStrategies.size()> kRows{
    {{FusionStrategy::Concatenation, "concat", "concatenation", "concat"},
     {FusionStrategy::WeightedSum, "weighted-sum", "weighted sum", "weighted_sum"},
     {FusionStrategy::SharedLatentSpace, "shared-space", "shared latent space", "shared_space"}}};

const Row& row(FusionStrategy strategy)
{
    const Row& found = kRows.at(static_cast<std::size_t>(strategy));
    assert(found.strategy == strategy);
    return found;
}

} // namespace

std::string_view fusionId(FusionStrategy strategy)
{
    return row(strategy).id;
}

std::string_view fusionName(FusionStrategy strategy)
{
    return row(strategy).name;
}

std::string_view fusionWeightName(FusionStrategy strategy)
{
    return row(strategy).weightName;
}

Fusion
bindFusion(FusionStrategy strategy, WeightBinder& weights, const std::string& prefix, Index width)
{
    const std::string place = prefix + "." + std::string(fusionWeightName(strategy));
    switch (strategy) {
    case FusionStrategy::Concatenation:
        return Concatenation::bind(weights, place, width);
    case FusionStrategy::WeightedSum:
        return WeightedSum::bind(weights, place, width);
    case FusionStrategy::SharedLatentSpace:
        break;
    }
    assert(strategy == FusionStrategy::SharedLatentSpace);
    return SharedLatentSpace::bind(weights, place, width);
}

MatchAnswer
answer(const Fusion& fusion, const MatrixView& text, const MatrixView& image, ThreadPool& pool)
{
    return std::visit([&](const auto& strategy) { return strategy.forward(text, image, pool); },
                      fusion);
}

} // namespace attenscope
