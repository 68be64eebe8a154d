#include "engine/io/tokenizer_choices.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/input_file.h"
#include "engine/checkpoint/strict_json.h"
#include "engine/io/file_writer.h"
#include "engine/io/json.h"

#include <map>
#include <string>
#include <system_error>

namespace attenscope {

namespace {

using Choices = std::map<std::string, std::string>; ///< checkpoint → tokenizer

std::string keyOf(const std::filesystem::path& folder)
{
    return std::filesystem::absolute(folder).lexically_normal().string();
}

/// Damage costs the choices and nothing else: the question is asked again.
Choices readChoices(const std::filesystem::path& file)
{
    Choices choices;
    std::error_code missing;
    if (!std::filesystem::exists(file, missing)) {
        return choices;
    }
    try {
        const std::string text = InputFile::open(file, file.string()).readAll(limits::kConfigBytes);
        const auto json = parseStrictJson(text, file.string());
        if (json.is_object()) {
            for (const auto& [checkpoint, tokenizer] : json.items()) {
                if (tokenizer.is_string()) {
                    choices.emplace(checkpoint, tokenizer.get<std::string>());
                }
            }
        }
    } catch (const Error&) {
        choices.clear(); // as if there were no file
    }
    return choices;
}

} // namespace

std::optional<std::filesystem::path>
TokenizerChoices::find(const std::filesystem::path& checkpoint) const
{
    if (file_.empty()) {
        return std::nullopt;
    }
    const Choices choices = readChoices(file_);
    const auto chosen = choices.find(keyOf(checkpoint));
    std::error_code ignored;
    if (chosen == choices.end() || !std::filesystem::is_directory(chosen->second, ignored)) {
        return std::nullopt;
    }
    return chosen->second;
}

void TokenizerChoices::remember(const std::filesystem::path& checkpoint,
                                const std::filesystem::path& tokenizer) const
{
    if (file_.empty()) {
        return;
    }
    Choices choices = readChoices(file_);
    std::string& chosen = choices[keyOf(checkpoint)];
    const std::string wanted = keyOf(tokenizer);
    if (chosen == wanted) {
        return;
    }
    chosen = wanted;
    Json json = Json::object();
    for (const auto& [folder, known] : choices) {
        json.set(folder, known);
    }
    std::error_code ignored; // what can't be made is told by the writer
    std::filesystem::create_directories(file_.parent_path(), ignored);
    writeFile(file_, json.pretty(), Overwrite::Yes);
}

} // namespace attenscope
