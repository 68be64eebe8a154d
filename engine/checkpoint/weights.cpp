#include "engine/checkpoint/weights.h"

#include "engine/base/checked.h"
#include "engine/checkpoint/shapes.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace attenscope {

namespace {

constexpr std::size_t kListed = 20; ///< tensors that one message names

/// "a, b, c and 7 more"
std::string listed(const std::vector<std::string>& items)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(items.size(), kListed); ++i) {
        text += (i == 0 ? "" : ", ") + escapedForDisplay(items[i]);
    }
    if (items.size() > kListed) {
        text += " and " + std::to_string(items.size() - kListed) + " more";
    }
    return text;
}

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

} // namespace

Weights::Weights(std::map<std::string, Tensor> tensors,
                 std::vector<std::shared_ptr<const void>> memory)
    : tensors_(std::move(tensors)), memory_(std::move(memory))
{
}

const Weights::Tensor* Weights::find(const std::string& name) const
{
    const auto found = tensors_.find(name);
    return found == tensors_.end() ? nullptr : &found->second;
}

std::uint64_t Weights::parameters() const
{
    std::uint64_t count = 0;
    for (const auto& [name, tensor] : tensors_) {
        if (tensor.data != nullptr) {
            count += elementCount(tensor.shape).value_or(0);
        }
    }
    return count;
}

WeightBinder::WeightBinder(const Weights& weights, std::string file)
    : weights_(weights), file_(std::move(file))
{
}

bool WeightBinder::contains(const std::string& name) const
{
    return weights_.find(name) != nullptr;
}

const Weights::Tensor* WeightBinder::take(const std::string& name,
                                          const std::vector<std::int64_t>& shape)
{
    const bool isNew = taken_.insert(name).second;
    const Weights::Tensor* const tensor = weights_.find(name);
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
                          .place = name,
                          .expected = shapeText(shape),
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

Warnings WeightBinder::finish() const
{
    if (!missing_.empty()) {
        const auto other = otherPrefix(weights_, missing_.front());
        throw Error({.id = "E_TENSOR_MISSING",
                     .file = file_,
                     .place = missing_.front(),
                     .expected = missing_.size() == 1 ? "this tensor"
                                                      : "these " + std::to_string(missing_.size()) +
                                                            " tensors: " + listed(missing_),
                     .found = missing_.size() == 1 ? "none of this name" : "none of them",
                     .remedy = other ? "The file has \"" + escapedForDisplay(*other) +
                                           "\": its names start in another way."
                                     : std::string()});
    }
    if (!misshapen_.empty()) {
        ErrorInfo info = misshapen_.front();
        std::vector<std::string> others;
        for (std::size_t i = 1; i < misshapen_.size(); ++i) {
            others.push_back(misshapen_[i].place + " " + misshapen_[i].found + " instead of " +
                             misshapen_[i].expected);
        }
        if (!others.empty()) {
            info.remedy = "Also: " + listed(others) + ".";
        }
        throw Error(std::move(info));
    }
    std::vector<std::string> extra;
    for (const auto& [name, tensor] : weights_.all()) {
        const bool isIgnored = std::any_of(
            ignored_.begin(), ignored_.end(),
            [&name = name](const std::string& prefix) { return name.starts_with(prefix); });
        if (tensor.data != nullptr && !isIgnored && !taken_.contains(name)) {
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
