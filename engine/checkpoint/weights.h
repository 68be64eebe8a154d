#pragma once

#include "engine/base/error.h"
#include "engine/base/export.h"
#include "engine/tensor/weight_view.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace attenscope {

class Config;

/// The tensors of a checkpoint by name, all widened to float32 and 64-byte aligned.
/// Owns the memory that blocks look at; never changes after it was read.
/// Names are as families write them: a `module.` that all have is gone, and a layer norm's `gamma`
/// and `beta` are `weight` and `bias` (`usualNames`).
class ATTENSCOPE_EXPORT Weights {
public:
    struct Tensor {
        std::vector<std::int64_t> shape;
        const float* data = nullptr; ///< null for integer types, which are only named
        std::string file;            ///< the shard that holds it, for messages
        std::string dtype;           ///< in the file: "F16"
    };

    /// file  what messages call the checkpoint
    Weights(std::map<std::string, Tensor> tensors,
            std::vector<std::shared_ptr<const void>> memory,
            std::string file = {},
            Warnings warnings = {});

    const std::string& file() const { return file_; }

    /// What was odd about the files; harmless to the numbers.
    const Warnings& warnings() const { return warnings_; }

    /// Null if there is no such tensor.
    const Tensor* find(const std::string& name) const;

    const std::map<std::string, Tensor>& all() const { return tensors_; }

    static std::uint64_t elements(const Tensor& tensor);

    std::uint64_t parameters() const; ///< elements of all floating-point tensors

private:
    std::map<std::string, Tensor> tensors_;
    std::vector<std::shared_ptr<const void>> memory_;
    std::string file_;
    Warnings warnings_;
};

/// Gives tensors the names that families use: takes a `module.` away that all of them start with
/// (parallel training), and calls `….gamma` and `….beta`, as old BERT files have them, `….weight`
/// and `….bias` unless the file has those as well.
ATTENSCOPE_EXPORT std::map<std::string, Weights::Tensor>
usualNames(std::map<std::string, Weights::Tensor> tensors);

/// Hands out weights by name and shape while a model is put together, and remembers everything that
/// did not fit, so that one error lists all of it. A view that did not fit is all zero-sized;
/// `finish` must be called before any is used.
///
/// A family asks for the names of its task model. That a file of the bare model leaves the prefix
/// out, or that an older program wrote another one, is one line each:
///     binder.accept("lxmert.", {"", "bert."});
class ATTENSCOPE_EXPORT WeightBinder {
public:
    /// config  where the sizes come from: a wrong shape then names the field that asked for it
    WeightBinder(const Weights& weights, const Config& config);
    /// file  what messages call the checkpoint
    WeightBinder(const Weights& weights, std::string file);

    /// Names that start with `prefix` may stand in the file with one of `others` in its place, ""
    /// for none at all. The name itself is tried first, then `others` in order. All functions below
    /// follow it, so it comes before them.
    void accept(const std::string& prefix, std::vector<std::string> others);

    bool contains(const std::string& name) const;
    /// How large the file has it; nothing if it has no such tensor.
    std::optional<std::vector<std::int64_t>> shapeOf(const std::string& name) const;
    WeightMatrix matrix(const std::string& name, Index rows, Index columns);
    WeightVector vector(const std::string& name, Index size);

    /// Any shape, row-major, seen as a matrix [first extent, product of the others].
    WeightMatrix tensor(const std::string& name, const std::vector<std::int64_t>& shape);

    /// Names starting so belong to buffers or to heads that are not used; not reported as extra.
    /// Integer tensors never are, nor the tables that libraries store beside weights
    /// (`….position_ids`, `….inv_freq`).
    void ignore(const std::string& prefix);

    /// Throws E_TENSOR_MISSING or E_TENSOR_SHAPE listing up to 20 tensors; returns a warning that
    /// names tensors nobody asked for.
    Warnings finish() const;

private:
    /// Another way to begin a name.
    struct Prefix {
        std::string usual;
        std::vector<std::string> others;
    };

    const Weights::Tensor* take(const std::string& name, const std::vector<std::int64_t>& shape);
    /// What the file calls it; `name` itself if it has none.
    std::string nameInFile(const std::string& name) const;
    bool isIgnored(const std::string& nameInFile) const;
    std::string sizesNamed(const std::vector<std::int64_t>& expected,
                           const std::vector<std::int64_t>& found) const;
    std::string absentConfig() const;
    [[noreturn]] void throwMissing() const;
    [[noreturn]] void throwMisshapen() const;

    const Weights& weights_;
    std::string file_;
    const Config* config_ = nullptr; ///< null: shapes are not explained
    std::vector<Prefix> prefixes_;
    std::set<std::string> taken_;
    std::vector<std::string> ignored_;
    std::vector<std::string> missing_;
    std::vector<ErrorInfo> misshapen_;
};

} // namespace attenscope
