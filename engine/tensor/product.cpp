#include "engine/tensor/product.h"

#include <algorithm>
#include <cassert>

namespace attenscope {

namespace {

// Large enough that packing is amortised, small enough that two threads share a row of a ViT.
constexpr Index kTileRows = 192;
constexpr Index kTileColumns = 256;

// Under this many multiplications waking a thread costs more than it saves.
constexpr Index kSerialWork = 1 << 20;

Index tiles(Index extent, Index tile)
{
    return (extent + tile - 1) / tile;
}

} // namespace

Matrix productTransposed(const MatrixView& x, const MatrixView& w, ThreadPool& pool)
{
    assert(x.cols() == w.cols());
    Matrix result(x.rows(), w.rows());
    const Index columnTiles = tiles(w.rows(), kTileColumns);
    const auto multiplyTile = [&](std::size_t tile) {
        const Index row = static_cast<Index>(tile) / columnTiles * kTileRows;
        const Index column = static_cast<Index>(tile) % columnTiles * kTileColumns;
        const Index rows = std::min(kTileRows, x.rows() - row);
        const Index columns = std::min(kTileColumns, w.rows() - column);
        result.block(row, column, rows, columns).noalias() =
            x.middleRows(row, rows) * w.middleRows(column, columns).transpose();
    };
    const auto count = static_cast<std::size_t>(tiles(x.rows(), kTileRows) * columnTiles);
    if (x.rows() * x.cols() * w.rows() < kSerialWork) {
        for (std::size_t tile = 0; tile < count; ++tile) {
            multiplyTile(tile);
        }
    } else {
        pool.forEach(count, multiplyTile);
    }
    return result;
}

} // namespace attenscope
