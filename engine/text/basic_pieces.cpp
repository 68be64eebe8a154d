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
    return isBlank(value) || value == 0x2028 || value == 0x2029;
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

/// Steps 1 to 3: what the text loses, and where it is split before anything is changed.
std::vector<CodePoints> writtenPieces(const CodePoints& text, bool splitsCjk)
{
    std::vector<CodePoints> pieces;
    CodePoints current;
    const auto finish = [&] {
        if (!current.empty()) {
            pieces.push_back(std::move(current));
            current.clear();
        }
    };
    for (const CodePoint& point : text) {
        if (splitsWords(point.value)) {
            finish();
        } else if (isDropped(point.value)) {
            continue;
        } else if (splitsCjk && isCjk(point.value)) {
            finish();
            pieces.push_back({point});
        } else {
            current.push_back(point);
        }
    }
    finish();
    return pieces;
}

void appendSplitAtPunctuation(const CodePoints& piece, std::vector<CodePoints>& out)
{
    bool isNew = true;
    for (const CodePoint& point : piece) {
        const bool isMark = isPunctuation(point.value);
        if (isNew || isMark) {
            out.emplace_back();
        }
        out.back().push_back(point);
        isNew = isMark;
    }
}

} // namespace

std::vector<CodePoints> basicPieces(const CodePoints& text, const BasicOptions& options)
{
    std::vector<CodePoints> result;
    for (CodePoints& written : writtenPieces(text, options.splitsCjk)) {
        CodePoints piece = options.lowersCase ? lowerCased(written) : std::move(written);
        if (options.stripsAccents) {
            piece = withoutMarks(decomposed(piece));
        }
        appendSplitAtPunctuation(piece, result);
    }
    return result;
}

} // namespace attenscope
