#include "engine/text/caption_tokenizer.h"

#include "engine/base/limits.h"
#include "engine/text/code_points.h"
#include "engine/text/placed_bytes.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <iterator>
#include <utility>

namespace attenscope {

namespace {

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
        std::size_t begin = first.begin;
        std::size_t end = first.end;
        for (const int i : word.tokens) {
            begin = std::min(begin, result.tokens[static_cast<std::size_t>(i)].begin);
            end = std::max(end, result.tokens[static_cast<std::size_t>(i)].end);
        }
        word.text = begin == end ? first.text : result.caption.substr(begin, end - begin);
    }
}

/// clean_up_tokenization of the Hugging Face library, in its order.
std::string withoutBlanksBeforeMarks(std::string text)
{
    using Replacement = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Replacement, 10> kReplacements{
        Replacement{" .", "."}, {" ?", "?"},   {" !", "!"},   {" ,", ","},     {" ' ", "'"},
        {" n't", "n't"},        {" 'm", "'m"}, {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"}};
    for (const auto& [from, to] : kReplacements) {
        for (std::size_t at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    }
    return text;
}

Token frameToken(const NamedToken& named)
{
    return {.id = named.id, .text = named.text, .isSpecial = true};
}

/// "[CLS] and [SEP]".
std::string listed(const std::vector<NamedToken>& before, const std::vector<NamedToken>& after)
{
    std::vector<NamedToken> all = before;
    all.insert(all.end(), after.begin(), after.end());
    std::string text = all.empty() ? "nothing" : "only ";
    for (std::size_t i = 0; i < all.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == all.size() ? " and " : ", ") + all[i].text;
    }
    return text;
}

std::vector<AddedToken> tokensOf(const CaptionFrame& frame, bool areNormalized)
{
    std::vector<AddedToken> tokens;
    std::copy_if(frame.added.begin(), frame.added.end(), std::back_inserter(tokens),
                 [=](const AddedToken& token) { return token.isNormalized == areNormalized; });
    return tokens;
}

} // namespace

CaptionTokenizer::CaptionTokenizer(CaptionFrame frame)
    : frame_(std::move(frame)), added_(tokensOf(frame_, false))
{
}

AddedTokens CaptionTokenizer::normalizedTokens(const CaptionFrame& frame, const Change& change)
{
    std::vector<AddedToken> tokens = tokensOf(frame, true);
    for (AddedToken& token : tokens) {
        token.text = PlacedBytes(change(codePointsOf(token.text, 0, token.text.size()))).text;
    }
    return AddedTokens(std::move(tokens));
}

Token CaptionTokenizer::addedToken(const AddedToken& added,
                                   std::size_t begin,
                                   std::size_t end,
                                   int word) const
{
    const auto isIt = [&added](const NamedToken& token) { return token.id == added.id; };
    const bool isMark = std::any_of(frame_.before.begin(), frame_.before.end(), isIt) ||
                        std::any_of(frame_.after.begin(), frame_.after.end(), isIt);
    const bool isWord =
        !added.isSpecial || added.id == frame_.maskId || (frame_.unknown && isIt(*frame_.unknown));
    return {.id = added.id,
            .text = token(added.id),
            .begin = begin,
            .end = end,
            .word = word,
            .isSpecial = isMark || !isWord};
}

bool CaptionTokenizer::isAdded(std::int64_t id) const
{
    return std::any_of(added().begin(), added().end(),
                       [id](const AddedToken& token) { return token.id == id; });
}

std::string CaptionTokenizer::written(std::span<const std::int64_t> ids) const
{
    const auto isSkipped = [this](std::int64_t id) {
        return std::any_of(added().begin(), added().end(), [id](const AddedToken& token) {
            return token.id == id && token.isSpecial;
        });
    };
    std::string bytes;
    bool isFirst = true;
    for (const std::int64_t id : ids) {
        const std::optional<Spelling> spelling = isSkipped(id) ? std::nullopt : this->spelling(id);
        if (spelling) {
            bytes += (isFirst || spelling->continuesWord ? "" : " ") + spelling->bytes;
            isFirst = false;
        }
    }
    std::string text = withReplacements(bytes);
    if (frame_.cleansBlanks) {
        text = withoutBlanksBeforeMarks(std::move(text));
    }
    return text;
}

std::vector<Token> CaptionTokenizer::captionTokens(const std::string& caption) const
{
    std::vector<Token> tokens;
    int words = 0;
    for (const AddedTokens::Part& part : added_.split(caption)) {
        if (part.token == nullptr) {
            appendText(caption, part.begin, part.end, tokens, words);
        } else {
            tokens.push_back(addedToken(*part.token, part.begin, part.end, words++));
        }
    }
    return tokens;
}

/// Down to what fits beside the special tokens; says so, and when there is nothing to be seen.
void CaptionTokenizer::cut(std::vector<Token>& tokens, int limit, Warnings& warnings) const
{
    if (tokens.empty()) {
        warnings.push_back({"W_CAPTION_EMPTY", "The caption has no words; the model sees " +
                                                   listed(frame_.before, frame_.after) + "."});
    } else if (frame_.unknown &&
               std::all_of(tokens.begin(), tokens.end(), [this](const Token& token) {
                   return token.id == frame_.unknown->id && !token.isSpecial;
               })) {
        warnings.push_back(
            {"W_CAPTION_UNKNOWN", "No word of the caption is in the model's vocabulary; it sees " +
                                      frame_.unknown->text + " instead."});
    }
    const std::size_t marks = frame_.before.size() + frame_.after.size();
    const std::size_t room = std::max(static_cast<std::size_t>(limit), marks) - marks;
    if (tokens.size() > room) {
        warnings.push_back({"W_CAPTION_CUT", "The caption was cut to " + std::to_string(limit) +
                                                 " tokens, the most that the model takes: " +
                                                 std::to_string(tokens.size() - room) + " of its " +
                                                 std::to_string(tokens.size()) + " are not seen."});
        tokens.resize(room);
    }
}

Tokens
CaptionTokenizer::encode(const std::string& caption, int limit, std::optional<int> padTo) const
{
    assert(limit >= 2);
    checkCaption(caption);
    Tokens result;
    result.caption = caption;
    std::vector<Token> tokens = captionTokens(caption);
    cut(tokens, std::min(limit, frame_.maximumTokens), result.warnings);

    const auto append = [&](const std::vector<NamedToken>& marks) {
        std::transform(marks.begin(), marks.end(), std::back_inserter(result.tokens), frameToken);
    };
    append(frame_.before);
    std::move(tokens.begin(), tokens.end(), std::back_inserter(result.tokens));
    append(frame_.after);
    while (padTo && result.size() < *padTo) {
        Token padding{.id = frame_.padding.id, .text = frame_.padding.text};
        padding.isPadding = true;
        result.tokens.push_back(std::move(padding));
    }
    groupWords(result);
    return result;
}

} // namespace attenscope
