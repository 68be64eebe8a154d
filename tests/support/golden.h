#pragma once

#include "engine/checkpoint/weights.h"
#include "engine/tensor/matrix.h"
#include "engine/tensor/named_array.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace attenscope {

/// A folder of recorded tensors with its manifest.json, as tests/data/blocks/make_goldens.py
/// writes it. Everything throws std::runtime_error for a name that the folder does not have.
class Golden {
public:
    explicit Golden(std::filesystem::path folder);

    /// Largest absolute difference that the recording allows.
    double tolerance() const { return tolerance_; }

    bool contains(const std::string& name) const;
    NamedArray array(const std::string& name) const;

    /// An array of rank 1 as one row, of rank 2 as it is.
    Matrix matrix(const std::string& name) const;
    /// The matrices of the last two extents, in C order of the others.
    std::vector<Matrix> matrices(const std::string& name) const;
    std::vector<std::int64_t> integers(const std::string& name) const;
    /// Integers as truth values.
    std::vector<bool> flags(const std::string& name) const;

    /// All weights of the folder.
    Weights weights() const;

private:
    std::filesystem::path folder_;
    double tolerance_ = 0;
};

} // namespace attenscope
