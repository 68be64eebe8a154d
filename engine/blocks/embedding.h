#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/weights.h"
#include "engine/tensor/matrix.h"
#include "engine/tensor/weight_view.h"

#include <cstdint>
#include <span>
#include <string>

namespace attenscope {

/// A table with one row for each id.
struct ATTENSCOPE_EXPORT Embedding {
    WeightMatrix weight; ///< [entries, width]

    /// Binds `prefix`.weight.
    static Embedding
    bind(WeightBinder& weights, const std::string& prefix, Index entries, Index width);

    /// ids      each in [0, entries); whoever reads ids from outside has checked that
    /// returns  [ids, width]
    Matrix forward(std::span<const std::int64_t> ids) const;

    /// Rows [0, count): embeddings of positions. count is at most the number of entries.
    Matrix firstRows(Index count) const { return rows(0, count); }

    /// Rows [begin, begin + count), all among the entries.
    Matrix rows(Index begin, Index count) const;
};

} // namespace attenscope
