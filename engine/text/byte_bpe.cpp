#include "engine/text/byte_bpe.h"

#include "engine/text/placed_bytes.h"
#include "engine/text/written_words.h"

#include <algorithm>
#include <utility>

namespace attenscope {

ByteBpe::ByteBpe(BytePairs pairs, ByteBpeOptions options, CaptionFrame frame)
    : CaptionTokenizer(std::move(frame)),
      pairs_(std::move(pairs)),
      options_(std::move(options)),
      normalized_(normalizedTokens(
          this->frame(), [this](const CodePoints& text) { return changed(text, options_.steps); }))
{
}

std::optional<Spelling> ByteBpe::spelling(std::int64_t id) const
{
    const std::string name = token(id);
    if (name.empty()) {
        return std::nullopt;
    }
    const auto bytes = isAdded(id) ? std::nullopt : pairs_.bytesOf(name);
    if (!bytes) {
        return Spelling{.bytes = name};
    }
    const bool leadsWord = bytes->starts_with(' ');
    return Spelling{.bytes = bytes->substr(leadsWord ? 1 : 0),
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
    const CodePoints text = changed(codePointsOf(caption, begin, end), options_.steps);
    std::vector<Token> found;
    for (const AddedTokens::PointsPart& part : normalized_.split(text)) {
        if (part.token == nullptr) {
            appendNormalized(part.points, found);
        } else {
            found.push_back(
                addedToken(*part.token, part.points.front().begin, part.points.back().end, -1));
        }
    }
    numberWords(caption, begin, end, found, words);
    std::move(found.begin(), found.end(), std::back_inserter(tokens));
}

} // namespace attenscope
