#include "engine/base/error.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <utility>

namespace attenscope {

namespace {

void append(std::string& text, std::string_view separator, const std::string& part)
{
    if (part.empty()) {
        return;
    }
    if (!text.empty()) {
        text += separator;
    }
    text += part;
}

/// Decodes one UTF-8 sequence at `position` and moves past it; -1 for an invalid byte.
std::int32_t nextCodePoint(const std::string& text, std::size_t& position)
{
    const auto lead = static_cast<unsigned char>(text[position++]);
    if (lead < 0x80) {
        return lead;
    }
    const int extra = lead >= 0xF8   ? -1
                      : lead >= 0xF0 ? 3
                      : lead >= 0xE0 ? 2
                      : lead >= 0xC0 ? 1
                                     : -1;
    if (extra < 0 || position + static_cast<std::size_t>(extra) > text.size()) {
        return -1;
    }
    std::int32_t point = lead & (0x3F >> extra);
    for (int i = 0; i < extra; ++i) {
        const auto next = static_cast<unsigned char>(text[position]);
        if ((next & 0xC0) != 0x80) {
            return -1;
        }
        point = (point << 6) | (next & 0x3F);
        ++position;
    }
    constexpr std::array<std::int32_t, 4> kSmallest{0, 0x80, 0x800, 0x10000};
    const bool isOverlong = point < kSmallest.at(static_cast<std::size_t>(extra));
    const bool isSurrogate = point >= 0xD800 && point <= 0xDFFF;
    return isOverlong || isSurrogate || point > 0x10FFFF ? -1 : point;
}

bool isHarmful(std::int32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x061C ||
           (point >= 0x200E && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

} // namespace

std::string escapedForDisplay(const std::string& text, std::size_t maximumBytes)
{
    std::string result;
    std::size_t position = 0;
    while (position < text.size()) {
        if (result.size() >= maximumBytes) {
            return result + "…";
        }
        const std::size_t start = position;
        const std::int32_t point = nextCodePoint(text, position);
        if (point >= 0 && !isHarmful(point)) {
            result.append(text, start, position - start);
            continue;
        }
        std::array<char, 16> escape{};
        if (point < 0) {
            std::snprintf(escape.data(), escape.size(), "\\x%02X",
                          static_cast<unsigned>(static_cast<unsigned char>(text[start])));
            position = start + 1;
        } else {
            std::snprintf(escape.data(), escape.size(), "\\u{%X}", static_cast<unsigned>(point));
        }
        result += escape.data();
    }
    return result;
}

std::string describe(const ErrorInfo& info)
{
    std::string text;
    append(text, "", escapedForDisplay(info.file, 4096));
    append(text, ": ", escapedForDisplay(info.place));
    std::string facts;
    if (!info.expected.empty()) {
        facts = "expected " + escapedForDisplay(info.expected, 4096);
    }
    if (!info.found.empty()) {
        append(facts, ", ", "found " + escapedForDisplay(info.found, 4096));
    }
    append(text, ": ", facts);
    append(text, ". ", info.remedy);
    return text.empty() ? info.id : text;
}

int exitCodeFor(const std::string& id)
{
    const std::string_view view = id;
    if (view.starts_with("E_USAGE")) {
        return 2;
    }
    if (view == "E_MODEL_UNSUPPORTED" || view == "E_MODE_UNSUPPORTED") {
        return 4;
    }
    if (view.starts_with("E_LIMIT") || view == "E_MEMORY") {
        return 5;
    }
    if (view == "E_OUTPUT") {
        return 6;
    }
    return view == "E_INTERNAL" ? 7 : 3;
}

Error::Error(ErrorInfo info) : info_(std::move(info)), text_(describe(info_))
{
}

ErrorInfo outOfMemory()
{
    return {.id = "E_MEMORY",
            .file = {},
            .place = "memory",
            .expected = "enough free memory",
            .found = "an allocation that failed",
            .remedy = "Close other programs or choose a smaller model."};
}

} // namespace attenscope
