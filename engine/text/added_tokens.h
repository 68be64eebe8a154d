#pragma once

#include "engine/base/export.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// A token that is looked for literally in a caption before the rest is cut.
struct AddedToken {
    std::string text;
    std::int64_t id = 0;
    bool isOrdinary = false;        ///< stands for a word: the unknown token, the mask
    bool takesBlanksBefore = false; ///< white space around it belongs to it
    bool takesBlanksAfter = false;
};

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

private:
    const AddedToken* longestAt(std::string_view rest) const;

    std::vector<AddedToken> tokens_; // in the order of their texts
};

} // namespace attenscope
