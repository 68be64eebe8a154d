#include "engine/blocks/grid_resize.h"

#include <algorithm>
#include <cassert>

namespace attenscope {

namespace {

/// The two cells that a new one lies between, and how far it is from the first.
struct Place {
    Index first;
    Index second;
    float fraction;
};

Place placeOf(Index cell, Index from, Index to)
{
    const float step = to > 1 ? static_cast<float>(from - 1) / static_cast<float>(to - 1) : 0.0F;
    const float position = step * static_cast<float>(cell);
    const Index first = std::min(static_cast<Index>(position), from - 1);
    return {.first = first,
            .second = std::min(first + 1, from - 1),
            .fraction = position - static_cast<float>(first)};
}

} // namespace

Matrix resizedGridAlignedCorners(const MatrixView& grid, const GridSize& from, const GridSize& to)
{
    assert(grid.rows() == from.cells() && from.cells() > 0);
    Matrix result(to.cells(), grid.cols());
    for (Index row = 0; row < to.rows; ++row) {
        const Place y = placeOf(row, from.rows, to.rows);
        for (Index column = 0; column < to.columns; ++column) {
            const Place x = placeOf(column, from.columns, to.columns);
            const auto between = [&](Index gridRow) {
                return (1 - x.fraction) * grid.row(gridRow * from.columns + x.first) +
                       x.fraction * grid.row(gridRow * from.columns + x.second);
            };
            result.row(row * to.columns + column) =
                (1 - y.fraction) * between(y.first).eval() + y.fraction * between(y.second).eval();
        }
    }
    return result;
}

} // namespace attenscope
