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

/// Damage costs what was remembered and nothing else.
Texts readTexts(const std::filesystem::path& file)
{
    Texts texts;
    std::error_code missing;
    if (!std::filesystem::exists(file, missing)) {
        return texts;
    }
    try {
        const std::string text = InputFile::open(file, file.string()).readAll(limits::kConfigBytes);
        const auto json = parseStrictJson(text, file.string());
        if (json.is_object()) {
            for (const auto& [key, value] : json.items()) {
                if (value.is_string()) {
                    texts.emplace(key, value.get<std::string>());
                }
            }
        }
    } catch (const Error&) {
        texts.clear(); // as if there were no file
    }
    return texts;
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
