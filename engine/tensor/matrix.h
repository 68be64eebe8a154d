#pragma once

#include <Eigen/Core>

#include <cstdint>

namespace attenscope {

using Index = Eigen::Index;

/// Row-major floats: the layout of checkpoints and of NPY files.
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Read-only view on row-major floats: a Matrix, a block of one, or a weight in a checkpoint.
using MatrixView = Eigen::Ref<const Matrix, 0, Eigen::OuterStride<>>;

} // namespace attenscope
