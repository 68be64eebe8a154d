#pragma once

#include "engine/checkpoint/weights.h"
#include "engine/tensor/matrix.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace attenscope {

/// Puts a checkpoint together in memory, so that tests bind weights as models do.
class WeightsBuilder {
public:
    /// values  in C order
    void add(const std::string& name, std::vector<std::int64_t> shape, std::vector<float> values);
    /// [rows, columns]
    void add(const std::string& name, const MatrixView& matrix);
    /// A single row becomes [columns].
    void addVector(const std::string& name, const MatrixView& row);

    Weights build() const;

private:
    std::map<std::string, std::pair<std::vector<std::int64_t>, std::vector<float>>> tensors_;
};

} // namespace attenscope
