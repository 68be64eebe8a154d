#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

#include <optional>
#include <string_view>
#include <vector>

namespace attenscope {

/// How the states of a sequence become one.
enum class Pooling {
    Max,  ///< "max": the largest value of each column
    Mean, ///< "mean"
    First ///< "first": the first row
};

ATTENSCOPE_EXPORT std::optional<Pooling> poolingFromName(std::string_view name);

/// One row for all rows that are not masked.
/// x         [rows, width]
/// isMasked  for each row; empty: none is masked. At least one row is open.
/// returns   [1, width]
ATTENSCOPE_EXPORT Matrix pooled(Pooling pooling,
                                const MatrixView& x,
                                const std::vector<bool>& isMasked);

} // namespace attenscope
