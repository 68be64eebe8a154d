#include "engine/blocks/embedding.h"

#include <cassert>

namespace attenscope {

Embedding
Embedding::bind(WeightBinder& weights, const std::string& prefix, Index entries, Index width)
{
    return {.weight = weights.matrix(prefix + ".weight", entries, width)};
}

Matrix Embedding::forward(std::span<const std::int64_t> ids) const
{
    Matrix rows(static_cast<Index>(ids.size()), weight.columns);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        assert(ids[i] >= 0 && ids[i] < weight.rows);
        rows.row(static_cast<Index>(i)) = weight.map().row(ids[i]);
    }
    return rows;
}

Matrix Embedding::rows(Index begin, Index count) const
{
    assert(begin + count <= weight.rows);
    return weight.map().middleRows(begin, count);
}

} // namespace attenscope
