#include "engine/text/unigram.h"

#include "engine/text/normal_forms.h"
#include "engine/text/placed_bytes.h"
#include "engine/text/written_words.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace attenscope {

namespace {

std::string textOf(char32_t value)
{
    std::string text;
    appendUtf8(text, value);
    return text;
}

} // namespace

Unigram::Unigram(UnigramPieces pieces, UnigramOptions options, CaptionFrame frame)
    : CaptionTokenizer(std::move(frame)),
      pieces_(std::move(pieces)),
      options_(std::move(options)),
      mark_(textOf(options_.mark)),
      normalized_(normalizedTokens(
          this->frame(), [this](const CodePoints& text) { return changed(text, options_.steps); }))
{
}

std::optional<Spelling> Unigram::spelling(std::int64_t id) const
{
    std::string name = token(id);
    if (name.empty()) {
        return std::nullopt;
    }
    if (isAdded(id)) {
        return Spelling{.bytes = std::move(name)};
    }
    for (int byte = 0; pieces_.fallsBackToBytes() && byte < 256; ++byte) {
        if (name == byteName(static_cast<unsigned char>(byte))) {
            return Spelling{.bytes = std::string(1, static_cast<char>(byte)),
                            .continuesWord = true};
        }
    }
    const bool leadsWord = name.starts_with(mark_);
    return Spelling{.bytes = leadsWord ? name.substr(mark_.size()) : std::move(name),
                    .continuesWord = !leadsWord};
}

/// Text whose blanks are marks, but written as blanks here so that places leave them out.
void Unigram::appendPieces(const CodePoints& text, std::vector<Token>& tokens) const
{
    CodePoints marked = text;
    for (CodePoint& point : marked) {
        point.value = point.value == U' ' ? options_.mark : point.value;
    }
    const PlacedBytes bytes(marked);
    for (const UnigramPieces::Piece& piece : pieces_.cut(bytes.text)) {
        Token token{.id = piece.id, .text = this->token(piece.id)};
        const std::size_t first = bytes.characters[piece.begin];
        const std::size_t last = bytes.characters[piece.end - 1];
        place(token, text, first, last);
        const auto isBlank = [](const CodePoint& point) { return point.value == U' '; };
        if (std::all_of(text.begin() + static_cast<std::ptrdiff_t>(first),
                        text.begin() + static_cast<std::ptrdiff_t>(last) + 1, isBlank)) {
            token.begin = token.end;
        }
        tokens.push_back(std::move(token));
    }
}

/// Text between blanks that are dropped, or all of it (Metaspace).
void Unigram::appendMarked(const CodePoints& text,
                           bool isCaptionStart,
                           std::vector<Token>& tokens) const
{
    CodePoints points = text;
    for (CodePoint& point : points) { // a mark that was written is a blank, too
        point.value = point.value == options_.mark ? U' ' : point.value;
    }
    const bool needsMark = options_.leading == LeadingMark::Always ||
                           (options_.leading == LeadingMark::First && isCaptionStart);
    if (needsMark && !points.empty() && points.front().value != U' ') {
        points.insert(points.begin(), {U' ', points.front().begin, points.front().begin});
    }
    auto begin = points.begin();
    while (begin != points.end()) {
        const auto end =
            options_.cutsAtMarks
                ? std::find_if(begin + 1, points.end(),
                               [](const CodePoint& point) { return point.value == U' '; })
                : points.end();
        appendPieces({begin, end}, tokens);
        begin = end;
    }
}

void Unigram::appendPart(const CodePoints& text,
                         bool isCaptionStart,
                         std::vector<Token>& tokens) const
{
    if (!options_.cutsAtBlanks) {
        appendMarked(text, isCaptionStart, tokens);
        return;
    }
    const auto isBlank = [](const CodePoint& point) { return isWhiteSpace(point.value); };
    auto begin = std::find_if_not(text.begin(), text.end(), isBlank);
    while (begin != text.end()) {
        const auto end = std::find_if(begin, text.end(), isBlank);
        appendMarked({begin, end}, isCaptionStart && begin == text.begin(), tokens);
        begin = std::find_if_not(end, text.end(), isBlank);
    }
}

void Unigram::appendText(const std::string& caption,
                         std::size_t begin,
                         std::size_t end,
                         std::vector<Token>& tokens,
                         int& words) const
{
    const CodePoints text = changed(codePointsOf(caption, begin, end), options_.steps);
    std::vector<Token> found;
    bool isCaptionStart = begin == 0;
    for (const AddedTokens::PointsPart& part : normalized_.split(text)) {
        if (part.token == nullptr) {
            appendPart(part.points, isCaptionStart, found);
        } else {
            found.push_back(
                addedToken(*part.token, part.points.front().begin, part.points.back().end, -1));
        }
        isCaptionStart = false;
    }
    numberWords(caption, begin, end, found, words);
    std::move(found.begin(), found.end(), std::back_inserter(tokens));
}

} // namespace attenscope
