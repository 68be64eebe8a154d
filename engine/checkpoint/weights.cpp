#include "engine/checkpoint/weights.h"

#include "engine/base/checked.h"
#include "engine/base/listed.h"
#include "engine/checkpoint/config.h"
#include "engine/checkpoint/shapes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace attenscope {

namespace {

/// A tensor that differs from `name` only by a prefix, in either direction.
std::optional<std::string> otherPrefix(const Weights& weights, const std::string& name)
{
    for (const auto& [candidate, tensor] : weights.all()) {
        if (candidate.ends_with("." + name) || name.ends_with("." + candidate)) {
            return candidate;
        }
    }
    return std::nullopt;
}

/// Tables that libraries compute and store all the same.
bool isBuffer(const std::string& name)
{
    constexpr std::array<std::string_view, 4> kBuffers{".position_ids", ".token_type_ids",
                                                       ".inv_freq", ".num_batches_tracked"};
    return std::ranges::any_of(kBuffers,
                               [&](std::string_view buffer) { return name.ends_with(buffer); });
}

/// `name` with its last part, if that is `from`, as `to`.
std::string renamedEnd(const std::string& name, std::string_view from, std::string_view to)
{
    return name.ends_with(from) ? name.substr(0, name.size() - from.size()) + std::string(to)
                                : name;
}

} // namespace

std::map<std::string, Weights::Tensor> usualNames(std::map<std::string, Weights::Tensor> tensors)
{
    constexpr std::string_view kParallel = "module.";
    const bool isParallel =
        !tensors.empty() && std::ranges::all_of(tensors, [&](const auto& entry) {
            return entry.first.starts_with(kParallel);
        });
    std::map<std::string, Weights::Tensor> result;
    for (auto& [name, tensor] : tensors) {
        std::string usual = renamedEnd(renamedEnd(name, ".gamma", ".weight"), ".beta", ".bias");
        if (tensors.contains(usual)) {
            usual = name;
        }
        result.emplace(isParallel ? usual.substr(kParallel.size()) : usual, std::move(tensor));
    }
    return result;
}

Weights::Weights(std::map<std::string, Tensor> tensors,
                 std::vector<std::shared_ptr<const void>> memory,
                 std::string file,
                 Warnings warnings)
    : tensors_(std::move(tensors)),
      memory_(std::move(memory)),
      file_(std::move(file)),
      warnings_(std::move(warnings))
{
}

const Weights::Tensor* Weights::find(const std::string& name) const
{
    const auto found = tensors_.find(name);
    return found == tensors_.end() ? nullptr : &found->second;
}

std::uint64_t Weights::elements(const Tensor& tensor)
{
    return elementCount(tensor.shape).value_or(0);
}

std::uint64_t Weights::parameters() const
{
    std::uint64_t count = 0;
    for (const auto& [name, tensor] : tensors_) {
        if (tensor.data != nullptr) {
            count += elements(tensor);
        }
    }
    return count;
}

WeightBinder::WeightBinder(const Weights& weights, const Config& config)
    : weights_(weights), file_(weights.file()), config_(&config)
{
}

WeightBinder::WeightBinder(const Weights& weights, std::string file)
    : weights_(weights), file_(std::move(file))
{
}

void WeightBinder::accept(const std::string& prefix, std::vector<std::string> others)
{
    prefixes_.push_back({.usual = prefix, .others = std::move(others)});
}

std::string WeightBinder::nameInFile(const std::string& name) const
{
    if (weights_.find(name) != nullptr) {
        return name;
    }
    for (const Prefix& prefix : prefixes_) {
        if (!name.starts_with(prefix.usual)) {
            continue;
        }
        for (const std::string& other : prefix.others) {
            std::string candidate = other + name.substr(prefix.usual.size());
            if (weights_.find(candidate) != nullptr) {
                return candidate;
            }
        }
    }
    return name;
}

bool WeightBinder::contains(const std::string& name) const
{
    return weights_.find(nameInFile(name)) != nullptr;
}

std::optional<std::vector<std::int64_t>> WeightBinder::shapeOf(const std::string& name) const
{
    const Weights::Tensor* const tensor = weights_.find(nameInFile(name));
    return tensor == nullptr ? std::nullopt : std::optional(tensor->shape);
}

/// " (hidden_size 768 of config.json)" for every extent that differs, as far as a field says it.
std::string WeightBinder::sizesNamed(const std::vector<std::int64_t>& expected,
                                     const std::vector<std::int64_t>& found) const
{
    if (config_ == nullptr || expected.size() != found.size()) {
        return {};
    }
    std::vector<std::string> fields;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (expected[i] == found[i]) {
            continue;
        }
        for (const Config::Reading& reading : config_->integersRead()) {
            if (reading.value == expected[i]) {
                fields.push_back(reading.pointer.substr(1) +
                                 (reading.isDefault ? " by default" : ""));
            }
        }
    }
    return fields.empty() ? std::string() : " (" + listed(fields) + ")";
}

const Weights::Tensor* WeightBinder::take(const std::string& name,
                                          const std::vector<std::int64_t>& shape)
{
    const std::string inFile = nameInFile(name);
    const bool isNew = taken_.insert(inFile).second;
    const Weights::Tensor* const tensor = weights_.find(inFile);
    if (tensor == nullptr) {
        if (isNew) {
            missing_.push_back(name);
        }
        return nullptr;
    }
    if (tensor->data != nullptr && tensor->shape == shape) {
        return tensor;
    }
    const std::string type = tensor->data == nullptr ? tensor->dtype + " " : "";
    misshapen_.push_back({.id = "E_TENSOR_SHAPE",
                          .file = tensor->file,
                          .place = inFile,
                          .expected = shapeText(shape) + sizesNamed(shape, tensor->shape),
                          .found = type + shapeText(tensor->shape),
                          .remedy = {}});
    return nullptr;
}

WeightMatrix WeightBinder::matrix(const std::string& name, Index rows, Index columns)
{
    const Weights::Tensor* const found = take(name, {rows, columns});
    return found == nullptr ? WeightMatrix{} : WeightMatrix{found->data, rows, columns};
}

WeightVector WeightBinder::vector(const std::string& name, Index size)
{
    const Weights::Tensor* const found = take(name, {size});
    return found == nullptr ? WeightVector{} : WeightVector{found->data, size};
}

WeightMatrix WeightBinder::tensor(const std::string& name, const std::vector<std::int64_t>& shape)
{
    const Weights::Tensor* const found = take(name, shape);
    if (found == nullptr) {
        return {};
    }
    const Index rows = shape.empty() ? 1 : shape.front();
    Index columns = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) {
        columns *= shape[i]; // the shape is the file's, so the product was checked there
    }
    return {found->data, rows, columns};
}

void WeightBinder::ignore(const std::string& prefix)
{
    ignored_.push_back(prefix);
}

bool WeightBinder::isIgnored(const std::string& nameInFile) const
{
    const auto startsWith = [&](const std::string& ignored) {
        if (nameInFile.starts_with(ignored)) {
            return true;
        }
        return std::ranges::any_of(prefixes_, [&](const Prefix& prefix) {
            return ignored.starts_with(prefix.usual) &&
                   std::ranges::any_of(prefix.others, [&](const std::string& other) {
                       return nameInFile.starts_with(other + ignored.substr(prefix.usual.size()));
                   });
        });
    };
    return isBuffer(nameInFile) || std::ranges::any_of(ignored_, startsWith);
}

/// What to do about sizes that nobody gave; a space before it.
std::string WeightBinder::absentConfig() const
{
    return config_ != nullptr && config_->isAbsent()
               ? " There is no config.json: the published sizes of this family were tried. Put the "
                 "model's own beside its weights."
               : std::string();
}

void WeightBinder::throwMissing() const
{
    const auto other = otherPrefix(weights_, missing_.front());
    const bool isOne = missing_.size() == 1;
    throw Error({.id = "E_TENSOR_MISSING",
                 .file = file_,
                 .place = missing_.front(),
                 .expected = isOne ? "this tensor"
                                   : "these " + std::to_string(missing_.size()) +
                                         " tensors: " + listed(missing_),
                 .found = isOne ? "none of this name" : "none of them",
                 .remedy = (other ? "The file has \"" + escapedForDisplay(*other) +
                                        "\": its names start in another way."
                                  : std::string()) +
                           absentConfig()});
}

void WeightBinder::throwMisshapen() const
{
    ErrorInfo info = misshapen_.front();
    std::vector<std::string> others;
    for (std::size_t i = 1; i < misshapen_.size(); ++i) {
        others.push_back(misshapen_[i].place + " " + misshapen_[i].found + " instead of " +
                         misshapen_[i].expected);
    }
    if (!others.empty()) {
        info.remedy = "Also: " + listed(others) + ".";
    }
    info.remedy += absentConfig();
    throw Error(std::move(info));
}

Warnings WeightBinder::finish() const
{
    if (!missing_.empty()) {
        throwMissing();
    }
    if (!misshapen_.empty()) {
        throwMisshapen();
    }
    std::vector<std::string> extra;
    for (const auto& [name, tensor] : weights_.all()) {
        if (tensor.data != nullptr && !isIgnored(name) && !taken_.contains(name)) {
            extra.push_back(name);
        }
    }
    if (extra.empty()) {
        return {};
    }
    return {{.id = "W_TENSOR_EXTRA",
             .text = std::to_string(extra.size()) + (extra.size() == 1 ? " tensor" : " tensors") +
                     " of the checkpoint are not used: " + listed(extra) + "."}};
}

} // namespace attenscope
