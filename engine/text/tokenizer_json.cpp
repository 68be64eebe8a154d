#include "engine/text/tokenizer_json.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/byte_bpe.h"
#include "engine/text/json_file.h"
#include "engine/text/text_steps_json.h"
#include "engine/text/tokenizer_json_frame.h"
#include "engine/text/unigram_json.h"
#include "engine/text/wordpiece.h"

#include <string_view>
#include <utility>

namespace attenscope {

namespace {

constexpr auto kFile = "tokenizer.json";

std::unique_ptr<const Tokenizer> readWordPiece(const JsonPlace& root,
                                               const TokenizerOptions& options)
{
    const JsonPlace model = root.at("model");
    model.requireText("continuing_subword_prefix", "##");
    constexpr std::int64_t kPieceLimit = 100;
    if (const auto limit = model.find("max_input_chars_per_word");
        limit && limit->integer() != kPieceLimit) {
        limit->unsupported(std::to_string(kPieceLimit));
    }
    if (!root.at("pre_tokenizer").isType("BertPreTokenizer")) {
        root.at("pre_tokenizer").unsupported("BertPreTokenizer");
    }
    const JsonPlace normalizer = root.at("normalizer");
    if (!normalizer.isType("BertNormalizer")) {
        normalizer.unsupported("BertNormalizer");
    }
    normalizer.requireFlag("clean_text", true, true);
    BasicOptions basic;
    basic.lowersCase = options.flag("do_lower_case", normalizer.flag("lowercase", true));
    basic.stripsAccents =
        options.flag("strip_accents", normalizer.flag("strip_accents", basic.lowersCase));
    basic.splitsCjk =
        options.flag("tokenize_chinese_chars", normalizer.flag("handle_chinese_chars", true));

    Vocabulary vocabulary(vocabularyEntries(model.at("vocab")), root.file());
    CaptionFrame frame = readFrame(root, options, vocabulary);
    if (!frame.unknown) {
        frame.unknown = namedToken(vocabulary, "[UNK]"); // the library's default
    }
    return std::make_unique<WordPiece>(std::move(vocabulary), basic, std::move(frame));
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
    if (cutter.isType("ByteLevel")) {
        cutter.requireFlag("use_regex", true, true);
        options.cutting = Cutting::Gpt2;
        options.addsBlankBefore = cutter.flag("add_prefix_space", true);
        return;
    }
    if (!cutter.isType("Sequence")) {
        cutter.unsupported("ByteLevel, or a Sequence of Split and ByteLevel");
    }
    const JsonPlace parts = cutter.at("pretokenizers");
    if (parts.size() != 2) {
        parts.unsupported("Split and ByteLevel");
    }
    const JsonPlace split = parts.item(0);
    const JsonPlace bytes = parts.item(1);
    if (!split.isType("Split")) {
        split.unsupported("Split");
    }
    if (!bytes.isType("ByteLevel")) {
        bytes.unsupported("ByteLevel");
    }
    if (!isClipPattern(split.at("pattern").text("Regex", ""))) {
        split.at("pattern").unsupported("CLIP's pattern");
    }
    split.requireText("behavior", "Removed");
    split.requireFlag("invert", false, true);
    bytes.requireFlag("add_prefix_space", true, false);
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
    model.requireText("continuing_subword_prefix", "");
    for (const char* const flag : {"fuse_unk", "byte_fallback", "ignore_merges"}) {
        model.requireFlag(flag, false, false);
    }
    ByteBpeOptions cutting;
    if (const std::optional<JsonPlace> normalizer = root.find("normalizer")) {
        cutting.steps = readTextSteps(*normalizer);
    }
    readCutting(root.at("pre_tokenizer"), cutting);
    if (cutting.cutting == Cutting::Gpt2) {
        cutting.addsBlankBefore = options.flag("add_prefix_space", cutting.addsBlankBefore);
    }
    Vocabulary vocabulary(vocabularyEntries(model.at("vocab")), root.file());
    CaptionFrame frame = readFrame(root, options, vocabulary);
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
    if (type == "Unigram" || (type.empty() && model.value().contains("unk_id"))) {
        return readUnigram(root, options);
    }
    model.unsupported("WordPiece, Unigram or byte-level BPE");
}

} // namespace attenscope
