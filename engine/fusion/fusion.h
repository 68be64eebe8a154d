#pragma once

#include "engine/base/export.h"
#include "engine/fusion/concatenation.h"
#include "engine/fusion/shared_latent_space.h"
#include "engine/fusion/weighted_sum.h"

#include <array>
#include <string>
#include <string_view>
#include <variant>

namespace attenscope {

/// How two pooled states become one answer.
enum class FusionStrategy { Concatenation, WeightedSum, SharedLatentSpace };

inline constexpr std::array kFusionStrategies{
    FusionStrategy::Concatenation, FusionStrategy::WeightedSum, FusionStrategy::SharedLatentSpace};

/// The command line's name: "concat", "weighted-sum", "shared-space".
ATTENSCOPE_EXPORT std::string_view fusionId(FusionStrategy strategy);
/// For people: "concatenation", "weighted sum", "shared latent space".
ATTENSCOPE_EXPORT std::string_view fusionName(FusionStrategy strategy);
/// The last part of its weights' prefix: "concat", "weighted_sum", "shared_space".
ATTENSCOPE_EXPORT std::string_view fusionWeightName(FusionStrategy strategy);

/// Any of the strategies, ready to answer.
using Fusion = std::variant<Concatenation, WeightedSum, SharedLatentSpace>;

/// The strategy's own `bind` at `prefix`.<its weight name>.
ATTENSCOPE_EXPORT Fusion bindFusion(FusionStrategy strategy,
                                    WeightBinder& weights,
                                    const std::string& prefix,
                                    Index width);

/// text, image  pooled states [1, width]
ATTENSCOPE_EXPORT MatchAnswer answer(const Fusion& fusion,
                                     const MatrixView& text,
                                     const MatrixView& image,
                                     ThreadPool& pool);

} // namespace attenscope
