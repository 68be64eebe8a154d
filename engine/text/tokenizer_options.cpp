#include "engine/text/tokenizer_options.h"

#include "engine/base/error.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/json_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <limits>
#include <utility>

namespace attenscope {

namespace {

constexpr auto kConfigFile = "tokenizer_config.json";
constexpr auto kMapFile = "special_tokens_map.json";
constexpr auto kAddedFile = "added_tokens.json";
constexpr auto kDecoder = "/added_tokens_decoder";
constexpr std::array kRoles{"bos_token", "eos_token", "unk_token", "sep_token",
                            "pad_token", "cls_token", "mask_token"};

/// Whatever is wrong with a field of these files is E_TOKENIZER_OPTION.
template <typename Read>
auto field(const Read& read)
{
    try {
        return read();
    } catch (const Error& error) {
        ErrorInfo info = error.info();
        info.id = "E_TOKENIZER_OPTION";
        throw Error(std::move(info));
    }
}

/// A string, or an object with its `content`.
SpecialName nameAt(const Config& config, const std::string& pointer)
{
    return field([&] {
        if (!config.isObject(pointer)) {
            return SpecialName{.text = config.text(pointer, std::nullopt)};
        }
        return SpecialName{.text = config.text(pointer + "/content", std::nullopt),
                           .takesBlanksBefore = config.boolean(pointer + "/lstrip", false),
                           .takesBlanksAfter = config.boolean(pointer + "/rstrip", false),
                           .isWholeWord = config.boolean(pointer + "/single_word", false),
                           .isNormalized = config.boolean(pointer + "/normalized", false),
                           .isPlain = false};
    });
}

/// `"30522": {"content": "[DEC]", "special": true, …}`
AddedToken decoded(const Config& config, const std::string& key)
{
    AddedToken token;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), token.id);
    if (error != std::errc() || end != key.data() + key.size()) {
        throw Error({.id = "E_TOKENIZER_OPTION",
                     .file = config.file(),
                     .place = kDecoder,
                     .expected = "tokens by their ids",
                     .found = "\"" + key + "\"",
                     .remedy = {}});
    }
    const std::string pointer = kDecoder + ("/" + key);
    const SpecialName name = nameAt(config, pointer);
    token.text = name.text;
    token.isSpecial = field([&] { return config.boolean(pointer + "/special", false); });
    token.isWholeWord = name.isWholeWord;
    token.takesBlanksBefore = name.takesBlanksBefore;
    token.takesBlanksAfter = name.takesBlanksAfter;
    token.isNormalized =
        field([&] { return config.boolean(pointer + "/normalized", !token.isSpecial); });
    return token;
}

} // namespace

TokenizerOptions::TokenizerOptions(const ModelFolder& folder) : file_(folder.nameOf(kConfigFile))
{
    if (folder.contains(kConfigFile)) {
        config_ = folder.readConfig(kConfigFile);
    }
    if (config_ && config_->contains(kDecoder)) {
        return;
    }
    if (folder.contains(kMapFile)) {
        map_ = folder.readConfig(kMapFile);
    }
    if (folder.contains(kAddedFile)) {
        const std::string file = folder.nameOf(kAddedFile);
        const nlohmann::ordered_json json = readTokenizerJson(folder, kAddedFile);
        more_ = vocabularyEntries(JsonPlace(json, file));
    }
}

std::optional<SpecialName> TokenizerOptions::special(const std::string& role) const
{
    const std::string pointer = "/" + role;
    for (const std::optional<Config>& config : {map_, config_}) {
        if (config && config->contains(pointer)) {
            return nameAt(*config, pointer);
        }
    }
    return std::nullopt;
}

std::string TokenizerOptions::special(const std::string& role, const std::string& fallback) const
{
    const std::optional<SpecialName> name = special(role);
    return name ? name->text : fallback;
}

std::vector<SpecialName> TokenizerOptions::others() const
{
    std::vector<SpecialName> names;
    for (const std::optional<Config>& config : {config_, map_}) {
        const auto pointer = [](int i) {
            return "/additional_special_tokens/" + std::to_string(i);
        };
        for (int i = 0; config && config->contains(pointer(i)); ++i) {
            names.push_back(nameAt(*config, pointer(i)));
        }
    }
    return names;
}

std::vector<SpecialName> TokenizerOptions::named() const
{
    std::vector<SpecialName> names;
    for (const char* const role : kRoles) {
        if (std::optional<SpecialName> name = special(role)) {
            names.push_back(std::move(*name));
        }
    }
    std::vector<SpecialName> more = others();
    std::move(more.begin(), more.end(), std::back_inserter(names));
    return names;
}

std::vector<AddedToken> TokenizerOptions::added() const
{
    std::vector<AddedToken> tokens;
    if (config_ && config_->contains(kDecoder)) {
        for (const std::string& key : field([&] { return config_->keys(kDecoder); })) {
            tokens.push_back(decoded(*config_, key));
        }
    }
    const std::vector<SpecialName> names = more_.empty() ? std::vector<SpecialName>() : named();
    for (const VocabularyEntry& entry : more_) {
        const bool isSpecial =
            std::any_of(names.begin(), names.end(),
                        [&entry](const SpecialName& name) { return name.text == entry.token; });
        tokens.push_back({.text = entry.token,
                          .id = entry.id,
                          .isSpecial = isSpecial,
                          .isNormalized = !isSpecial});
    }
    std::stable_sort(tokens.begin(), tokens.end(),
                     [](const AddedToken& a, const AddedToken& b) { return a.id < b.id; });
    return tokens;
}

bool TokenizerOptions::flag(const std::string& name, bool fallback) const
{
    return config_ ? field([&] { return config_->boolean("/" + name, fallback); }) : fallback;
}

std::string TokenizerOptions::tokenizerClass() const
{
    std::string name =
        config_ ? field([&] { return config_->text("/tokenizer_class", std::string()); }) : "";
    constexpr std::string_view kFast = "Fast";
    if (name.ends_with(kFast)) {
        name.resize(name.size() - kFast.size());
    }
    return name;
}

/// Files without a limit write a huge number (1e30), which leaves the model's own limit.
int TokenizerOptions::maximumTokens() const
{
    constexpr double kUnlimited = 1e9;
    const double limit = !config_ ? kUnlimited : field([&] {
        return config_->number("/model_max_length", kUnlimited,
                               {.minimum = 2, .maximum = std::numeric_limits<double>::max()});
    });
    return limit < kUnlimited ? static_cast<int>(limit) : std::numeric_limits<int>::max();
}

void TokenizerOptions::requireEmpty(const std::string& name) const
{
    if (config_ && config_->contains("/" + name + "/0")) {
        throw Error({.id = "E_TOKENIZER_OPTION",
                     .file = file_,
                     .place = "/" + name,
                     .expected = "an empty list",
                     .found = "entries",
                     .remedy = {}});
    }
}

} // namespace attenscope
