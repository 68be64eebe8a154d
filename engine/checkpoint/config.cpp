#include "engine/checkpoint/config.h"

#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/checkpoint/strict_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <type_traits>
#include <utility>

namespace attenscope {

struct Config::Document {
    nlohmann::ordered_json root;
    bool isAbsent = false;
    mutable std::vector<Reading> integersRead{}; ///< for messages only

    std::int64_t noted(const std::string& pointer, std::int64_t value, bool isDefault) const
    {
        if (std::ranges::find(integersRead, pointer, &Reading::pointer) == integersRead.end()) {
            integersRead.push_back({pointer, value, isDefault});
        }
        return value;
    }

    /// Null if there is no such value, or if it is null.
    const nlohmann::ordered_json* find(const std::string& pointer) const
    {
        const nlohmann::ordered_json::json_pointer path(pointer);
        if (!root.contains(path)) {
            return nullptr;
        }
        const nlohmann::ordered_json& value = root.at(path);
        return value.is_null() ? nullptr : &value;
    }
};

namespace {

using Value = nlohmann::ordered_json;

std::string text(double number)
{
    constexpr std::size_t kLongest = 32;
    std::array<char, kLongest> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return {buffer.data(), result.ptr};
}

std::string shown(const Value& value)
{
    switch (value.type()) {
    case Value::value_t::object:
        return "an object";
    case Value::value_t::array:
        return "a list of " + std::to_string(value.size());
    case Value::value_t::string:
        return "the text \"" + value.get<std::string>() + "\"";
    case Value::value_t::boolean:
        return value.get<bool>() ? "true" : "false";
    case Value::value_t::number_float:
        return text(value.get<double>());
    case Value::value_t::number_unsigned:
        return std::to_string(value.get<std::uint64_t>());
    case Value::value_t::number_integer:
        return std::to_string(value.get<std::int64_t>());
    default:
        return "nothing";
    }
}

Error fieldError(const std::string& file,
                 const std::string& pointer,
                 std::string expected,
                 const Value* found)
{
    return Error({.id = "E_CONFIG_FIELD",
                  .file = file,
                  .place = pointer,
                  .expected = std::move(expected),
                  .found = found == nullptr ? "nothing" : shown(*found),
                  .remedy = {}});
}

Error rangeError(const std::string& file,
                 const std::string& pointer,
                 Config::Range range,
                 const Value& found)
{
    return Error({.id = "E_CONFIG_RANGE",
                  .file = file,
                  .place = pointer,
                  .expected = "a number from " + text(range.minimum) + " to " + text(range.maximum),
                  .found = shown(found),
                  .remedy = {}});
}

bool isInside(double value, Config::Range range)
{
    return value >= range.minimum && value <= range.maximum;
}

/// The value, or nothing where the fallback shall be used.
template <typename Kind>
const Value* fetch(const Value* value,
                   const std::optional<Kind>& fallback,
                   const Config& config,
                   const std::string& pointer,
                   const char* expected,
                   bool (Value::*isKind)() const noexcept)
{
    if (value == nullptr && fallback) {
        return nullptr;
    }
    if (value == nullptr || !(value->*isKind)()) {
        throw fieldError(config.file(), pointer, expected, value);
    }
    return value;
}

/// A list whose items are all of one kind.
template <typename Item>
std::vector<Item> items(const Value& list,
                        const Config& config,
                        const std::string& pointer,
                        const char* expected,
                        bool (Value::*isKind)() const noexcept)
{
    std::vector<Item> result;
    result.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!(list[i].*isKind)()) {
            throw fieldError(config.file(), pointer + "/" + std::to_string(i), expected, &list[i]);
        }
        result.push_back(list[i].get<Item>());
    }
    return result;
}

} // namespace

Config::Config(std::shared_ptr<const Document> document, std::string file)
    : document_(std::move(document)), file_(std::move(file))
{
}

Config Config::parse(std::string_view json, std::string file)
{
    auto document = std::make_shared<Document>(Document{parseStrictJson(json, file)});
    if (!document->root.is_object()) {
        throw fieldError(file, "", "an object", &document->root);
    }
    return {std::move(document), std::move(file)};
}

Config Config::absent(std::string file)
{
    return {std::make_shared<Document>(
                Document{.root = nlohmann::ordered_json::object(), .isAbsent = true}),
            std::move(file)};
}

bool Config::isAbsent() const
{
    return document_->isAbsent;
}

bool Config::contains(const std::string& pointer) const
{
    return document_->find(pointer) != nullptr;
}

std::int64_t
Config::integer(const std::string& pointer, std::optional<std::int64_t> fallback, Range range) const
{
    const Value* const value = fetch(document_->find(pointer), fallback, *this, pointer,
                                     "a whole number", &Value::is_number_integer);
    if (value == nullptr) {
        return document_->noted(pointer, *fallback, true);
    }
    const bool isTooLarge =
        value->is_number_unsigned() &&
        value->get<std::uint64_t>() >
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (isTooLarge || !isInside(value->get<double>(), range)) {
        throw rangeError(file_, pointer, range, *value);
    }
    return document_->noted(pointer, value->get<std::int64_t>(), false);
}

const std::vector<Config::Reading>& Config::integersRead() const
{
    return document_->integersRead;
}

double Config::number(const std::string& pointer, std::optional<double> fallback, Range range) const
{
    const Value* const value =
        fetch(document_->find(pointer), fallback, *this, pointer, "a number", &Value::is_number);
    if (value == nullptr) {
        return *fallback;
    }
    if (!isInside(value->get<double>(), range)) {
        throw rangeError(file_, pointer, range, *value);
    }
    return value->get<double>();
}

std::string Config::text(const std::string& pointer, std::optional<std::string> fallback) const
{
    const Value* const value =
        fetch(document_->find(pointer), fallback, *this, pointer, "a text", &Value::is_string);
    return value == nullptr ? *fallback : value->get<std::string>();
}

bool Config::boolean(const std::string& pointer, std::optional<bool> fallback) const
{
    const Value* const value = fetch(document_->find(pointer), fallback, *this, pointer,
                                     "true or false", &Value::is_boolean);
    return value == nullptr ? *fallback : value->get<bool>();
}

std::vector<double> Config::numbers(const std::string& pointer,
                                    std::optional<std::vector<double>> fallback) const
{
    const Value* const value = fetch(document_->find(pointer), fallback, *this, pointer,
                                     "a list of numbers", &Value::is_array);
    return value == nullptr ? *fallback
                            : items<double>(*value, *this, pointer, "a number", &Value::is_number);
}

std::vector<std::string> Config::texts(const std::string& pointer,
                                       std::optional<std::vector<std::string>> fallback) const
{
    const Value* const value = fetch(document_->find(pointer), fallback, *this, pointer,
                                     "a list of texts", &Value::is_array);
    return value == nullptr
               ? *fallback
               : items<std::string>(*value, *this, pointer, "a text", &Value::is_string);
}

bool Config::isObject(const std::string& pointer) const
{
    const Value* const value = document_->find(pointer);
    return value != nullptr && value->is_object();
}

bool Config::isNumber(const std::string& pointer) const
{
    const Value* const value = document_->find(pointer);
    return value != nullptr && value->is_number();
}

std::size_t Config::size(const std::string& pointer) const
{
    const std::optional<int> noFallback;
    return fetch(document_->find(pointer), noFallback, *this, pointer, "a list", &Value::is_array)
        ->size();
}

std::vector<std::string> Config::keys(const std::string& pointer) const
{
    const std::optional<int> noFallback;
    const Value* const value =
        fetch(document_->find(pointer), noFallback, *this, pointer, "an object", &Value::is_object);
    std::vector<std::string> result;
    for (const auto& [key, unused] : value->items()) {
        result.push_back(key);
    }
    return result;
}

} // namespace attenscope
