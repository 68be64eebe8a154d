#include "engine/tensor/named_array.h"

#include <utility>

namespace attenscope {

std::vector<float> valuesOf(const MatrixView& matrix)
{
    std::vector<float> values(static_cast<std::size_t>(matrix.size()));
    Eigen::Map<Matrix>(values.data(), matrix.rows(), matrix.cols()) = matrix;
    return values;
}

NamedArray batchOfOne(std::string name, const MatrixView& matrix)
{
    return {.name = std::move(name),
            .shape = {1, matrix.rows(), matrix.cols()},
            .values = valuesOf(matrix)};
}

NamedArray batchOfOne(std::string name, std::vector<std::int64_t> values)
{
    return {.name = std::move(name),
            .shape = {1, static_cast<std::int64_t>(values.size())},
            .values = std::move(values)};
}

NamedArray oneRow(std::string name, const MatrixView& row)
{
    return {.name = std::move(name), .shape = {1, row.cols()}, .values = valuesOf(row)};
}

} // namespace attenscope
