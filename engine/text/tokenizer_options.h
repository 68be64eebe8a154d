#pragma once

#include "engine/checkpoint/config.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

class ModelFolder;

/// A special token as the files beside a vocabulary name it.
struct SpecialName {
    std::string text;
    bool takesBlanksBefore = false; ///< lstrip
    bool takesBlanksAfter = false;  ///< rstrip
    bool isPlain = true;            ///< a string, not an object
};

/// `tokenizer_config.json` and `special_tokens_map.json` of a folder; either may be missing. For
/// names the map wins, as in the reference. Accessors throw E_TOKENIZER_OPTION.
class TokenizerOptions {
public:
    explicit TokenizerOptions(const ModelFolder& folder);

    /// role  "cls_token"
    std::optional<SpecialName> special(const std::string& role) const;
    std::string special(const std::string& role, const std::string& fallback) const;
    std::vector<SpecialName> others() const; ///< additional_special_tokens
    bool flag(const std::string& name, bool fallback) const;
    std::string tokenizerClass() const; ///< without "Fast"; empty if none is named
    int maximumTokens() const;          ///< model_max_length
    /// Throws when the list has entries.
    void requireEmpty(const std::string& name) const;

    const std::string& file() const { return file_; }

private:
    std::optional<Config> config_;
    std::optional<Config> map_;
    std::string file_;
};

} // namespace attenscope
