#pragma once

#include "engine/text/tokens.h"

#include <cstddef>
#include <string>
#include <vector>

namespace attenscope {

/// Gives tokens of bytes [begin, end) of a caption the number of their written word: words as
/// basicPieces finds them (between blanks; a punctuation mark, a Han character for itself). Tokens
/// that reach over several written words make them one, and those without bytes between two words
/// belong to the second; special tokens are left alone.
/// words  the first number to use; moved on
void numberWords(const std::string& caption,
                 std::size_t begin,
                 std::size_t end,
                 std::vector<Token>& tokens,
                 int& words);

} // namespace attenscope
