#include "engine/text/tokenizer.h"

#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/byte_bpe_files.h"
#include "engine/text/sentence_piece.h"
#include "engine/text/special_tokens.h"
#include "engine/text/tokenizer_json.h"
#include "engine/text/tokenizer_options.h"
#include "engine/text/wordpiece.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace attenscope {

namespace {

constexpr auto kPiecesFile = "spiece.model";
constexpr auto kWholeFile = "tokenizer.json";
constexpr auto kVocabularyFile = "vocab.txt";
constexpr auto kPairsFile = "vocab.json";

/// BERT's class, and those that are nothing but it under another name.
void requireBert(const TokenizerOptions& given)
{
    static constexpr std::array<std::string_view, 6> kClasses{"",
                                                              "BertTokenizer",
                                                              "LxmertTokenizer",
                                                              "DistilBertTokenizer",
                                                              "ElectraTokenizer",
                                                              "MobileBertTokenizer"};
    if (std::ranges::find(kClasses, given.tokenizerClass()) == kClasses.end()) {
        throw Error({.id = "E_TOKENIZER_OPTION",
                     .file = given.file(),
                     .place = "/tokenizer_class",
                     .expected = "BertTokenizer for a vocab.txt",
                     .found = given.tokenizerClass(),
                     .remedy = {}});
    }
}

WordPieceOptions wordPieceOptions(const TokenizerOptions& given)
{
    requireBert(given);
    WordPieceOptions options;
    options.unknown = given.special("unk_token", options.unknown);
    options.first = given.special("cls_token", options.first);
    options.last = given.special("sep_token", options.last);
    options.padding = given.special("pad_token", options.padding);
    options.mask = given.special("mask_token", options.mask);
    options.basic.lowersCase = given.flag("do_lower_case", true);
    options.basic.stripsAccents =
        given.flag("strip_accents", options.basic.lowersCase); // null follows the case
    options.basic.splitsCjk = given.flag("tokenize_chinese_chars", true);
    if (!given.flag("do_basic_tokenize", true)) {
        throw Error({.id = "E_TOKENIZER_OPTION",
                     .file = given.file(),
                     .place = "/do_basic_tokenize",
                     .expected = "BERT's basic tokenizer",
                     .found = "false",
                     .remedy = {}});
    }
    given.requireEmpty("never_split");
    options.maximumTokens = given.maximumTokens();
    options.cleansBlanks = given.cleansBlanks();
    return options;
}

std::unique_ptr<const Tokenizer> readWordPiece(const ModelFolder& folder)
{
    const TokenizerOptions given(folder);
    WordPieceOptions options = wordPieceOptions(given);
    Vocabulary vocabulary(folder.read(kVocabularyFile, limits::kTokenizerBytes),
                          folder.nameOf(kVocabularyFile));
    options.added = addTokens(vocabulary, given);
    addNamed(options.added, vocabulary, given);
    return std::make_unique<WordPiece>(std::move(vocabulary), std::move(options));
}

} // namespace

std::unique_ptr<const Tokenizer> readTokenizer(const ModelFolder& folder)
{
    if (folder.contains(kPiecesFile)) {
        return readSentencePiece(folder);
    }
    if (folder.contains(kWholeFile)) {
        return readTokenizerFile(folder);
    }
    if (folder.contains(kVocabularyFile)) {
        return readWordPiece(folder);
    }
    if (folder.contains(kPairsFile)) {
        return readByteBpe(folder);
    }
    throw Error({.id = "E_TOKENIZER_MISSING",
                 .file = folder.nameOf(kVocabularyFile),
                 .place = {},
                 .expected = "the tokenizer's vocabulary",
                 .found = "no such file",
                 .remedy = "Name the folder of a tokenizer with --tokenizer DIR, or copy the "
                           "vocabulary that the model was trained with into its folder."});
}

} // namespace attenscope
