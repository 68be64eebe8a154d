#include "engine/text/byte_bpe.h"

#include "engine/text/normal_forms.h"
#include "engine/text/placed_bytes.h"
#include "engine/text/written_words.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

CodePoints changed(const CodePoints& text, TextStep step)
{
    switch (step) {
    case TextStep::Nfc:
        return composed(text);
    case TextStep::Nfd:
        return decomposed(text);
    case TextStep::LowerCase:
        return lowerCased(text);
    case TextStep::LowerCaseAsAWhole:
        return lowerCasedAsAWhole(text);
    case TextStep::JoinBlanks:
        return withBlankRunsJoined(text);
    }
    return text;
}

} // namespace

ByteBpe::ByteBpe(BytePairs pairs, ByteBpeOptions options, CaptionFrame frame)
    : CaptionTokenizer(std::move(frame)),
      pairs_(std::move(pairs)),
      options_(std::move(options)),
      added_(options_.normalizedAdded)
{
}

Spelling ByteBpe::spelling(std::int64_t id) const
{
    const std::string name = token(id);
    const std::optional<std::string> bytes = pairs_.bytesOf(name);
    if (!bytes || firstInvalidByte(*bytes)) {
        return {.text = name};
    }
    const bool leadsWord = bytes->starts_with(' ');
    return {.text = bytes->substr(leadsWord ? 1 : 0),
            .continuesWord = options_.cutting == Cutting::Gpt2 && !leadsWord};
}

void ByteBpe::appendWord(const CodePoints& word, std::vector<Token>& tokens) const
{
    const PlacedBytes bytes(word);
    for (const BytePairs::Piece& piece : pairs_.cut(bytes.text)) {
        Token token{.id = piece.id, .text = pairs_.vocabulary().token(piece.id)};
        place(token, word, bytes.characters[piece.begin], bytes.characters[piece.end - 1]);
        tokens.push_back(std::move(token));
    }
}

void ByteBpe::appendNormalized(const CodePoints& text, std::vector<Token>& tokens) const
{
    CodePoints points = text;
    const bool needsBlank =
        options_.addsBlankBefore && !points.empty() && points.front().value != U' ';
    if (needsBlank) {
        points.insert(points.begin(), {U' ', points.front().begin, points.front().begin});
    }
    for (const Cut& cut : wordCuts(points, options_.cutting)) {
        appendWord({points.begin() + static_cast<std::ptrdiff_t>(cut.begin),
                    points.begin() + static_cast<std::ptrdiff_t>(cut.end)},
                   tokens);
    }
}

void ByteBpe::appendText(const std::string& caption,
                         std::size_t begin,
                         std::size_t end,
                         std::vector<Token>& tokens,
                         int& words) const
{
    CodePoints points = codePointsOf(caption, begin, end);
    for (const TextStep step : options_.steps) {
        points = changed(points, step);
    }
    const PlacedBytes bytes(points);
    std::vector<Token> found;
    for (const AddedTokens::Part& part : added_.split(bytes.text)) {
        const std::size_t first = bytes.characters[part.begin];
        const std::size_t last = bytes.characters[part.end - 1];
        if (part.token == nullptr) {
            appendNormalized({points.begin() + static_cast<std::ptrdiff_t>(first),
                              points.begin() + static_cast<std::ptrdiff_t>(last) + 1},
                             found);
        } else {
            found.push_back(addedToken(*part.token, points[first].begin, points[last].end, -1));
        }
    }
    numberWords(caption, begin, end, found, words);
    std::move(found.begin(), found.end(), std::back_inserter(tokens));
}

} // namespace attenscope
