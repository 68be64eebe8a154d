#include "engine/text/added_tokens.h"

#include <unicode/uchar.h>

#include "engine/text/normal_forms.h"
#include "engine/text/placed_bytes.h"
#include "engine/text/prefixes.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

bool continuesCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

/// The character that ends before a place other than the text's start.
CodePoint characterBefore(std::string_view text, std::size_t end)
{
    std::size_t begin = end - 1;
    while (begin > 0 && continuesCharacter(text[begin])) {
        --begin;
    }
    return codePointsOf(text, begin, end).front();
}

/// The character at a place other than the text's end.
CodePoint characterAt(std::string_view text, std::size_t begin)
{
    std::size_t end = begin + 1;
    while (end < text.size() && continuesCharacter(text[end])) {
        ++end;
    }
    return codePointsOf(text, begin, end).front();
}

/// Where the white space begins that ends at `end`, but not before `first`.
std::size_t blanksBefore(std::string_view text, std::size_t first, std::size_t end)
{
    while (end > first && isWhiteSpace(characterBefore(text, end).value)) {
        end = characterBefore(text, end).begin;
    }
    return end;
}

std::size_t blanksAfter(std::string_view text, std::size_t begin)
{
    while (begin < text.size() && isWhiteSpace(characterAt(text, begin).value)) {
        begin = characterAt(text, begin).end;
    }
    return begin;
}

/// What \w of regular expressions matches: alphabetic characters, marks, decimal digits,
/// connecting punctuation and joiners (Unicode Technical Standard 18, annex C).
bool isWordCharacter(char32_t value)
{
    constexpr std::uint32_t kCategories = U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK;
    const auto character = static_cast<UChar32>(value);
    return (U_GET_GC_MASK(character) & kCategories) != 0 || u_isUAlphabetic(character) != 0 ||
           u_hasBinaryProperty(character, UCHAR_JOIN_CONTROL) != 0;
}

/// Whether a character of a word stands directly before or behind bytes [begin, end).
bool touchesWord(std::string_view text, std::size_t begin, std::size_t end)
{
    return (begin > 0 && isWordCharacter(characterBefore(text, begin).value)) ||
           (end < text.size() && isWordCharacter(characterAt(text, end).value));
}

} // namespace

void addUnlessThere(std::vector<AddedToken>& tokens, AddedToken token)
{
    const auto isSame = [&token](const AddedToken& other) { return other.text == token.text; };
    if (std::none_of(tokens.begin(), tokens.end(), isSame)) {
        tokens.push_back(std::move(token));
    }
}

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) : tokens_(std::move(tokens))
{
    std::erase_if(tokens_, [](const AddedToken& token) { return token.text.empty(); });
    std::stable_sort(tokens_.begin(), tokens_.end(),
                     [](const AddedToken& a, const AddedToken& b) { return a.text < b.text; });
    const auto isSame = [](const AddedToken& a, const AddedToken& b) { return a.text == b.text; };
    tokens_.erase(std::unique(tokens_.begin(), tokens_.end(), isSame), tokens_.end());
}

const AddedToken* AddedTokens::longestAt(std::string_view rest) const
{
    const AddedToken* longest = nullptr;
    forEachPrefix(
        tokens_, rest, [](const AddedToken& token) { return std::string_view(token.text); },
        [&longest](const AddedToken& token) { longest = &token; });
    return longest;
}

std::vector<AddedTokens::Part> AddedTokens::split(std::string_view text) const
{
    std::vector<Part> parts;
    std::size_t textBegin = 0;
    std::size_t position = 0;
    while (position < text.size()) {
        const AddedToken* const token = longestAt(text.substr(position));
        if (token == nullptr) {
            ++position;
            continue;
        }
        if (token->isWholeWord && touchesWord(text, position, position + token->text.size())) {
            position += token->text.size(); // text; nothing else is looked for in it
            continue;
        }
        const std::size_t begin =
            token->takesBlanksBefore ? blanksBefore(text, textBegin, position) : position;
        const std::size_t tokenEnd = position + token->text.size();
        const std::size_t end = token->takesBlanksAfter ? blanksAfter(text, tokenEnd) : tokenEnd;
        if (begin > textBegin) {
            parts.push_back({textBegin, begin, nullptr});
        }
        parts.push_back({begin, end, token});
        position = textBegin = end;
    }
    if (textBegin < text.size()) {
        parts.push_back({textBegin, text.size(), nullptr});
    }
    return parts;
}

std::vector<AddedTokens::PointsPart> AddedTokens::split(const CodePoints& text) const
{
    const PlacedBytes bytes(text);
    std::vector<PointsPart> parts;
    for (const Part& part : split(bytes.text)) {
        const auto begin = text.begin() + static_cast<std::ptrdiff_t>(bytes.characters[part.begin]);
        const auto last =
            text.begin() + static_cast<std::ptrdiff_t>(bytes.characters[part.end - 1]);
        parts.push_back({.points = {begin, last + 1}, .token = part.token});
    }
    return parts;
}

} // namespace attenscope
