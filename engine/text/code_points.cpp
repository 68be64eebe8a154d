#include "engine/text/code_points.h"

#include <cassert>

namespace attenscope {

namespace {

/// A decoded sequence; length 0 if there is none.
struct Sequence {
    char32_t value = 0;
    std::size_t length = 0;
    std::size_t wrong = 0; ///< bytes of one that is broken off
};

/// Unicode 15, table 3-7: which bytes may follow which.
Sequence sequenceAt(std::string_view text, std::size_t position)
{
    const auto byteAt = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned lead = byteAt(position);
    if (lead < 0x80) {
        return {.value = lead, .length = 1};
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) {
        return {.wrong = 1};
    }
    const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    char32_t value = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned next = byteAt(position + i);
        if (next < (i == 1 ? lowest : 0x80U) || next > (i == 1 ? highest : 0xBFU)) {
            return {.wrong = i};
        }
        value = (value << 6) | (next & 0x3FU);
    }
    return {.value = value, .length = length};
}

} // namespace

std::optional<std::size_t> firstInvalidByte(std::string_view text)
{
    std::size_t position = 0;
    while (position < text.size()) {
        const Sequence sequence = sequenceAt(text, position);
        if (sequence.length == 0) {
            return position;
        }
        position += sequence.length;
    }
    return std::nullopt;
}

std::string withReplacements(std::string_view bytes)
{
    constexpr char32_t kReplacement = 0xFFFD;
    std::string text;
    for (std::size_t position = 0; position < bytes.size();) {
        const Sequence sequence = sequenceAt(bytes, position);
        appendUtf8(text, sequence.length > 0 ? sequence.value : kReplacement);
        position += sequence.length + sequence.wrong;
    }
    return text;
}

CodePoints codePointsOf(std::string_view text, std::size_t begin, std::size_t end)
{
    CodePoints result;
    while (begin < end) {
        const Sequence sequence = sequenceAt(text, begin);
        assert(sequence.length > 0);
        result.push_back({sequence.value, begin, begin + sequence.length});
        begin += sequence.length;
    }
    return result;
}

void appendUtf8(std::string& text, char32_t value)
{
    const auto append = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (value < 0x80) {
        append(value);
    } else if (value < 0x800) {
        append(0xC0 | (value >> 6));
        append(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        append(0xE0 | (value >> 12));
        append(0x80 | ((value >> 6) & 0x3F));
        append(0x80 | (value & 0x3F));
    } else {
        append(0xF0 | (value >> 18));
        append(0x80 | ((value >> 12) & 0x3F));
        append(0x80 | ((value >> 6) & 0x3F));
        append(0x80 | (value & 0x3F));
    }
}

} // namespace attenscope
