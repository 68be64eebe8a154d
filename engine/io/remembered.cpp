#include "engine/io/remembered.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/input_file.h"
#include "engine/checkpoint/strict_json.h"
#include "engine/io/file_writer.h"
#include "engine/io/json.h"

#include <map>
#include <system_error>

namespace attenscope {

namespace {

using Texts = std::map<std::string, std::string>;

/// What a file holds; texts that are none are left out.
struct Contents {
    Texts texts;
    std::optional<ErrorInfo> damage;
};

/// Damage costs what was remembered and nothing else.
Contents readContents(const std::filesystem::path& file)
{
    Contents contents;
    std::error_code missing;
    if (!std::filesystem::exists(file, missing)) {
        return contents;
    }
    const auto refuse = [&](const std::string& place, const std::string& expected) {
        contents.damage = ErrorInfo{.id = "E_CONFIG_FIELD",
                                    .file = file.string(),
                                    .place = place,
                                    .expected = expected,
                                    .found = "something else",
                                    .remedy = {}};
    };
    try {
        const std::string text = InputFile::open(file, file.string()).readAll(limits::kConfigBytes);
        const auto json = parseStrictJson(text, file.string());
        if (!json.is_object()) {
            refuse({}, "an object");
            return contents;
        }
        for (const auto& [key, value] : json.items()) {
            if (value.is_string()) {
                contents.texts.emplace(key, value.get<std::string>());
            } else {
                refuse("/" + key, "a text");
            }
        }
    } catch (const Error& error) {
        contents = {.texts = {}, .damage = error.info()}; // as if there were no file
    }
    return contents;
}

Texts readTexts(const std::filesystem::path& file)
{
    return readContents(file).texts;
}

void writeTexts(const std::filesystem::path& file, const Texts& texts)
{
    Json json = Json::object();
    for (const auto& [key, text] : texts) {
        json.set(key, text);
    }
    std::error_code ignored; // what can't be made is told by the writer
    std::filesystem::create_directories(file.parent_path(), ignored);
    writeFile(file, json.pretty(), Overwrite::Yes);
}

} // namespace

std::string rememberedName(const std::filesystem::path& path)
{
    return std::filesystem::absolute(path).lexically_normal().string();
}

std::optional<std::string> Remembered::find(const std::string& key) const
{
    if (file_.empty()) {
        return std::nullopt;
    }
    const Texts texts = readTexts(file_);
    const auto found = texts.find(key);
    return found == texts.end() ? std::nullopt : std::optional(found->second);
}

std::map<std::string, std::string> Remembered::all() const
{
    return file_.empty() ? Texts() : readTexts(file_);
}

std::optional<ErrorInfo> Remembered::damage() const
{
    return file_.empty() ? std::nullopt : readContents(file_).damage;
}

void Remembered::remember(const std::string& key, const std::string& text) const
{
    if (file_.empty()) {
        return;
    }
    Texts texts = readTexts(file_);
    const auto [entry, isNew] = texts.try_emplace(key);
    if (!isNew && entry->second == text) {
        return;
    }
    entry->second = text;
    writeTexts(file_, texts);
}

void Remembered::forget(const std::string& key) const
{
    if (file_.empty()) {
        return;
    }
    Texts texts = readTexts(file_);
    if (texts.erase(key) > 0) {
        writeTexts(file_, texts);
    }
}

} // namespace attenscope
