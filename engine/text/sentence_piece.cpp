#include "engine/text/sentence_piece.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/normal_forms.h"
#include "engine/text/placed_bytes.h"
#include "engine/text/special_tokens.h"
#include "engine/text/written_words.h"

#include <algorithm>
#include <iterator>
#include <sentencepiece_processor.h>
#include <utility>

namespace attenscope {

namespace {

constexpr auto kModelFile = "spiece.model";
constexpr auto kClass = "SiglipTokenizer";
constexpr char32_t kBlankMark = 0x2581; // ▁
constexpr std::string_view kBlankMarkText = "▁";

/// A special token that is given by its name alone takes the blanks around it.
AddedToken ofClass(SpecialName name, std::int64_t id)
{
    if (name.isPlain) {
        name.takesBlanksBefore = name.takesBlanksAfter = true;
    }
    return specialToken(name, id);
}

/// Those that lower-casing leaves alone.
std::vector<AddedToken> keptAsWritten(std::vector<AddedToken> tokens)
{
    std::erase_if(tokens,
                  [](const AddedToken& token) { return !token.isSpecial && !token.isNormalized; });
    return tokens;
}

/// What Python's \s and strip() take for a blank: White_Space and four separators of ASCII.
bool isBlank(char32_t value)
{
    return isWhiteSpace(value) || (value >= 0x1C && value <= 0x1F);
}

bool isPunctuation(char32_t value)
{
    constexpr std::u32string_view kPunctuation = U"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    return kPunctuation.find(value) != std::u32string_view::npos;
}

/// Without punctuation, every run of blanks as one, none at the ends.
CodePoints canonical(const CodePoints& text)
{
    CodePoints result;
    for (const CodePoint& point : text) {
        if (isPunctuation(point.value)) {
            continue;
        }
        if (!isBlank(point.value)) {
            result.push_back(point);
        } else if (!result.empty() && result.back().value != U' ') {
            result.push_back({U' ', point.begin, point.end});
        }
    }
    if (!result.empty() && result.back().value == U' ') {
        result.pop_back();
    }
    return result;
}

CodePoints lowerCasedBetween(const CodePoints& points, const AddedTokens& kept)
{
    CodePoints result;
    for (const AddedTokens::PointsPart& part : kept.split(points)) {
        const CodePoints taken = part.token == nullptr ? lowerCased(part.points) : part.points;
        result.insert(result.end(), taken.begin(), taken.end());
    }
    return result;
}

bool isBlankAlone(std::string_view piece)
{
    while (piece.starts_with(kBlankMarkText)) {
        piece.remove_prefix(kBlankMarkText.size());
    }
    return piece.empty();
}

/// Bytes of what was cut.
struct Range {
    std::size_t begin;
    std::size_t end;
};

/// Where the characters stand that a piece is of. Only the last of several pieces of one character
/// has a range of its own; the others are given the character, too. A blank alone gets the empty
/// place in front of the word behind it.
void placePiece(Token& token,
                std::string_view piece,
                Range range,
                const CodePoints& points,
                const PlacedBytes& bytes)
{
    if (points.empty()) {
        return;
    }
    const auto characterAt = [&bytes](std::size_t byte) {
        return bytes.characters[std::min(byte, bytes.text.size() - 1)];
    };
    const auto isNothing = [](const CodePoint& point) {
        return point.value == U' ' || point.value == kBlankMark;
    };
    std::size_t first = characterAt(range.begin);
    std::size_t last = characterAt(std::max(range.end, range.begin + 1) - 1);
    const bool isBlankRange =
        std::all_of(points.begin() + static_cast<std::ptrdiff_t>(first),
                    points.begin() + static_cast<std::ptrdiff_t>(last) + 1, isNothing);
    const bool isBare = isBlankAlone(piece);
    if (isBlankRange && !isBare) {
        first = last = characterAt(range.end);
    }
    place(token, points, first, last);
    if (isBlankRange && isBare) {
        token.begin = token.end;
    }
}

} // namespace

CaptionFrame SentencePiece::frameOf(const SentencePieceNames& names,
                                    const SentencePieceOptions& options,
                                    const std::string& file)
{
    CaptionFrame frame;
    frame.unknown = names.required(options.unknown.text, file);
    frame.after = {names.required(options.last.text, file)};
    frame.padding = names.required(options.padding.text, file);
    frame.maximumTokens = options.maximumTokens;
    frame.cleansBlanks = options.cleansBlanks;
    return frame;
}

SentencePiece::SentencePiece(std::string model, SentencePieceOptions options, std::string file)
    : SentencePiece({loadSentencePiece(std::move(model), file), options.added, file}, options, file)
{
}

SentencePiece::SentencePiece(SentencePieceNames names,
                             const SentencePieceOptions& options,
                             std::string file)
    : CaptionTokenizer(frameOf(names, options, file)),
      names_(std::move(names)),
      file_(std::move(file)),
      lowersCase_(options.lowersCase),
      tokens_(tokensOf(names_, options)),
      added_(tokens_),
      asWritten_(keptAsWritten(tokens_))
{
    std::vector<int> lead;
    if (const auto status = names_.processor().Encode(options.unknown.text, &lead); !status.ok()) {
        failInSentencePiece(file_, status.error_message());
    }
    leadPieces_ = lead.size();
}

SentencePiece::~SentencePiece() = default;

std::vector<AddedToken> SentencePiece::tokensOf(const SentencePieceNames& names,
                                                const SentencePieceOptions& options)
{
    std::vector<AddedToken> tokens = options.added;
    std::vector<SpecialName> special{options.unknown, options.last, options.padding};
    special.insert(special.end(), options.others.begin(), options.others.end());
    for (const SpecialName& name : special) {
        if (const std::optional<std::int64_t> id = names.id(name.text)) {
            addUnlessThere(tokens, ofClass(name, *id));
        }
    }
    return tokens;
}

std::int64_t SentencePiece::vocabularySize() const
{
    return names_.size();
}

std::string SentencePiece::token(std::int64_t id) const
{
    return names_.token(id);
}

std::optional<Spelling> SentencePiece::spelling(std::int64_t id) const
{
    const std::string name = token(id);
    if (name.empty()) {
        return std::nullopt;
    }
    const bool leadsWord = name.starts_with(kBlankMarkText);
    return Spelling{.bytes = leadsWord ? name.substr(kBlankMarkText.size()) : name,
                    .continuesWord = !leadsWord};
}

/// The library drops a blank at the start of a text, and with it what tells the start of a word
/// from its middle. So the reference has the unknown token's name cut with the text and takes its
/// pieces away again.
void SentencePiece::appendPieces(const CodePoints& text, std::vector<Token>& tokens) const
{
    const CodePoints points = canonical(text);
    const PlacedBytes bytes(points);
    const std::string& lead = frame().unknown->text;
    sentencepiece::ImmutableSentencePieceText cut;
    if (const auto status = names_.processor().Encode(lead + bytes.text, cut.mutable_proto());
        !status.ok()) {
        failInSentencePiece(file_, status.error_message());
    }
    const auto own = [&lead](std::size_t byte) {
        return std::max(byte, lead.size()) - lead.size();
    };
    const auto pieces = cut.pieces();
    for (std::size_t i = pieces.size() < leadPieces_ ? 0 : leadPieces_; i < pieces.size(); ++i) {
        Token token;
        token.id = names_.processor().PieceToId(pieces[i].piece());
        token.text = names_.processor().IdToPiece(static_cast<int>(token.id));
        placePiece(token, pieces[i].piece(), {own(pieces[i].begin()), own(pieces[i].end())}, points,
                   bytes);
        tokens.push_back(std::move(token));
    }
}

void SentencePiece::appendText(const std::string& caption,
                               std::size_t begin,
                               std::size_t end,
                               std::vector<Token>& tokens,
                               int& words) const
{
    CodePoints points{{kBlankMark, begin, begin}};
    for (CodePoint point : codePointsOf(caption, begin, end)) {
        point.value = point.value == kBlankMark ? U' ' : point.value;
        points.push_back(point);
    }
    if (lowersCase_) {
        points = lowerCasedBetween(points, asWritten_);
    }
    std::vector<Token> found;
    for (const AddedTokens::PointsPart& part : added_.split(points)) {
        if (part.token == nullptr) {
            appendPieces(part.points, found);
            continue;
        }
        if (found.size() == 1 && found.front().text == kBlankMarkText) {
            found.clear(); // there is nothing between the start and this token
        }
        found.push_back(
            addedToken(*part.token, part.points.front().begin, part.points.back().end, -1));
    }
    numberWords(caption, begin, end, found, words);
    std::move(found.begin(), found.end(), std::back_inserter(tokens));
}

std::unique_ptr<const Tokenizer> readSentencePiece(const ModelFolder& folder)
{
    const TokenizerOptions given(folder);
    if (const std::string name = given.tokenizerClass(); !name.empty() && name != kClass) {
        throw Error({.id = "E_TOKENIZER_OPTION",
                     .file = given.file(),
                     .place = "/tokenizer_class",
                     .expected = kClass,
                     .found = name,
                     .remedy = {}});
    }
    SentencePieceOptions options;
    options.lowersCase = given.flag("do_lower_case", options.lowersCase);
    options.unknown = given.special("unk_token").value_or(options.unknown);
    options.last = given.special("eos_token").value_or(options.last);
    options.padding = given.special("pad_token").value_or(options.padding);
    options.others = given.others();
    options.added = given.added();
    options.cleansBlanks = given.cleansBlanks();
    options.maximumTokens = given.maximumTokens();
    return std::make_unique<SentencePiece>(folder.read(kModelFile, limits::kTokenizerBytes),
                                           std::move(options), folder.nameOf(kModelFile));
}

} // namespace attenscope
