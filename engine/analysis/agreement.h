#pragma once

#include "engine/base/export.h"

#include <optional>
#include <span>

namespace attenscope {

/// How alike two maps are over the keys that both show. 0/0 := 0 (analysis.md).
struct Agreement {
    int keys = 0; ///< how many there are

    /// Σ a b / √(Σ a² Σ b²); -1 to 1, for weights 0 to 1.
    double cosine = 0;

    /// The cosine of a - mean(a) and b - mean(b); 0 where one of them is constant.
    double pearson = 0;

    /// Pearson of the ranks; equal numbers share the mean of their ranks.
    double spearman = 0;

    /// Both divided by their sums to p and q, m = (p + q)/2:
    /// H(m) - (H(p) + H(q))/2 in nats, H(p) = -Σ p ln p (analysis.md A17); 0 to ln 2.
    /// Nothing for numbers that cannot be shares: a negative one, or none above 0.
    std::optional<double> jensenShannon;

    /// Σ |p - q| / 2: the share that would have to move; 0 to 1. Nothing as above.
    std::optional<double> totalVariation;
};

/// a, b  the same keys in the same order
ATTENSCOPE_EXPORT Agreement agreementOf(std::span<const double> a, std::span<const double> b);

} // namespace attenscope
