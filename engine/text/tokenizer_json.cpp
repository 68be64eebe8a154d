#include "engine/text/tokenizer_json.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/byte_bpe.h"
#include "engine/text/json_file.h"
#include "engine/text/tokenizer_options.h"
#include "engine/text/wordpiece.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace attenscope {

namespace {

constexpr auto kFile = "tokenizer.json";

bool isType(const JsonPlace& place, std::string_view type)
{
    return place.text("type", "") == type;
}

void require(const JsonPlace& parent, const std::string& name, bool fallback, bool wanted)
{
    if (parent.flag(name, fallback) != wanted) {
        parent.at(name).unsupported(wanted ? "true" : "false");
    }
}

void requireText(const JsonPlace& parent, const std::string& name, const std::string& wanted)
{
    if (parent.text(name, wanted) != wanted) {
        parent.at(name).unsupported("\"" + wanted + "\"");
    }
}

/// The model's entries and those added tokens that are none of them.
Vocabulary readVocabulary(const JsonPlace& root)
{
    std::vector<VocabularyEntry> entries = vocabularyEntries(root.at("model").at("vocab"));
    Vocabulary model(entries, root.file());
    const std::optional<JsonPlace> added = root.find("added_tokens");
    bool hasMore = false;
    for (std::size_t i = 0; added && i < added->size(); ++i) {
        const JsonPlace token = added->item(i);
        const std::string text = token.at("content").text();
        const std::int64_t id = token.at("id").integer();
        if (model.id(text) != id) {
            entries.push_back({text, id});
            hasMore = true;
        }
    }
    return hasMore ? Vocabulary(std::move(entries), root.file()) : std::move(model);
}

NamedToken named(const Vocabulary& vocabulary, const std::string& text)
{
    return {.id = vocabulary.requiredId(text), .text = text};
}

/// What stands around the caption.
class Frame {
public:
    Frame(const Vocabulary& vocabulary, CaptionFrame& frame)
        : vocabulary_(vocabulary), frame_(frame)
    {
    }

    void read(const JsonPlace& processor)
    {
        if (isType(processor, "TemplateProcessing")) {
            readTemplate(processor.at("single"));
        } else if (isType(processor, "BertProcessing") || isType(processor, "RobertaProcessing")) {
            frame_.before = {pair(processor.at("cls"))};
            frame_.after = {pair(processor.at("sep"))};
        } else if (isType(processor, "Sequence")) {
            const JsonPlace parts = processor.at("processors");
            for (std::size_t i = 0; i < parts.size(); ++i) {
                read(parts.item(i));
            }
        } else if (!isType(processor, "ByteLevel")) { // changes places only
            processor.unsupported(
                "TemplateProcessing, BertProcessing, RobertaProcessing or ByteLevel");
        }
    }

private:
    NamedToken pair(const JsonPlace& pair) const // ["[SEP]", 102]
    {
        const NamedToken token = named(vocabulary_, pair.item(0).text());
        if (pair.item(1).integer() != token.id) {
            pair.item(1).unsupported("the token's id " + std::to_string(token.id));
        }
        return token;
    }

    void readTemplate(const JsonPlace& parts)
    {
        bool isBehind = false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (const std::optional<JsonPlace> token = parts.item(i).find("SpecialToken")) {
                (isBehind ? frame_.after : frame_.before)
                    .push_back(named(vocabulary_, token->at("id").text()));
            } else if (isBehind || parts.item(i).at("Sequence").at("id").text() != "A") {
                parts.item(i).unsupported("the caption once");
            } else {
                isBehind = true;
            }
        }
        if (!isBehind) {
            parts.unsupported("a place for the caption");
        }
    }

    const Vocabulary& vocabulary_;
    CaptionFrame& frame_;
};

/// Everything but the added tokens.
CaptionFrame
readFrame(const JsonPlace& root, const TokenizerOptions& options, const Vocabulary& vocabulary)
{
    CaptionFrame frame;
    if (const std::optional<JsonPlace> processor = root.find("post_processor")) {
        Frame(vocabulary, frame).read(*processor);
    }
    if (const std::optional<JsonPlace> unknown = root.at("model").find("unk_token")) {
        frame.unknown = named(vocabulary, unknown->text());
    }
    static constexpr std::array kPaddings{"[PAD]", "<pad>"};
    std::optional<std::string> padding;
    if (const std::optional<SpecialName> name = options.special("pad_token")) {
        padding = name->text;
    } else if (const std::optional<JsonPlace> given = root.find("padding")) {
        padding = given->at("pad_token").text();
    }
    for (const char* const name : kPaddings) {
        padding = padding || !vocabulary.id(name) ? padding : std::optional<std::string>(name);
    }
    // A vocabulary without one pads with what ends a caption, as CLIP's does.
    frame.padding = padding               ? named(vocabulary, *padding)
                    : frame.after.empty() ? named(vocabulary, "[PAD]")
                                          : frame.after.back();
    const bool hasBertMask = vocabulary.id("[MASK]").has_value();
    frame.maskId = vocabulary.id(options.special("mask_token", hasBertMask ? "[MASK]" : "<mask>"));
    frame.maximumTokens = options.maximumTokens();
    return frame;
}

/// Added tokens that are looked for before (false) or after (true) the normalisation.
std::vector<AddedToken>
readAdded(const JsonPlace& root, const CaptionFrame& frame, bool areNormalized)
{
    std::vector<AddedToken> result;
    const std::optional<JsonPlace> list = root.find("added_tokens");
    const auto isMark = [&](std::int64_t id) {
        const auto isIt = [id](const NamedToken& token) { return token.id == id; };
        return std::any_of(frame.before.begin(), frame.before.end(), isIt) ||
               std::any_of(frame.after.begin(), frame.after.end(), isIt);
    };
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const JsonPlace token = list->item(i);
        require(token, "single_word", false, false);
        const bool isSpecial = token.flag("special", false);
        if (token.flag("normalized", !isSpecial) != areNormalized) {
            continue;
        }
        const std::int64_t id = token.at("id").integer();
        const bool isWord =
            !isSpecial || id == frame.maskId || (frame.unknown && id == frame.unknown->id);
        result.push_back({.text = token.at("content").text(),
                          .id = id,
                          .isOrdinary = isWord && !isMark(id),
                          .takesBlanksBefore = token.flag("lstrip", false),
                          .takesBlanksAfter = token.flag("rstrip", false)});
    }
    return result;
}

std::unique_ptr<const Tokenizer> readWordPiece(const JsonPlace& root,
                                               const TokenizerOptions& options)
{
    const JsonPlace model = root.at("model");
    requireText(model, "continuing_subword_prefix", "##");
    constexpr std::int64_t kPieceLimit = 100;
    if (const auto limit = model.find("max_input_chars_per_word");
        limit && limit->integer() != kPieceLimit) {
        limit->unsupported(std::to_string(kPieceLimit));
    }
    if (!isType(root.at("pre_tokenizer"), "BertPreTokenizer")) {
        root.at("pre_tokenizer").unsupported("BertPreTokenizer");
    }
    const JsonPlace normalizer = root.at("normalizer");
    if (!isType(normalizer, "BertNormalizer")) {
        normalizer.unsupported("BertNormalizer");
    }
    require(normalizer, "clean_text", true, true);
    BasicOptions basic;
    basic.lowersCase = options.flag("do_lower_case", normalizer.flag("lowercase", true));
    basic.stripsAccents =
        options.flag("strip_accents", normalizer.flag("strip_accents", basic.lowersCase));
    basic.splitsCjk =
        options.flag("tokenize_chinese_chars", normalizer.flag("handle_chinese_chars", true));

    Vocabulary vocabulary = readVocabulary(root);
    CaptionFrame frame = readFrame(root, options, vocabulary);
    if (!frame.unknown) {
        frame.unknown = named(vocabulary, "[UNK]"); // the library's default
    }
    frame.added = readAdded(root, frame, false);
    if (const auto normalized = readAdded(root, frame, true); !normalized.empty()) {
        root.at("added_tokens")
            .unsupported("no token that is normalised, as " + normalized.front().text + " is");
    }
    return std::make_unique<WordPiece>(std::move(vocabulary), basic, std::move(frame));
}

void readSteps(const JsonPlace& normalizer, std::vector<TextStep>& steps)
{
    if (isType(normalizer, "Sequence")) {
        const JsonPlace parts = normalizer.at("normalizers");
        for (std::size_t i = 0; i < parts.size(); ++i) {
            readSteps(parts.item(i), steps);
        }
    } else if (isType(normalizer, "NFC")) {
        steps.push_back(TextStep::Nfc);
    } else if (isType(normalizer, "NFD")) {
        steps.push_back(TextStep::Nfd);
    } else if (isType(normalizer, "Lowercase")) {
        steps.push_back(TextStep::LowerCase);
    } else if (isType(normalizer, "Replace")) {
        const JsonPlace pattern = normalizer.at("pattern");
        if (pattern.text("Regex", "") != "\\s+" || normalizer.at("content").text() != " ") {
            pattern.unsupported(R"(the pattern \s+ replaced by a blank)");
        }
        steps.push_back(TextStep::JoinBlanks);
    } else {
        normalizer.unsupported("NFC, NFD, Lowercase or Replace");
    }
}

/// The patterns that CLIP's files have had.
bool isClipPattern(std::string_view pattern)
{
    constexpr std::string_view kSpecials = R"(<\|startoftext\|>|<\|endoftext\|>|)";
    if (pattern.starts_with(kSpecials)) {
        pattern.remove_prefix(kSpecials.size());
    }
    return pattern == R"('s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+)";
}

void readCutting(const JsonPlace& cutter, ByteBpeOptions& options)
{
    if (isType(cutter, "ByteLevel")) {
        require(cutter, "use_regex", true, true);
        options.cutting = Cutting::Gpt2;
        options.addsBlankBefore = cutter.flag("add_prefix_space", true);
        return;
    }
    if (!isType(cutter, "Sequence")) {
        cutter.unsupported("ByteLevel, or a Sequence of Split and ByteLevel");
    }
    const JsonPlace parts = cutter.at("pretokenizers");
    if (parts.size() != 2) {
        parts.unsupported("Split and ByteLevel");
    }
    const JsonPlace split = parts.item(0);
    const JsonPlace bytes = parts.item(1);
    if (!isType(split, "Split")) {
        split.unsupported("Split");
    }
    if (!isType(bytes, "ByteLevel")) {
        bytes.unsupported("ByteLevel");
    }
    if (!isClipPattern(split.at("pattern").text("Regex", ""))) {
        split.at("pattern").unsupported("CLIP's pattern");
    }
    requireText(split, "behavior", "Removed");
    require(split, "invert", false, true);
    require(bytes, "add_prefix_space", true, false);
    options.cutting = Cutting::Clip;
}

std::vector<Merge> readMerges(const JsonPlace& list)
{
    std::vector<Merge> merges;
    if (list.size() > limits::kMerges) {
        throw Error({.id = "E_LIMIT_MERGES",
                     .file = list.file(),
                     .place = list.pointer(),
                     .expected = "at most " + std::to_string(limits::kMerges) + " merges",
                     .found = std::to_string(list.size()),
                     .remedy = {}});
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        const JsonPlace merge = list.item(i);
        const bool isPair = merge.value().is_array() && merge.size() == 2; // since version 0.20
        merges.push_back(
            mergeOf(isPair ? merge.item(0).text() + " " + merge.item(1).text() : merge.text(),
                    merge.pointer(), list.file()));
    }
    return merges;
}

std::unique_ptr<const Tokenizer> readBytePairs(const JsonPlace& root,
                                               const TokenizerOptions& options)
{
    const JsonPlace model = root.at("model");
    if (const std::optional<JsonPlace> dropout = model.find("dropout");
        dropout && dropout->value() != 0) {
        dropout->unsupported("none: the same caption always gives the same tokens");
    }
    requireText(model, "continuing_subword_prefix", "");
    for (const char* const flag : {"fuse_unk", "byte_fallback", "ignore_merges"}) {
        require(model, flag, false, false);
    }
    ByteBpeOptions cutting;
    if (const std::optional<JsonPlace> normalizer = root.find("normalizer")) {
        readSteps(*normalizer, cutting.steps);
    }
    readCutting(root.at("pre_tokenizer"), cutting);
    if (cutting.cutting == Cutting::Gpt2) {
        cutting.addsBlankBefore = options.flag("add_prefix_space", cutting.addsBlankBefore);
    }
    Vocabulary vocabulary = readVocabulary(root);
    CaptionFrame frame = readFrame(root, options, vocabulary);
    frame.added = readAdded(root, frame, false);
    cutting.normalizedAdded = readAdded(root, frame, true);
    std::optional<std::int64_t> unknown;
    if (frame.unknown) {
        unknown = frame.unknown->id;
    }
    BytePairs pairs(std::move(vocabulary), readMerges(model.at("merges")),
                    model.text("end_of_word_suffix", ""), unknown, root.file());
    return std::make_unique<ByteBpe>(std::move(pairs), std::move(cutting), std::move(frame));
}

} // namespace

std::unique_ptr<const Tokenizer> readTokenizerFile(const ModelFolder& folder)
{
    const std::string file = folder.nameOf(kFile);
    const nlohmann::ordered_json json = readTokenizerJson(folder, kFile);
    const JsonPlace root(json, file);
    const TokenizerOptions options(folder);
    const JsonPlace model = root.at("model");
    const std::string type = model.text("type", ""); // files of 2020 leave it out
    if (type == "WordPiece" || (type.empty() && model.find("max_input_chars_per_word"))) {
        return readWordPiece(root, options);
    }
    if (type == "BPE" || (type.empty() && model.find("merges"))) {
        return readBytePairs(root, options);
    }
    model.unsupported("WordPiece or byte-level BPE");
}

} // namespace attenscope
