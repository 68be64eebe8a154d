#include "engine/text/json_file.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/checkpoint/strict_json.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace attenscope {

nlohmann::ordered_json readTokenizerJson(const ModelFolder& folder, const std::string& name)
{
    const std::string text = folder.read(name, limits::kTokenizerBytes);
    try {
        return parseStrictJson(text, folder.nameOf(name));
    } catch (const Error& error) {
        if (error.info().id != "E_CONFIG_FIELD") {
            throw;
        }
        ErrorInfo info = error.info();
        info.id = "E_TOKENIZER_JSON";
        throw Error(std::move(info));
    }
}

JsonPlace::JsonPlace(const nlohmann::ordered_json& value, const std::string& file)
    : JsonPlace(value, file, {})
{
}

JsonPlace::JsonPlace(const nlohmann::ordered_json& value,
                     const std::string& file,
                     std::string pointer)
    : value_(&value), file_(&file), pointer_(std::move(pointer))
{
}

void JsonPlace::refuse(const std::string& expected, const std::string& found) const
{
    throw Error({.id = "E_TOKENIZER_OPTION",
                 .file = *file_,
                 .place = pointer_,
                 .expected = expected,
                 .found = found,
                 .remedy = {}});
}

void JsonPlace::unsupported(const std::string& expected) const
{
    constexpr std::size_t kShown = 120;
    std::string found = value_->is_object() && value_->contains("type") ? value_->at("type").dump()
                        : value_->is_structured()                       ? value_->type_name()
                                                                        : value_->dump();
    found.resize(std::min(found.size(), kShown));
    throw Error({.id = "E_TOKENIZER_UNSUPPORTED",
                 .file = *file_,
                 .place = pointer_,
                 .expected = expected,
                 .found = std::move(found),
                 .remedy = {}});
}

std::optional<JsonPlace> JsonPlace::find(const std::string& name) const
{
    if (!value_->is_object()) {
        refuse("an object", value_->type_name());
    }
    const auto member = value_->find(name);
    if (member == value_->end() || member->is_null()) {
        return std::nullopt;
    }
    return JsonPlace(*member, *file_, pointer_ + "/" + name);
}

JsonPlace JsonPlace::at(const std::string& name) const
{
    const std::optional<JsonPlace> found = find(name);
    if (!found) {
        refuse("a member " + name, "none");
    }
    return *found;
}

std::size_t JsonPlace::size() const
{
    if (!value_->is_array()) {
        refuse("a list", value_->type_name());
    }
    return value_->size();
}

JsonPlace JsonPlace::item(std::size_t index) const
{
    if (index >= size()) {
        refuse("at least " + std::to_string(index + 1) + " items", std::to_string(size()));
    }
    return {value_->at(index), *file_, pointer_ + "/" + std::to_string(index)};
}

std::string JsonPlace::text() const
{
    if (!value_->is_string()) {
        refuse("text", value_->type_name());
    }
    return value_->get<std::string>();
}

std::int64_t JsonPlace::integer() const
{
    const bool fits = value_->is_number_integer() &&
                      !(value_->is_number_unsigned() &&
                        value_->get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max());
    if (!fits) {
        refuse("a whole number", value_->type_name());
    }
    return value_->get<std::int64_t>();
}

double JsonPlace::number() const
{
    if (!value_->is_number()) {
        refuse("a number", value_->type_name());
    }
    return value_->get<double>();
}

bool JsonPlace::isType(std::string_view name) const
{
    return text("type", "") == name;
}

void JsonPlace::requireFlag(const std::string& name, bool fallback, bool wanted) const
{
    if (flag(name, fallback) != wanted) {
        at(name).unsupported(wanted ? "true" : "false");
    }
}

void JsonPlace::requireText(const std::string& name, const std::string& wanted) const
{
    if (text(name, wanted) != wanted) {
        at(name).unsupported("\"" + wanted + "\"");
    }
}

bool JsonPlace::flag(const std::string& name, bool fallback) const
{
    const std::optional<JsonPlace> found = find(name);
    if (found && !found->value_->is_boolean()) {
        found->refuse("true or false", found->value_->type_name());
    }
    return found ? found->value_->get<bool>() : fallback;
}

std::string JsonPlace::text(const std::string& name, const std::string& fallback) const
{
    const std::optional<JsonPlace> found = find(name);
    return found ? found->text() : fallback;
}

std::vector<VocabularyEntry> vocabularyEntries(const JsonPlace& object)
{
    const auto refuse = [&](std::string place, std::string expected, std::string found) {
        throw Error({.id = "E_TOKENIZER_ENTRY",
                     .file = object.file(),
                     .place = std::move(place),
                     .expected = std::move(expected),
                     .found = std::move(found),
                     .remedy = {}});
    };
    if (!object.value().is_object()) {
        refuse(object.pointer(), "an object of tokens and their ids", object.value().type_name());
    }
    std::vector<VocabularyEntry> entries;
    for (const auto& [token, id] : object.value().items()) {
        if (!id.is_number_integer()) {
            refuse("token " + token, "a whole number", id.type_name());
        }
        entries.push_back({token, id.get<std::int64_t>()});
    }
    return entries;
}

} // namespace attenscope
