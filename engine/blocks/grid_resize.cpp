#include "engine/blocks/grid_resize.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

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

constexpr std::size_t kTaps = 4;

/// The four cells around a place, and what each counts.
struct CubicPlace {
    std::array<Index, kTaps> cells;
    std::array<float, kTaps> shares;
};

CubicPlace cubicPlaceOf(Index cell, Index from, Index to)
{
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    const float position = (static_cast<float>(cell) + 0.5F) * scale - 0.5F;
    const float first = std::floor(position);
    const auto share = [](float distance) {
        constexpr float a = -0.75F;
        const float d = std::abs(distance);
        return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1
                      : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
    };
    CubicPlace place{};
    for (std::size_t tap = 0; tap < kTaps; ++tap) {
        const float at = first + static_cast<float>(tap) - 1;
        place.cells.at(tap) = std::clamp(static_cast<Index>(at), Index{0}, from - 1);
        place.shares.at(tap) = share(position - at);
    }
    return place;
}

} // namespace

Matrix resizedGridBicubic(const MatrixView& grid, const GridSize& from, const GridSize& to)
{
    assert(grid.rows() == from.cells() && from.cells() > 0);
    Matrix result = Matrix::Zero(to.cells(), grid.cols());
    for (Index row = 0; row < to.rows; ++row) {
        const CubicPlace y = cubicPlaceOf(row, from.rows, to.rows);
        for (Index column = 0; column < to.columns; ++column) {
            const CubicPlace x = cubicPlaceOf(column, from.columns, to.columns);
            for (std::size_t i = 0; i < kTaps; ++i) {
                for (std::size_t j = 0; j < kTaps; ++j) {
                    result.row(row * to.columns + column) +=
                        y.shares.at(i) * x.shares.at(j) *
                        grid.row(y.cells.at(i) * from.columns + x.cells.at(j));
                }
            }
        }
    }
    return result;
}

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
