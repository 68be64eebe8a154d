#include "engine/text/added_tokens.h"

#include "engine/text/code_points.h"
#include "engine/text/normal_forms.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

std::size_t blanksBefore(std::string_view text, std::size_t begin, std::size_t end)
{
    const CodePoints points = codePointsOf(text, begin, end);
    const auto word = std::find_if_not(points.rbegin(), points.rend(), [](const CodePoint& point) {
        return isWhiteSpace(point.value);
    });
    return word == points.rend() ? begin : word->end;
}

std::size_t blanksAfter(std::string_view text, std::size_t begin)
{
    const CodePoints points = codePointsOf(text, begin, text.size());
    const auto word = std::find_if_not(points.begin(), points.end(), [](const CodePoint& point) {
        return isWhiteSpace(point.value);
    });
    return word == points.end() ? text.size() : word->begin;
}

} // namespace

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) : tokens_(std::move(tokens))
{
    std::erase_if(tokens_, [](const AddedToken& token) { return token.text.empty(); });
    std::stable_sort(tokens_.begin(), tokens_.end(),
                     [](const AddedToken& a, const AddedToken& b) { return a.text < b.text; });
    const auto isSame = [](const AddedToken& a, const AddedToken& b) { return a.text == b.text; };
    tokens_.erase(std::unique(tokens_.begin(), tokens_.end(), isSame), tokens_.end());
}

/// Narrows the tokens down to those that go on as the text does, byte by byte.
const AddedToken* AddedTokens::longestAt(std::string_view rest) const
{
    const AddedToken* longest = nullptr;
    auto first = tokens_.begin();
    auto last = tokens_.end();
    for (std::size_t length = 1; length <= rest.size() && first != last; ++length) {
        const auto byte = static_cast<unsigned char>(rest[length - 1]);
        const auto byteOf = [length](const AddedToken& token) {
            return length > token.text.size() ? -1
                                              : static_cast<unsigned char>(token.text[length - 1]);
        };
        first = std::partition_point(first, last,
                                     [&](const AddedToken& token) { return byteOf(token) < byte; });
        last = std::partition_point(first, last,
                                    [&](const AddedToken& token) { return byteOf(token) <= byte; });
        if (first != last && first->text.size() == length) {
            longest = &*first;
        }
    }
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

} // namespace attenscope
