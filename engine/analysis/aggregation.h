#pragma once

#include "engine/analysis/selection.h"
#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

#include <functional>
#include <string_view>

namespace attenscope {

/// A way to put the same rows of several heads and layers together (analysis.md A2).
struct Aggregation {
    AggregationInfo info;
    /// rows     [heads × layers, keys], one query's attention weights in every head
    /// returns  [keys]
    std::function<Eigen::RowVectorXf(const MatrixView& rows)> combine;
};

/// Throws E_USAGE_SELECTION naming the known ones.
ATTENSCOPE_EXPORT const Aggregation& findAggregation(std::string_view id);

} // namespace attenscope
