#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace attenscope {

/// An array with its name and shape, as it goes into an NPZ file. C order.
struct NamedArray {
    std::string name;
    std::vector<std::int64_t> shape;
    std::variant<std::vector<float>, std::vector<std::int64_t>> values;

    const std::vector<float>& floats() const { return std::get<std::vector<float>>(values); }
};

/// The elements, row by row.
ATTENSCOPE_EXPORT std::vector<float> valuesOf(const MatrixView& matrix);

/// A matrix with a leading batch extent: shape [1, rows, columns].
ATTENSCOPE_EXPORT NamedArray batchOfOne(std::string name, const MatrixView& matrix);

/// A row, or what is made of one sample, under a name: shape [1, columns].
ATTENSCOPE_EXPORT NamedArray oneRow(std::string name, const MatrixView& row);

/// Integers with a leading batch extent: shape [1, values].
ATTENSCOPE_EXPORT NamedArray batchOfOne(std::string name, std::vector<std::int64_t> values);

} // namespace attenscope
