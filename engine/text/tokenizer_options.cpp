#include "engine/text/tokenizer_options.h"

#include "engine/base/error.h"
#include "engine/checkpoint/model_folder.h"

#include <limits>
#include <utility>

namespace attenscope {

namespace {

constexpr auto kConfigFile = "tokenizer_config.json";
constexpr auto kMapFile = "special_tokens_map.json";

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
                           .isPlain = false};
    });
}

} // namespace

TokenizerOptions::TokenizerOptions(const ModelFolder& folder) : file_(folder.nameOf(kConfigFile))
{
    if (folder.contains(kConfigFile)) {
        config_ = folder.readConfig(kConfigFile);
    }
    if (folder.contains(kMapFile)) {
        map_ = folder.readConfig(kMapFile);
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
