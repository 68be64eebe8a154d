#pragma once

#include "engine/base/error.h"
#include "engine/base/export.h"
#include "engine/tensor/weight_view.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace attenscope {

/// The tensors of a checkpoint by name, all widened to float32 and 64-byte aligned.
/// Owns the memory that blocks look at; never changes after it was read.
class ATTENSCOPE_EXPORT Weights {
public:
    struct Tensor {
        std::vector<std::int64_t> shape;
        const float* data = nullptr; ///< null for integer types, which are only named
        std::string file;            ///< the shard that holds it, for messages
        std::string dtype;           ///< in the file: "F16"
    };

    Weights(std::map<std::string, Tensor> tensors, std::vector<std::shared_ptr<const void>> memory);

    /// Null if there is no such tensor.
    const Tensor* find(const std::string& name) const;

    const std::map<std::string, Tensor>& all() const { return tensors_; }

    std::uint64_t parameters() const; ///< elements of all floating-point tensors

private:
    std::map<std::string, Tensor> tensors_;
    std::vector<std::shared_ptr<const void>> memory_;
};

/// Hands out weights by name and shape while a model is put together, and remembers everything that
/// did not fit, so that one error lists all of it. A view that did not fit is all zero-sized;
/// `finish` must be called before any is used.
class ATTENSCOPE_EXPORT WeightBinder {
public:
    /// file  what messages call the checkpoint
    WeightBinder(const Weights& weights, std::string file);

    bool contains(const std::string& name) const;
    WeightMatrix matrix(const std::string& name, Index rows, Index columns);
    WeightVector vector(const std::string& name, Index size);

    /// Any shape, row-major, seen as a matrix [first extent, product of the others].
    WeightMatrix tensor(const std::string& name, const std::vector<std::int64_t>& shape);

    /// Names starting so belong to buffers or to heads that are not used; not reported as extra.
    /// Integer tensors never are.
    void ignore(const std::string& prefix);

    /// Throws E_TENSOR_MISSING or E_TENSOR_SHAPE listing up to 20 tensors; returns a warning that
    /// names tensors nobody asked for.
    Warnings finish() const;

private:
    const Weights::Tensor* take(const std::string& name, const std::vector<std::int64_t>& shape);

    const Weights& weights_;
    std::string file_;
    std::set<std::string> taken_;
    std::vector<std::string> ignored_;
    std::vector<std::string> missing_;
    std::vector<ErrorInfo> misshapen_;
};

} // namespace attenscope
