#pragma once

#include <nlohmann/json.hpp>

#include "engine/text/vocabulary.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

class ModelFolder;

/// A tokenizer's JSON file, up to limits::kTokenizerBytes. Throws E_TOKENIZER_JSON for what is no
/// JSON or has a key twice, E_LIMIT_DEPTH, E_LIMIT_FILE, E_IO.
nlohmann::ordered_json readTokenizerJson(const ModelFolder& folder, const std::string& name);

class JsonPlace;

/// The tokens and ids of an object. Throws E_TOKENIZER_ENTRY for an id that is no number.
std::vector<VocabularyEntry> vocabularyEntries(const JsonPlace& object);

/// A value of a tokenizer's JSON file that knows where it stands. Accessors throw
/// E_TOKENIZER_OPTION with the JSON pointer for a missing value or one of another type.
class JsonPlace {
public:
    /// value and file  must outlive the place
    JsonPlace(const nlohmann::ordered_json& value, const std::string& file);

    const nlohmann::ordered_json& value() const { return *value_; }

    const std::string& pointer() const { return pointer_; }

    const std::string& file() const { return *file_; }

    /// A member; null and a missing one are the same.
    std::optional<JsonPlace> find(const std::string& name) const;
    JsonPlace at(const std::string& name) const;
    JsonPlace item(std::size_t index) const; ///< of a list
    std::size_t size() const;                ///< of a list

    std::string text() const;
    std::int64_t integer() const;
    bool flag(const std::string& name, bool fallback) const;
    std::string text(const std::string& name, const std::string& fallback) const;

    double number() const;
    bool isType(std::string_view name) const; ///< whether its member `type` says so

    /// Throw E_TOKENIZER_UNSUPPORTED for a member that is not the only one read.
    void requireFlag(const std::string& name, bool fallback, bool wanted) const;
    void requireText(const std::string& name, const std::string& wanted) const;

    /// Throws E_TOKENIZER_UNSUPPORTED: something that the file may say, but that is not read.
    [[noreturn]] void unsupported(const std::string& expected) const;

private:
    JsonPlace(const nlohmann::ordered_json& value, const std::string& file, std::string pointer);
    [[noreturn]] void refuse(const std::string& expected, const std::string& found) const;

    const nlohmann::ordered_json* value_;
    const std::string* file_;
    std::string pointer_;
};

} // namespace attenscope
