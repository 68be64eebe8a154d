#include "engine/text/basic_pieces.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cassert>

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

[[noreturn]] void failInIcu(UErrorCode code)
{
    throw Error({.id = "E_INTERNAL",
                 .file = {},
                 .place = "Unicode data",
                 .expected = "a working ICU",
                 .found = u_errorName(code),
                 .remedy = {}});
}

/// Appends what ICU made of one character, each part with that character's bytes.
void appendParts(CodePoints& out, const UChar* text, int32_t length, const CodePoint& source)
{
    std::array<UChar32, 32> parts{};
    int32_t count = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strToUTF32(parts.data(), static_cast<int32_t>(parts.size()), &count, text, length, &code);
    if (U_FAILURE(code)) {
        failInIcu(code);
    }
    for (int32_t i = 0; i < count; ++i) {
        const UChar32 part = parts[static_cast<std::size_t>(i)];
        out.push_back({static_cast<char32_t>(part), source.begin, source.end});
    }
}

/// Full lower case, character by character: no rule looks at the neighbours, so a capital sigma
/// at the end of a word becomes σ. The root locale, not the user's.
CodePoints lowerCased(const CodePoints& text)
{
    CodePoints result;
    for (const CodePoint& point : text) {
        std::array<UChar, 2> source{};
        int32_t sourceLength = 0;
        UChar* const buffer = source.data();
        U16_APPEND_UNSAFE(buffer, sourceLength, icu(point.value));
        std::array<UChar, 8> lower{};
        UErrorCode code = U_ZERO_ERROR;
        const int32_t length = u_strToLower(lower.data(), static_cast<int32_t>(lower.size()),
                                            source.data(), sourceLength, "", &code);
        if (U_FAILURE(code)) {
            failInIcu(code);
        }
        appendParts(result, lower.data(), length, point);
    }
    return result;
}

const UNormalizer2& nfd()
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2* instance = unorm2_getNFDInstance(&code);
    if (U_FAILURE(code)) {
        failInIcu(code);
    }
    return *instance;
}

/// Canonical decomposition: every character taken apart, then marks put in canonical order.
CodePoints decomposed(const CodePoints& text)
{
    CodePoints result;
    for (const CodePoint& point : text) {
        std::array<UChar, 32> parts{};
        UErrorCode code = U_ZERO_ERROR;
        const int32_t length = unorm2_getDecomposition(&nfd(), icu(point.value), parts.data(),
                                                       static_cast<int32_t>(parts.size()), &code);
        if (U_FAILURE(code)) {
            failInIcu(code);
        }
        if (length < 0) { // it has none
            result.push_back(point);
        } else {
            appendParts(result, parts.data(), length, point);
        }
    }
    const auto isMark = [](const CodePoint& point) {
        return u_getCombiningClass(icu(point.value)) != 0;
    };
    for (auto run = std::find_if(result.begin(), result.end(), isMark); run != result.end();) {
        const auto end = std::find_if_not(run, result.end(), isMark);
        std::stable_sort(run, end, [](const CodePoint& a, const CodePoint& b) {
            return u_getCombiningClass(icu(a.value)) < u_getCombiningClass(icu(b.value));
        });
        run = std::find_if(end, result.end(), isMark);
    }
    return result;
}

CodePoints withoutAccents(const CodePoints& text)
{
    CodePoints result;
    for (const CodePoint& point : decomposed(text)) {
        if (u_charType(icu(point.value)) != U_NON_SPACING_MARK) {
            result.push_back(point);
        } else if (!result.empty()) {
            result.back().end = std::max(result.back().end, point.end);
        }
    }
    return result;
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
            piece = withoutAccents(piece);
        }
        appendSplitAtPunctuation(piece, result);
    }
    return result;
}

} // namespace attenscope
