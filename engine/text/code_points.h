#pragma once

#include "engine/base/export.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// A character of a text, possibly changed since, with the bytes that it came from.
struct CodePoint {
    char32_t value = 0;
    std::size_t begin = 0; ///< byte range in the text
    std::size_t end = 0;
};

using CodePoints = std::vector<CodePoint>;

/// The place of the first byte that is not well-formed UTF-8 (surrogates, overlong forms and
/// values above U+10FFFF are not).
ATTENSCOPE_EXPORT std::optional<std::size_t> firstInvalidByte(std::string_view text);

/// The text with U+FFFD for every maximal part of a sequence that is not well-formed (Unicode,
/// section 3.9), as Python's errors="replace" has it.
ATTENSCOPE_EXPORT std::string withReplacements(std::string_view bytes);

/// The characters of bytes [begin, end) of a text that is valid UTF-8.
ATTENSCOPE_EXPORT CodePoints codePointsOf(std::string_view text,
                                          std::size_t begin,
                                          std::size_t end);

ATTENSCOPE_EXPORT void appendUtf8(std::string& text, char32_t value);

} // namespace attenscope
