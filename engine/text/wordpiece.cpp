#include "engine/text/wordpiece.h"

#include "engine/base/limits.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace attenscope {

namespace {

constexpr std::size_t kPieceLimit = 100; // code points, tokenization.py's max_input_chars_per_word

void checkCaption(const std::string& caption)
{
    if (caption.size() > limits::kCaptionBytes) {
        throw Error({.id = "E_LIMIT_CAPTION",
                     .file = {},
                     .place = "caption",
                     .expected = "at most " + std::to_string(limits::kCaptionBytes) + " bytes",
                     .found = std::to_string(caption.size()),
                     .remedy = "Shorten the caption."});
    }
    if (const std::optional<std::size_t> place = firstInvalidByte(caption)) {
        throw Error({.id = "E_TEXT_ENCODING",
                     .file = {},
                     .place = "caption, byte " + std::to_string(*place),
                     .expected = "UTF-8",
                     .found = "another byte sequence",
                     .remedy = "Save or type the caption as UTF-8."});
    }
}

/// Words from the tokens' numbers, which are renumbered without gaps; padding has none.
void groupWords(Tokens& result)
{
    int previous = -1;
    for (int i = 0; i < result.size(); ++i) {
        Token& token = result.tokens[static_cast<std::size_t>(i)];
        if (token.isPadding) {
            continue;
        }
        if (result.words.empty() || token.word < 0 || token.word != previous) {
            result.words.push_back({.text = {}, .tokens = {}, .isSpecial = token.isSpecial});
        }
        previous = token.word;
        token.word = static_cast<int>(result.words.size()) - 1;
        result.words.back().tokens.push_back(i);
    }
    for (Word& word : result.words) {
        const Token& first = result.tokens[static_cast<std::size_t>(word.tokens.front())];
        std::size_t end = first.end;
        for (const int i : word.tokens) {
            end = std::max(end, result.tokens[static_cast<std::size_t>(i)].end);
        }
        word.text =
            first.begin == end ? first.text : result.caption.substr(first.begin, end - first.begin);
    }
}

} // namespace

WordPiece::WordPiece(Vocabulary vocabulary, WordPieceOptions options)
    : vocabulary_(std::move(vocabulary)),
      options_(std::move(options)),
      unknownId_(vocabulary_.requiredId(options_.unknown)),
      firstId_(vocabulary_.requiredId(options_.first)),
      lastId_(vocabulary_.requiredId(options_.last)),
      padId_(vocabulary_.requiredId(options_.padding)),
      maskId_(vocabulary_.id(options_.mask))
{
    for (const std::int64_t id : {unknownId_, firstId_, lastId_, padId_}) {
        addSpecial(id);
    }
    if (maskId_) {
        addSpecial(*maskId_);
    }
    for (const std::string& other : options_.others) {
        if (const std::optional<std::int64_t> id = vocabulary_.id(other)) {
            addSpecial(*id);
        }
    }
    std::sort(specials_.begin(), specials_.end(),
              [](const Special& a, const Special& b) { return a.name.size() > b.name.size(); });
}

void WordPiece::addSpecial(std::int64_t id)
{
    specials_.push_back({vocabulary_.token(id), id});
}

Token WordPiece::specialToken(std::int64_t id) const
{
    const bool isOrdinary = id == unknownId_ || id == maskId_;
    return {.id = id, .text = vocabulary_.token(id), .isSpecial = !isOrdinary};
}

/// The special token that the text starts with; the longest if several do.
std::optional<std::int64_t> WordPiece::specialAt(std::string_view rest) const
{
    for (const Special& special : specials_) {
        if (rest.starts_with(special.name)) {
            return special.id;
        }
    }
    return std::nullopt;
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
        tokens.push_back(ranged(unknownId_, 0, piece.size()));
    }
}

void WordPiece::appendText(std::string_view caption,
                           std::size_t begin,
                           std::size_t end,
                           std::vector<Token>& tokens,
                           int& words) const
{
    for (const CodePoints& piece : basicPieces(codePointsOf(caption, begin, end), options_.basic)) {
        appendPiece(piece, words++, tokens);
    }
}

std::vector<Token> WordPiece::captionTokens(const std::string& caption) const
{
    std::vector<Token> tokens;
    int words = 0;
    std::size_t textBegin = 0;
    std::size_t position = 0;
    while (position < caption.size()) {
        const std::string_view rest = std::string_view(caption).substr(position);
        const std::optional<std::int64_t> special = specialAt(rest);
        if (!special) {
            ++position;
            continue;
        }
        appendText(caption, textBegin, position, tokens, words);
        Token token = specialToken(*special);
        token.begin = position;
        token.end = position + token.text.size();
        token.word = words++;
        position = textBegin = token.end;
        tokens.push_back(std::move(token));
    }
    appendText(caption, textBegin, caption.size(), tokens, words);
    return tokens;
}

Tokens WordPiece::encode(const std::string& caption, int limit, std::optional<int> padTo) const
{
    assert(limit >= 2);
    limit = std::min(limit, options_.maximumTokens);
    checkCaption(caption);
    Tokens result;
    result.caption = caption;

    std::vector<Token> tokens = captionTokens(caption);
    const std::size_t room = static_cast<std::size_t>(limit) - 2;
    if (tokens.empty()) {
        result.warnings.push_back(
            {"W_CAPTION_EMPTY", "The caption has no words; the model sees only " + options_.first +
                                    " and " + options_.last + "."});
    } else if (std::all_of(tokens.begin(), tokens.end(),
                           [this](const Token& token) { return token.id == unknownId_; })) {
        result.warnings.push_back(
            {"W_CAPTION_UNKNOWN", "No word of the caption is in the model's vocabulary; it sees " +
                                      options_.unknown + " instead."});
    }
    if (tokens.size() > room) {
        result.warnings.push_back(
            {"W_CAPTION_CUT",
             "The caption was cut to " + std::to_string(limit) +
                 " tokens, the most that the model takes: " + std::to_string(tokens.size() - room) +
                 " of its " + std::to_string(tokens.size()) + " are not seen."});
        tokens.resize(room);
    }

    result.tokens.push_back(specialToken(firstId_));
    std::move(tokens.begin(), tokens.end(), std::back_inserter(result.tokens));
    result.tokens.push_back(specialToken(lastId_));
    while (padTo && result.size() < *padTo) {
        Token padding{.id = padId_, .text = options_.padding};
        padding.isPadding = true;
        result.tokens.push_back(std::move(padding));
    }
    groupWords(result);
    return result;
}

Spelling WordPiece::spelling(std::int64_t id) const
{
    const std::string text = token(id);
    return text.starts_with("##") ? Spelling{.text = text.substr(2), .continuesWord = true}
                                  : Spelling{.text = text};
}

} // namespace attenscope
