#pragma once

#include "engine/base/export.h"
#include "engine/text/code_points.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// A token that is looked for literally in a caption before the rest is cut (AddedToken of the
/// Hugging Face library).
struct AddedToken {
    std::string text;
    std::int64_t id = 0;
    bool isSpecial = true;          ///< left out of what a model wrote
    bool isWholeWord = false;       ///< single_word: not beside a letter, a digit or the like
    bool takesBlanksBefore = false; ///< lstrip: white space around it belongs to it
    bool takesBlanksAfter = false;  ///< rstrip
    bool isNormalized = false; ///< looked for in the text as the tokenizer changes it, changed too
};

/// Appends a token unless the list has one of the same text.
void addUnlessThere(std::vector<AddedToken>& tokens, AddedToken token);

/// Added tokens, found from the left, the longest first.
class ATTENSCOPE_EXPORT AddedTokens {
public:
    /// Of tokens with the same text the first counts; those without any text are dropped.
    explicit AddedTokens(std::vector<AddedToken> tokens);

    /// A token's place, or that of text between tokens.
    struct Part {
        std::size_t begin;
        std::size_t end;
        const AddedToken* token; ///< null: text
    };

    /// All of the text, in order.
    std::vector<Part> split(std::string_view text) const;

    struct PointsPart {
        CodePoints points; ///< not empty
        const AddedToken* token;
    };

    /// All of a text that was changed, in order.
    std::vector<PointsPart> split(const CodePoints& text) const;

private:
    const AddedToken* longestAt(std::string_view rest) const;

    std::vector<AddedToken> tokens_; // in the order of their texts
};

} // namespace attenscope
