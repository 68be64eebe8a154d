#include "engine/text/byte_bpe_files.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/json_file.h"
#include "engine/text/tokenizer_options.h"

#include <utility>

namespace attenscope {

namespace {

constexpr auto kVocabularyFile = "vocab.json";
constexpr auto kMergesFile = "merges.txt";
constexpr auto kClip = "CLIPTokenizer";
constexpr auto kRoberta = "RobertaTokenizer";

/// The names that a class takes where the files name none (transformers, tokenization_clip.py and
/// tokenization_roberta.py).
struct Defaults {
    const char* first;
    const char* last;
    const char* unknown;
    const char* padding;
    const char* mask; ///< null: none
};

constexpr Defaults kClipNames{.first = "<|startoftext|>",
                              .last = "<|endoftext|>",
                              .unknown = "<|endoftext|>",
                              .padding = "<|endoftext|>",
                              .mask = nullptr};
constexpr Defaults kRobertaNames{
    .first = "<s>", .last = "</s>", .unknown = "<unk>", .padding = "<pad>", .mask = "<mask>"};

/// Special tokens of both kinds, and the frame they make.
class Specials {
public:
    Specials(const Vocabulary& vocabulary, const TokenizerOptions& options)
        : vocabulary_(vocabulary), options_(options)
    {
    }

    /// The token that the files name for a role, or else `fallback`.
    NamedToken add(const std::string& role, const char* fallback, bool isOrdinary)
    {
        SpecialName name = options_.special(role).value_or(SpecialName{.text = fallback});
        if (role == "mask_token" && name.isPlain) {
            name.takesBlanksBefore = true; // RoBERTa's class makes the name such a token
        }
        const std::int64_t id = vocabulary_.requiredId(name.text);
        append(name, id, isOrdinary);
        return {.id = id, .text = name.text};
    }

    /// The further ones that are in the vocabulary; others are text.
    void addOthers()
    {
        for (const SpecialName& name : options_.others()) {
            if (const std::optional<std::int64_t> id = vocabulary_.id(name.text)) {
                append(name, *id, false);
            }
        }
    }

    std::vector<AddedToken> take() { return std::move(added_); }

private:
    void append(const SpecialName& name, std::int64_t id, bool isOrdinary)
    {
        added_.push_back({.text = name.text,
                          .id = id,
                          .isOrdinary = isOrdinary,
                          .takesBlanksBefore = name.takesBlanksBefore,
                          .takesBlanksAfter = name.takesBlanksAfter});
    }

    const Vocabulary& vocabulary_;
    const TokenizerOptions& options_;
    std::vector<AddedToken> added_;
};

bool isClip(const TokenizerOptions& options, const Vocabulary& vocabulary)
{
    const std::string name = options.tokenizerClass();
    if (name == kClip || name == kRoberta) {
        return name == kClip;
    }
    if (!name.empty()) {
        throw Error({.id = "E_TOKENIZER_OPTION",
                     .file = options.file(),
                     .place = "/tokenizer_class",
                     .expected = std::string(kClip) + " or " + kRoberta,
                     .found = name,
                     .remedy = {}});
    }
    return !vocabulary.id(kRobertaNames.first) || vocabulary.id(kClipNames.first);
}

} // namespace

std::unique_ptr<const Tokenizer> readByteBpe(const ModelFolder& folder)
{
    const TokenizerOptions options(folder);
    const std::string vocabularyFile = folder.nameOf(kVocabularyFile);
    const nlohmann::ordered_json json = readTokenizerJson(folder, kVocabularyFile);
    Vocabulary vocabulary(vocabularyEntries(JsonPlace(json, vocabularyFile)), vocabularyFile);
    const bool clip = isClip(options, vocabulary);
    const Defaults& names = clip ? kClipNames : kRobertaNames;

    Specials specials(vocabulary, options);
    CaptionFrame frame;
    frame.before = {specials.add(clip ? "bos_token" : "cls_token", names.first, false)};
    frame.after = {specials.add(clip ? "eos_token" : "sep_token", names.last, false)};
    frame.unknown = specials.add("unk_token", names.unknown, true);
    frame.padding = specials.add("pad_token", names.padding, true);
    if (names.mask != nullptr) {
        frame.maskId = specials.add("mask_token", names.mask, true).id;
    }
    specials.addOthers();
    frame.maximumTokens = options.maximumTokens();

    ByteBpeOptions cutting;
    if (clip) {
        cutting = {.steps = {TextStep::Nfc, TextStep::JoinBlanks, TextStep::LowerCaseAsAWhole},
                   .cutting = Cutting::Clip,
                   .normalizedAdded = specials.take()};
    } else {
        cutting.addsBlankBefore = options.flag("add_prefix_space", false);
        frame.added = specials.take();
    }
    if (!folder.contains(kMergesFile)) {
        throw Error({.id = "E_TOKENIZER_MISSING",
                     .file = folder.nameOf(kMergesFile),
                     .place = {},
                     .expected = "the merges that belong to vocab.json",
                     .found = "no such file",
                     .remedy = "Copy the file from where the vocabulary was taken."});
    }
    const std::string file = folder.nameOf(kMergesFile);
    const std::int64_t unknown = frame.unknown->id;
    BytePairs pairs(std::move(vocabulary),
                    readMerges(folder.read(kMergesFile, limits::kTokenizerBytes), file),
                    clip ? "</w>" : "", unknown, file);
    return std::make_unique<ByteBpe>(std::move(pairs), std::move(cutting), std::move(frame));
}

} // namespace attenscope
