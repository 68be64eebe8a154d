#include "engine/text/text_steps.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "engine/base/error.h"
#include "engine/text/placed_bytes.h"

#include <string_view>
#include <utility>

namespace attenscope {

namespace {

[[noreturn]] void failInIcu(UErrorCode code)
{
    throw Error({.id = "E_INTERNAL",
                 .file = {},
                 .place = "Unicode data",
                 .expected = "a working ICU",
                 .found = u_errorName(code),
                 .remedy = {}});
}

/// Where the user's characters end, in bytes.
std::vector<std::size_t> characterEnds(const std::string& text)
{
    UErrorCode code = U_ZERO_ERROR;
    const std::unique_ptr<UText, decltype(&utext_close)> source(
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &code),
        &utext_close);
    const std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> breaks(
        ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &code), &ubrk_close);
    if (U_SUCCESS(code)) {
        ubrk_setUText(breaks.get(), source.get(), &code);
    }
    if (U_FAILURE(code)) {
        failInIcu(code);
    }
    std::vector<std::size_t> ends;
    for (int32_t end = ubrk_next(breaks.get()); end != UBRK_DONE; end = ubrk_next(breaks.get())) {
        ends.push_back(static_cast<std::size_t>(end));
    }
    return ends;
}

/// Each character of the text gets the bytes of characters [first, last].
void append(CodePoints& out,
            std::string_view text,
            const CodePoints& source,
            std::size_t first,
            std::size_t last)
{
    for (const CodePoint& point : codePointsOf(text, 0, text.size())) {
        out.push_back({point.value, source[first].begin, source[last].end});
    }
}

} // namespace

CodePoints changed(CodePoints text, const std::vector<TextStep>& steps)
{
    for (const TextStep& step : steps) {
        text = step(text);
    }
    return text;
}

TextStep replacing(LengthAt lengthAt, std::u32string content)
{
    return [lengthAt = std::move(lengthAt), content = std::move(content)](const CodePoints& text) {
        CodePoints result;
        for (std::size_t i = 0; i < text.size();) {
            const std::size_t length = lengthAt(text, i);
            if (length == 0) {
                result.push_back(text[i++]);
                continue;
            }
            for (const char32_t value : content) {
                result.push_back({value, text[i].begin, text[i + length - 1].end});
            }
            i += length;
        }
        return result;
    };
}

TextStep prepending(std::u32string content)
{
    return [content = std::move(content)](const CodePoints& text) {
        CodePoints result;
        for (std::size_t i = 0; !text.empty() && i < content.size(); ++i) {
            result.push_back({content[i], text.front().begin, text.front().begin});
        }
        result.insert(result.end(), text.begin(), text.end());
        return result;
    };
}

TextStep mapping(std::shared_ptr<const CharacterTable> table)
{
    constexpr std::size_t kWholeBytes = 6;
    return [table = std::move(table)](const CodePoints& text) {
        const PlacedBytes bytes(text);
        CodePoints result;
        const auto replace = [&](std::size_t begin, std::size_t end) {
            const auto found =
                table->replacement(std::string_view(bytes.text).substr(begin, end - begin));
            if (found) {
                append(result, *found, text, bytes.characters[begin], bytes.characters[end - 1]);
            }
            return found.has_value();
        };
        std::size_t begin = 0;
        for (const std::size_t end : characterEnds(bytes.text)) {
            if (end - begin >= kWholeBytes || !replace(begin, end)) {
                for (std::size_t i = bytes.characters[begin]; begin < end; ++i) {
                    std::size_t next = begin;
                    while (next < end && bytes.characters[next] == i) {
                        ++next;
                    }
                    if (!replace(begin, next)) {
                        result.push_back(text[i]);
                    }
                    begin = next;
                }
            }
            begin = end;
        }
        return result;
    };
}

} // namespace attenscope
