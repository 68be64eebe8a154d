#pragma once

#include "engine/tensor/matrix.h"

namespace attenscope {

/// A weight matrix [rows, columns] in a checkpoint's memory; copying copies the view.
struct WeightMatrix {
    const float* data = nullptr;
    Index rows = 0;
    Index columns = 0;

    Eigen::Map<const Matrix> map() const { return {data, rows, columns}; }

    /// Rows [first, first + count): how fused projections are taken apart.
    WeightMatrix middleRows(Index first, Index count) const
    {
        return {data + first * columns, count, columns};
    }
};

/// A weight vector [size] in a checkpoint's memory; empty where a block has none (no bias).
struct WeightVector {
    const float* data = nullptr;
    Index size = 0;

    Eigen::Map<const Eigen::RowVectorXf> map() const { return {data, size}; }

    WeightVector segment(Index first, Index count) const { return {data + first, count}; }

    bool isEmpty() const { return size == 0; }
};

} // namespace attenscope
