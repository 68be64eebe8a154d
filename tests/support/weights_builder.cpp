#include "tests/support/weights_builder.h"

#include <memory>

namespace attenscope {

namespace {

std::vector<float> valuesOf(const MatrixView& matrix)
{
    std::vector<float> values(static_cast<std::size_t>(matrix.size()));
    Eigen::Map<Matrix>(values.data(), matrix.rows(), matrix.cols()) = matrix;
    return values;
}

} // namespace

void WeightsBuilder::add(const std::string& name,
                         std::vector<std::int64_t> shape,
                         std::vector<float> values)
{
    tensors_[name] = {std::move(shape), std::move(values)};
}

void WeightsBuilder::add(const std::string& name, const MatrixView& matrix)
{
    add(name, {matrix.rows(), matrix.cols()}, valuesOf(matrix));
}

void WeightsBuilder::addVector(const std::string& name, const MatrixView& row)
{
    add(name, {row.size()}, valuesOf(row));
}

Weights WeightsBuilder::build() const
{
    std::map<std::string, Weights::Tensor> tensors;
    std::vector<std::shared_ptr<const void>> memory;
    for (const auto& [name, tensor] : tensors_) {
        const auto& [shape, values] = tensor;
        // A Matrix is 64-byte aligned, as the values of a checkpoint are.
        auto kept = std::make_shared<const Matrix>(
            Eigen::Map<const Matrix>(values.data(), 1, static_cast<Index>(values.size())));
        tensors[name] = {.shape = shape, .data = kept->data(), .file = "memory", .dtype = "F32"};
        memory.push_back(std::move(kept));
    }
    return {std::move(tensors), std::move(memory)};
}

} // namespace attenscope
