#pragma once

#include "engine/checkpoint/config.h"
#include "engine/text/added_tokens.h"
#include "engine/text/vocabulary.h"

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
    bool isWholeWord = false;       ///< single_word
    bool isNormalized = false;
    bool isPlain = true; ///< a string, not an object
};

/// `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json` of a folder; each may
/// be missing. As in the reference, the map wins for names, and neither it nor `added_tokens.json`
/// counts where the first has an `added_tokens_decoder`. Accessors throw E_TOKENIZER_OPTION.
class TokenizerOptions {
public:
    explicit TokenizerOptions(const ModelFolder& folder);

    /// role  "cls_token"
    std::optional<SpecialName> special(const std::string& role) const;
    std::string special(const std::string& role, const std::string& fallback) const;
    std::vector<SpecialName> others() const; ///< additional_special_tokens

    /// All of these, and those of the roles (unk_token and so on).
    std::vector<SpecialName> named() const;

    /// What the files add to the vocabulary, in the order of the ids: `added_tokens_decoder`, or
    /// else `added_tokens.json`, whose tokens are special where a role has their name and are
    /// looked for in the changed text where not.
    std::vector<AddedToken> added() const;
    bool flag(const std::string& name, bool fallback) const;
    std::string tokenizerClass() const; ///< without "Fast"; empty if none is named
    int maximumTokens() const;          ///< model_max_length

    /// clean_up_tokenization_spaces
    bool cleansBlanks() const { return flag("clean_up_tokenization_spaces", true); }

    /// Throws when the list has entries.
    void requireEmpty(const std::string& name) const;

    const std::string& file() const { return file_; }

private:
    std::optional<Config> config_;
    std::optional<Config> map_;         ///< null where it does not count
    std::vector<VocabularyEntry> more_; ///< of added_tokens.json
    std::string file_;
};

} // namespace attenscope
