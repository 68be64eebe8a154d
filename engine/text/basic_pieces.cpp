#include "engine/text/basic_pieces.h"

#include <unicode/uchar.h>

#include "engine/text/normal_forms.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

UChar32 icu(char32_t value)
{
    return static_cast<UChar32>(value);
}

bool isBlank(char32_t value)
{
    return value == U'\t' || value == U'\n' || value == U'\r' ||
           u_charType(icu(value)) == U_SPACE_SEPARATOR;
}

/// Category C of all kinds, unassigned included; white space was asked for before.
bool isDropped(char32_t value)
{
    constexpr std::uint32_t kOther =
        U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CS_MASK | U_GC_CO_MASK | U_GC_CN_MASK;
    return value == 0xFFFD || (U_GET_GC_MASK(icu(value)) & kOther) != 0;
}

bool splitsWords(char32_t value)
{
    return value == U' ' || value == 0x2028 || value == 0x2029;
}

bool isCjk(char32_t value) // BERT's list; Kana and Hangul are not in it
{
    struct Range {
        char32_t first;
        char32_t last;
    };

    static constexpr std::array kRanges{
        Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xF900, 0xFAFF},
        Range{0x20000, 0x2A6DF}, Range{0x2A700, 0x2B73F}, Range{0x2B740, 0x2B81F},
        Range{0x2B820, 0x2CEAF}, Range{0x2F800, 0x2FA1F},
    };
    return std::any_of(kRanges.begin(), kRanges.end(), [value](const Range& range) {
        return value >= range.first && value <= range.last;
    });
}

bool isPunctuation(char32_t value)
{
    const bool isAsciiMark = (value >= 33 && value <= 47) || (value >= 58 && value <= 64) ||
                             (value >= 91 && value <= 96) || (value >= 123 && value <= 126);
    return isAsciiMark || u_ispunct(icu(value)) != 0;
}

/// Without what is dropped, with a blank for white space and around Han characters.
CodePoints cleaned(const CodePoints& text, bool splitsCjk)
{
    CodePoints result;
    for (const CodePoint& point : text) {
        if (isBlank(point.value)) {
            result.push_back({U' ', point.begin, point.end});
        } else if (splitsCjk && isCjk(point.value)) {
            result.push_back({U' ', point.begin, point.begin});
            result.push_back(point);
            result.push_back({U' ', point.end, point.end});
        } else if (!isDropped(point.value)) {
            result.push_back(point);
        }
    }
    return result;
}

} // namespace

CodePoints basicText(const CodePoints& text, const BasicOptions& options)
{
    CodePoints result = cleaned(text, options.splitsCjk);
    if (options.lowersCase) {
        result = lowerCased(result);
    }
    return options.stripsAccents ? withoutMarks(decomposed(result)) : result;
}

std::vector<CodePoints> basicCuts(const CodePoints& text)
{
    std::vector<CodePoints> pieces;
    bool isNew = true;
    for (const CodePoint& point : text) {
        if (splitsWords(point.value)) {
            isNew = true;
            continue;
        }
        const bool isMark = isPunctuation(point.value);
        if (isNew || isMark) {
            pieces.emplace_back();
        }
        pieces.back().push_back(point);
        isNew = isMark;
    }
    return pieces;
}

std::vector<CodePoints> basicPieces(const CodePoints& text, const BasicOptions& options)
{
    return basicCuts(basicText(text, options));
}

} // namespace attenscope
