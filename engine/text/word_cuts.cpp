#include "engine/text/word_cuts.h"

#include <unicode/uchar.h>

#include "engine/text/normal_forms.h"

#include <array>
#include <string_view>

namespace attenscope {

namespace {

enum class Kind { Letter, Number, Blank, Other };

Kind kindOf(char32_t value)
{
    const std::uint32_t mask = U_GET_GC_MASK(static_cast<UChar32>(value));
    if ((mask & U_GC_L_MASK) != 0) {
        return Kind::Letter;
    }
    if ((mask & U_GC_N_MASK) != 0) {
        return Kind::Number;
    }
    return isWhiteSpace(value) ? Kind::Blank : Kind::Other;
}

/// The end of the run of one kind that starts at `position`.
std::size_t runEnd(const CodePoints& text, std::size_t position)
{
    const Kind kind = kindOf(text[position].value);
    while (position < text.size() && kindOf(text[position].value) == kind) {
        ++position;
    }
    return position;
}

/// The end of 's, 't, 're, 've, 'm, 'll or 'd; `position` if none stands there.
std::size_t contractionEnd(const CodePoints& text, std::size_t position)
{
    static constexpr std::array<std::u32string_view, 7> kContractions{U"'s", U"'t",  U"'re", U"'ve",
                                                                      U"'m", U"'ll", U"'d"};
    for (const std::u32string_view contraction : kContractions) {
        std::size_t length = 0;
        while (length < contraction.size() && position + length < text.size() &&
               text[position + length].value == contraction[length]) {
            ++length;
        }
        if (length == contraction.size()) {
            return position + length;
        }
    }
    return position;
}

std::size_t clipCutEnd(const CodePoints& text, std::size_t begin)
{
    const std::size_t contraction = contractionEnd(text, begin);
    if (contraction > begin) {
        return contraction;
    }
    return kindOf(text[begin].value) == Kind::Number ? begin + 1 : runEnd(text, begin);
}

std::size_t gpt2CutEnd(const CodePoints& text, std::size_t begin)
{
    const std::size_t contraction = contractionEnd(text, begin);
    if (contraction > begin) {
        return contraction;
    }
    const bool isBlank = kindOf(text[begin].value) == Kind::Blank;
    if (!isBlank) {
        return runEnd(text, begin);
    }
    const bool leadsWord = text[begin].value == U' ' && begin + 1 < text.size() &&
                           kindOf(text[begin + 1].value) != Kind::Blank;
    if (leadsWord) {
        return runEnd(text, begin + 1);
    }
    const std::size_t end = runEnd(text, begin);
    // The last blank of a run is left to the word behind it.
    return end < text.size() && end - begin > 1 ? end - 1 : end;
}

} // namespace

std::vector<Cut> wordCuts(const CodePoints& text, Cutting cutting)
{
    std::vector<Cut> cuts;
    std::size_t position = 0;
    while (position < text.size()) {
        const bool isDropped =
            cutting == Cutting::Clip && kindOf(text[position].value) == Kind::Blank;
        const std::size_t end =
            cutting == Cutting::Clip ? clipCutEnd(text, position) : gpt2CutEnd(text, position);
        if (!isDropped) {
            cuts.push_back({position, end});
        }
        position = end;
    }
    return cuts;
}

} // namespace attenscope
