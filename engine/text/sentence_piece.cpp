#include "engine/text/sentence_piece.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/normal_forms.h"
#include "engine/text/placed_bytes.h"
#include "engine/text/sentence_piece_file.h"
#include "engine/text/tokenizer_options.h"
#include "engine/text/written_words.h"

#include <algorithm>
#include <iterator>
#include <new>
#include <sentencepiece_processor.h>
#include <utility>

// Exported by the library, but in no header that it installs.
namespace sentencepiece::logging {
void SetMinLogLevel(int level);
}

namespace attenscope {

namespace {

constexpr auto kModelFile = "spiece.model";
constexpr auto kClass = "SiglipTokenizer";
constexpr char32_t kBlankMark = 0x2581; // ▁
constexpr std::string_view kBlankMarkText = "▁";

[[noreturn]] void failInLibrary(const std::string& file, std::string message)
{
    throw Error({.id = "E_TOKENIZER_MODEL",
                 .file = file,
                 .place = {},
                 .expected = "a SentencePiece model",
                 .found = std::move(message),
                 .remedy = {}});
}

std::unique_ptr<const sentencepiece::SentencePieceProcessor> load(std::string model,
                                                                  const std::string& file)
{
    checkSentencePieceFile(model, file);
    // normalizer_spec { add_dummy_prefix: false }: a message behind another is merged into it.
    constexpr std::string_view kNoBlankBefore("\x1a\x02\x18\x00", 4);
    model += kNoBlankBefore;
    constexpr int kFatal = 3; // what else it has to say is in its status
    sentencepiece::logging::SetMinLogLevel(kFatal);
    auto processor = std::make_unique<sentencepiece::SentencePieceProcessor>();
    try {
        if (const auto status = processor->LoadFromSerializedProto(model); !status.ok()) {
            failInLibrary(file, status.error_message());
        }
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) { // of the double array that it builds
        failInLibrary(file, error.what());
    }
    return processor;
}

std::optional<std::int64_t> idOf(const sentencepiece::SentencePieceProcessor& processor,
                                 const std::string& name)
{
    const int id = processor.PieceToId(name); // the unknown token's for anything else
    return processor.IdToPiece(id) == name ? std::optional<std::int64_t>(id) : std::nullopt;
}

CaptionFrame frameOf(const sentencepiece::SentencePieceProcessor& processor,
                     const SentencePieceOptions& options,
                     const std::string& file)
{
    const auto named = [&](const std::string& name) {
        const std::optional<std::int64_t> id = idOf(processor, name);
        if (!id) {
            throw Error({.id = "E_TOKENIZER_SPECIAL",
                         .file = file,
                         .place = name,
                         .expected = "an entry of the vocabulary",
                         .found = "none",
                         .remedy = {}});
        }
        return NamedToken{.id = *id, .text = name};
    };
    CaptionFrame frame;
    frame.unknown = named(options.unknown);
    frame.after = {named(options.last)};
    frame.padding = named(options.padding);
    frame.maximumTokens = options.maximumTokens;
    return frame;
}

/// Special tokens take the blanks around them.
std::vector<AddedToken> addedTokens(const sentencepiece::SentencePieceProcessor& processor,
                                    const SentencePieceOptions& options)
{
    std::vector<std::string> names{options.unknown, options.last, options.padding};
    names.insert(names.end(), options.others.begin(), options.others.end());
    std::vector<AddedToken> added;
    for (const std::string& name : names) {
        if (const std::optional<std::int64_t> id = idOf(processor, name)) {
            added.push_back({.text = name,
                             .id = *id,
                             .isOrdinary = name == options.unknown,
                             .takesBlanksBefore = true,
                             .takesBlanksAfter = true});
        }
    }
    return added;
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

CodePoints slice(const CodePoints& points, const PlacedBytes& bytes, const AddedTokens::Part& part)
{
    return {points.begin() + static_cast<std::ptrdiff_t>(bytes.characters[part.begin]),
            points.begin() + static_cast<std::ptrdiff_t>(bytes.characters[part.end - 1]) + 1};
}

CodePoints lowerCasedBetween(const CodePoints& points, const AddedTokens& added)
{
    const PlacedBytes bytes(points);
    CodePoints result;
    for (const AddedTokens::Part& part : added.split(bytes.text)) {
        const CodePoints given = slice(points, bytes, part);
        const CodePoints taken = part.token == nullptr ? lowerCased(given) : given;
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

SentencePiece::SentencePiece(std::string model, SentencePieceOptions options, std::string file)
    : SentencePiece(load(std::move(model), file), options, file)
{
}

SentencePiece::SentencePiece(Processor processor,
                             const SentencePieceOptions& options,
                             std::string file)
    : CaptionTokenizer(frameOf(*processor, options, file)),
      processor_(std::move(processor)),
      file_(std::move(file)),
      lowersCase_(options.lowersCase),
      added_(addedTokens(*processor_, options))
{
    std::vector<int> lead;
    if (const auto status = processor_->Encode(options.unknown, &lead); !status.ok()) {
        failInLibrary(file_, status.error_message());
    }
    leadPieces_ = lead.size();
}

SentencePiece::~SentencePiece() = default;

std::int64_t SentencePiece::vocabularySize() const
{
    return processor_->GetPieceSize();
}

std::string SentencePiece::token(std::int64_t id) const
{
    return id >= 0 && id < vocabularySize() ? processor_->IdToPiece(static_cast<int>(id))
                                            : std::string();
}

Spelling SentencePiece::spelling(std::int64_t id) const
{
    const std::string name = token(id);
    const bool leadsWord = name.starts_with(kBlankMarkText);
    return {.text = leadsWord ? name.substr(kBlankMarkText.size()) : name,
            .continuesWord = !leadsWord && !name.empty()};
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
    if (const auto status = processor_->Encode(lead + bytes.text, cut.mutable_proto());
        !status.ok()) {
        failInLibrary(file_, status.error_message());
    }
    const auto own = [&lead](std::size_t byte) {
        return std::max(byte, lead.size()) - lead.size();
    };
    const auto pieces = cut.pieces();
    for (std::size_t i = pieces.size() < leadPieces_ ? 0 : leadPieces_; i < pieces.size(); ++i) {
        Token token;
        token.id = processor_->PieceToId(pieces[i].piece());
        token.text = processor_->IdToPiece(static_cast<int>(token.id));
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
        points = lowerCasedBetween(points, added_);
    }
    const PlacedBytes bytes(points);
    std::vector<Token> found;
    for (const AddedTokens::Part& part : added_.split(bytes.text)) {
        const CodePoints slicePoints = slice(points, bytes, part);
        if (part.token == nullptr) {
            appendPieces(slicePoints, found);
            continue;
        }
        if (found.size() == 1 && found.front().text == kBlankMarkText) {
            found.clear(); // there is nothing between the start and this token
        }
        found.push_back(
            addedToken(*part.token, slicePoints.front().begin, slicePoints.back().end, -1));
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
    options.unknown = given.special("unk_token", options.unknown);
    options.last = given.special("eos_token", options.last);
    options.padding = given.special("pad_token", options.padding);
    for (SpecialName& other : given.others()) {
        options.others.push_back(std::move(other.text));
    }
    options.maximumTokens = given.maximumTokens();
    return std::make_unique<SentencePiece>(folder.read(kModelFile, limits::kTokenizerBytes),
                                           std::move(options), folder.nameOf(kModelFile));
}

} // namespace attenscope
