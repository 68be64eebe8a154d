#include "engine/text/wordpiece.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

NamedToken named(const Vocabulary& vocabulary, const std::string& name)
{
    return {.id = vocabulary.requiredId(name), .text = name};
}

CaptionFrame frameOf(const Vocabulary& vocabulary, const WordPieceOptions& options)
{
    CaptionFrame frame;
    frame.unknown = named(vocabulary, options.unknown);
    frame.before = {named(vocabulary, options.first)};
    frame.after = {named(vocabulary, options.last)};
    frame.padding = named(vocabulary, options.padding);
    frame.maskId = vocabulary.id(options.mask);
    frame.maximumTokens = options.maximumTokens;
    frame.cleansBlanks = options.cleansBlanks;
    frame.added = options.added;
    std::vector<std::string> names{options.unknown, options.first, options.last, options.padding,
                                   options.mask};
    names.insert(names.end(), options.others.begin(), options.others.end());
    for (const std::string& name : names) {
        if (const std::optional<std::int64_t> id = vocabulary.id(name)) {
            addUnlessThere(frame.added, {.text = name, .id = *id});
        }
    }
    return frame;
}

constexpr std::size_t kPieceLimit = 100; // code points, tokenization.py's max_input_chars_per_word

} // namespace

WordPiece::WordPiece(Vocabulary vocabulary, WordPieceOptions options)
    : CaptionTokenizer(frameOf(vocabulary, options)),
      vocabulary_(std::move(vocabulary)),
      basic_(options.basic),
      normalized_(normalizedIn(frame(), basic_))
{
}

WordPiece::WordPiece(Vocabulary vocabulary, BasicOptions basic, CaptionFrame frame)
    : CaptionTokenizer(std::move(frame)),
      vocabulary_(std::move(vocabulary)),
      basic_(basic),
      normalized_(normalizedIn(this->frame(), basic_))
{
}

AddedTokens WordPiece::normalizedIn(const CaptionFrame& frame, const BasicOptions& basic)
{
    return normalizedTokens(frame,
                            [&basic](const CodePoints& text) { return basicText(text, basic); });
}

/// Greedy longest match from the left; one unknown token if it fails anywhere.
void WordPiece::appendPiece(const CodePoints& piece, int word, std::vector<Token>& tokens) const
{
    const auto ranged = [&](std::int64_t id, std::size_t first, std::size_t end) {
        Token token{
            .id = id, .text = vocabulary_.token(id), .begin = piece[first].begin, .word = word};
        for (std::size_t i = first; i < end; ++i) {
            token.begin = std::min(token.begin, piece[i].begin);
            token.end = std::max(token.end, piece[i].end);
        }
        return token;
    };
    const std::size_t start = tokens.size();
    std::size_t first = 0;
    while (first < piece.size() && piece.size() <= kPieceLimit) {
        std::string spelling = first > 0 ? "##" : "";
        std::optional<std::int64_t> longest;
        std::size_t longestEnd = first;
        for (std::size_t end = first; end < piece.size(); ++end) {
            appendUtf8(spelling, piece[end].value);
            if (const std::optional<std::int64_t> id = vocabulary_.id(spelling)) {
                longest = id;
                longestEnd = end + 1;
            }
        }
        if (!longest) {
            break;
        }
        tokens.push_back(ranged(*longest, first, longestEnd));
        first = longestEnd;
    }
    if (first < piece.size()) {
        tokens.resize(start);
        tokens.push_back(ranged(frame().unknown->id, 0, piece.size()));
    }
}

void WordPiece::appendText(const std::string& caption,
                           std::size_t begin,
                           std::size_t end,
                           std::vector<Token>& tokens,
                           int& words) const
{
    const CodePoints text = basicText(codePointsOf(caption, begin, end), basic_);
    for (const AddedTokens::PointsPart& part : normalized_.split(text)) {
        if (part.token != nullptr) {
            tokens.push_back(addedToken(*part.token, part.points.front().begin,
                                        part.points.back().end, words++));
            continue;
        }
        for (const CodePoints& piece : basicCuts(part.points)) {
            appendPiece(piece, words++, tokens);
        }
    }
}

std::optional<Spelling> WordPiece::spelling(std::int64_t id) const
{
    const std::string text = token(id);
    if (text.empty()) {
        return std::nullopt;
    }
    return text.starts_with("##") ? Spelling{.bytes = text.substr(2), .continuesWord = true}
                                  : Spelling{.bytes = text};
}

} // namespace attenscope
