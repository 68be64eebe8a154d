#pragma once

#include "engine/base/error.h"
#include "engine/base/export.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace attenscope {

/// Where a token comes from.
enum class TokenPart {
    Caption,  ///< the caption (or question), special tokens around it included
    Added,    ///< put in by the model: a task's token, a learned query
    Answer,   ///< of an answer that was given to the model
    Generated ///< written by the model
};

/// One unit of a tokenizer.
struct Token {
    std::int64_t id = 0;
    std::string text; ///< as the vocabulary spells it ("##ing")
    std::size_t begin =
        0; ///< byte range in the caption; empty for added special and padding tokens
    std::size_t end = 0;
    int word = -1;          ///< index into Tokens::words
    bool isSpecial = false; ///< [CLS], [SEP], start and end marks; not a literal [MASK]
    bool isPadding = false;
    TokenPart part = TokenPart::Caption; ///< byte ranges are empty outside the caption
};

/// A written word: consecutive tokens whose pieces were cut from it. A special token is a word of
/// its own; padding belongs to no word.
struct Word {
    std::string text; ///< the caption's spelling, or the special token's name
    std::vector<int> tokens;
    bool isSpecial = false;
    TokenPart part = TokenPart::Caption;
};

/// A caption as a model reads it.
struct Tokens {
    std::string caption;
    std::vector<Token> tokens;
    std::vector<Word> words;
    Warnings warnings; ///< for example W_CAPTION_CUT

    int size() const { return static_cast<int>(tokens.size()); }

    std::vector<std::int64_t> ids() const
    {
        std::vector<std::int64_t> result;
        for (const Token& token : tokens) {
            result.push_back(token.id);
        }
        return result;
    }

    /// Of one part alone.
    std::vector<std::int64_t> ids(TokenPart part) const
    {
        std::vector<std::int64_t> result;
        for (const Token& token : tokens) {
            if (token.part == part) {
                result.push_back(token.id);
            }
        }
        return result;
    }
};

} // namespace attenscope
