#include "engine/text/normal_forms.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace attenscope {

namespace {

UChar32 icu(char32_t value)
{
    return static_cast<UChar32>(value);
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

const UNormalizer2& nfd()
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2* instance = unorm2_getNFDInstance(&code);
    if (U_FAILURE(code)) {
        failInIcu(code);
    }
    return *instance;
}

/// Whether the first character that case does not ignore is a cased letter.
template <typename Iterator>
bool leadsToCased(Iterator point, Iterator end)
{
    point = std::find_if_not(point, end, [](const CodePoint& other) {
        return u_hasBinaryProperty(icu(other.value), UCHAR_CASE_IGNORABLE) != 0;
    });
    return point != end && u_hasBinaryProperty(icu(point->value), UCHAR_CASED) != 0;
}

/// Canonical order of a run of marks. Where it is not the written one, each gets the bytes of all,
/// so that places stay in order.
void putInOrder(CodePoints::iterator begin, CodePoints::iterator end)
{
    const auto isBefore = [](const CodePoint& a, const CodePoint& b) {
        return u_getCombiningClass(icu(a.value)) < u_getCombiningClass(icu(b.value));
    };
    if (std::is_sorted(begin, end, isBefore)) {
        return;
    }
    const std::size_t first = begin->begin;
    const std::size_t last = std::prev(end)->end;
    std::stable_sort(begin, end, isBefore);
    std::for_each(begin, end, [&](CodePoint& mark) {
        mark.begin = first;
        mark.end = last;
    });
}

/// The pair's primary composite; negative if there is none.
UChar32 composite(char32_t first, char32_t second)
{
    return unorm2_composePair(&nfd(), icu(first), icu(second));
}

} // namespace

bool isWhiteSpace(char32_t value)
{
    return u_isUWhiteSpace(icu(value)) != 0;
}

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

CodePoints lowerCasedAsAWhole(const CodePoints& text)
{
    constexpr char32_t kCapitalSigma = 0x3A3;
    constexpr char32_t kFinalSigma = 0x3C2;
    CodePoints prepared = text;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto place = static_cast<std::ptrdiff_t>(i);
        if (text[i].value == kCapitalSigma &&
            leadsToCased(std::make_reverse_iterator(text.begin() + place), text.rend()) &&
            !leadsToCased(text.begin() + place + 1, text.end())) {
            prepared[i].value = kFinalSigma;
        }
    }
    return lowerCased(prepared);
}

namespace {

CodePoints decomposedBy(const UNormalizer2& form, const CodePoints& text)
{
    CodePoints result;
    for (const CodePoint& point : text) {
        std::array<UChar, 32> parts{};
        UErrorCode code = U_ZERO_ERROR;
        const int32_t length = unorm2_getDecomposition(&form, icu(point.value), parts.data(),
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
        putInOrder(run, end);
        run = std::find_if(end, result.end(), isMark);
    }
    return result;
}

} // namespace

CodePoints decomposed(const CodePoints& text)
{
    return decomposedBy(nfd(), text);
}

CodePoints compatiblyDecomposed(const CodePoints& text)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2* const form = unorm2_getNFKDInstance(&code);
    if (U_FAILURE(code)) {
        failInIcu(code);
    }
    return decomposedBy(*form, text);
}

CodePoints compatiblyComposed(const CodePoints& text)
{
    return composed(compatiblyDecomposed(text));
}

CodePoints stripped(const CodePoints& text, bool atStart, bool atEnd)
{
    const auto isWritten = [](const CodePoint& point) { return !isWhiteSpace(point.value); };
    const auto begin = atStart ? std::find_if(text.begin(), text.end(), isWritten) : text.begin();
    const auto end =
        atEnd ? std::find_if(text.rbegin(), std::make_reverse_iterator(begin), isWritten).base()
              : text.end();
    return {begin, end};
}

CodePoints withoutMarks(const CodePoints& text)
{
    CodePoints result;
    for (const CodePoint& point : text) {
        if (u_charType(icu(point.value)) != U_NON_SPACING_MARK) {
            result.push_back(point);
        } else if (!result.empty()) {
            result.back().end = std::max(result.back().end, point.end);
        }
    }
    return result;
}

CodePoints composed(const CodePoints& text)
{
    CodePoints result;
    std::size_t starter = 0; // index of the last starter, if there is one
    bool hasStarter = false;
    std::uint8_t previousClass = 0; // of what stands between the starter and this character
    for (const CodePoint& point : decomposed(text)) {
        const std::uint8_t markClass = u_getCombiningClass(icu(point.value));
        const bool isNext = hasStarter && result.size() == starter + 1;
        if (hasStarter && (isNext || previousClass < markClass)) {
            CodePoint& base = result[starter];
            if (const UChar32 value = composite(base.value, point.value); value >= 0) {
                base.value = static_cast<char32_t>(value);
                base.begin = std::min(base.begin, point.begin);
                base.end = std::max(base.end, point.end);
                continue;
            }
        }
        if (markClass == 0) {
            starter = result.size();
            hasStarter = true;
        }
        previousClass = markClass;
        result.push_back(point);
    }
    return result;
}

CodePoints withBlankRunsJoined(const CodePoints& text)
{
    CodePoints result;
    bool isInRun = false;
    for (const CodePoint& point : text) {
        const bool isBlank = isWhiteSpace(point.value);
        if (isBlank && isInRun) {
            result.back().end = point.end;
        } else {
            result.push_back({isBlank ? U' ' : point.value, point.begin, point.end});
        }
        isInRun = isBlank;
    }
    return result;
}

} // namespace attenscope
