#pragma once

#include "engine/text/code_points.h"
#include "engine/text/tokens.h"

#include <string>
#include <vector>

namespace attenscope {

/// Characters as UTF-8, and which character each byte is of.
struct PlacedBytes {
    std::string text;
    std::vector<std::size_t> characters;

    explicit PlacedBytes(const CodePoints& points);
};

/// Gives a token the place of characters [first, last]: all but blanks and what has no place, or
/// all of it if there is nothing else.
void place(Token& token, const CodePoints& points, std::size_t first, std::size_t last);

} // namespace attenscope
