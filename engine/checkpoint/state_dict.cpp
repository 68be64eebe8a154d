#include "engine/checkpoint/state_dict.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

namespace attenscope {

namespace {

using Kind = PickleValue::Kind;

constexpr int kDeepestWrapper = 3;
constexpr std::size_t kShownKeys = 8;

Error nameError(const std::string& file, std::string place, std::string expected, std::string found)
{
    return Error({.id = "E_PICKLE_NAME",
                  .file = file,
                  .place = std::move(place),
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = {}});
}

Error limitError(const char* id, const std::string& file, std::string expected, std::uint64_t found)
{
    return Error({.id = id,
                  .file = file,
                  .place = {},
                  .expected = std::move(expected),
                  .found = std::to_string(found),
                  .remedy = {}});
}

std::optional<PickleValue> valueOf(const Pickle& pickle, PickleValue map, std::string_view key)
{
    for (const auto& [name, value] : pickle.map(map)) {
        if (name.kind == Kind::Text && pickle.text(name) == key) {
            return value;
        }
    }
    return std::nullopt;
}

/// The map that holds tensors: below a wrapper first, since a wrapper may hold a tensor as well.
std::optional<PickleValue> findStateDict(const Pickle& pickle, PickleValue value, int depth)
{
    constexpr std::array<std::string_view, 3> kWrappers{"model", "state_dict", "model_state_dict"};
    if (value.kind != Kind::Map || depth > kDeepestWrapper) {
        return std::nullopt;
    }
    for (const std::string_view key : kWrappers) {
        if (const auto inner = valueOf(pickle, value, key)) {
            if (const auto found = findStateDict(pickle, *inner, depth + 1)) {
                return found;
            }
        }
    }
    const bool hasTensor = std::ranges::any_of(
        pickle.map(value), [](const auto& entry) { return entry.second.kind == Kind::Tensor; });
    return hasTensor ? std::optional(value) : std::nullopt;
}

/// What stands where a state dict should.
std::string described(const Pickle& pickle)
{
    if (pickle.root.kind == Kind::Opaque || pickle.root.kind == Kind::Name) {
        return "an object, " + escapedForDisplay(pickle.text(pickle.root));
    }
    if (pickle.root.kind != Kind::Map) {
        return "something that is no map";
    }
    std::string keys;
    const Pickle::Map& map = pickle.map(pickle.root);
    for (std::size_t i = 0; i < std::min(map.size(), kShownKeys); ++i) {
        const PickleValue key = map[i].first;
        keys += (keys.empty() ? "" : ", ") +
                (key.kind == Kind::Text ? "\"" + escapedForDisplay(pickle.text(key)) + "\""
                                        : std::string("a key that is no text"));
    }
    return map.empty() ? "an empty map" : "a map with " + keys;
}

} // namespace

std::vector<std::pair<std::string, PickleValue>> stateDictOf(const Pickle& pickle,
                                                             const std::string& file)
{
    const auto map = findStateDict(pickle, pickle.root, 0);
    if (!map) {
        throw Error({.id = "E_PICKLE_NAME",
                     .file = file,
                     .place = {},
                     .expected = "a state dict: tensors by name, or a map that has such a one as "
                                 "model, state_dict or model_state_dict",
                     .found = described(pickle),
                     .remedy = "Save model.state_dict() instead of the model."});
    }
    std::vector<std::pair<std::string, PickleValue>> tensors;
    std::set<std::string> names;
    for (const auto& [key, value] : pickle.map(*map)) {
        const std::string name = key.kind == Kind::Text ? pickle.text(key) : std::string();
        if (value.kind == Kind::Opaque || value.kind == Kind::Name || value.kind == Kind::Storage) {
            throw nameError(file, name, "a tensor",
                            value.kind == Kind::Storage ? std::string("a storage")
                                                        : pickle.text(value));
        }
        if (value.kind != Kind::Tensor) {
            continue;
        }
        if (key.kind != Kind::Text || name.empty()) {
            throw nameError(file, {}, "a name for each tensor", "another key");
        }
        if (name.size() > limits::kTensorNameBytes) {
            throw limitError("E_LIMIT_NAME", file,
                             "names of at most " + std::to_string(limits::kTensorNameBytes) +
                                 " bytes",
                             name.size());
        }
        if (!names.insert(name).second) {
            throw nameError(file, name, "each tensor once", "it twice");
        }
        tensors.emplace_back(name, value);
    }
    if (tensors.size() > limits::kTensors) {
        throw limitError("E_LIMIT_TENSORS", file,
                         "at most " + std::to_string(limits::kTensors) + " tensors",
                         tensors.size());
    }
    return tensors;
}

} // namespace attenscope
