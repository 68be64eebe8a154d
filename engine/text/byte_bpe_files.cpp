#include "engine/text/byte_bpe_files.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/json_file.h"
#include "engine/text/normal_forms.h"
#include "engine/text/special_tokens.h"

#include <utility>

namespace attenscope {

namespace {

constexpr auto kVocabularyFile = "vocab.json";
constexpr auto kMergesFile = "merges.txt";

/// The names that a class takes where the files name none (transformers, tokenization_clip.py,
/// tokenization_roberta.py, tokenization_gpt2.py), and what it does.
struct Family {
    const char* name; ///< of the class
    const char* firstRole;
    const char* lastRole;
    const char* first;
    const char* last;
    const char* unknown;
    const char* padding; ///< null: none
    const char* mask;    ///< null: none
};

constexpr Family kClip{.name = "CLIPTokenizer",
                       .firstRole = "bos_token",
                       .lastRole = "eos_token",
                       .first = "<|startoftext|>",
                       .last = "<|endoftext|>",
                       .unknown = "<|endoftext|>",
                       .padding = "<|endoftext|>",
                       .mask = nullptr};
constexpr Family kRoberta{.name = "RobertaTokenizer",
                          .firstRole = "cls_token",
                          .lastRole = "sep_token",
                          .first = "<s>",
                          .last = "</s>",
                          .unknown = "<unk>",
                          .padding = "<pad>",
                          .mask = "<mask>"};
constexpr Family kGpt2{.name = "GPT2Tokenizer",
                       .firstRole = "bos_token",
                       .lastRole = "eos_token",
                       .first = "<|endoftext|>",
                       .last = "<|endoftext|>",
                       .unknown = "<|endoftext|>",
                       .padding = nullptr,
                       .mask = nullptr};

const Family& familyOf(const TokenizerOptions& options, const Vocabulary& vocabulary)
{
    const std::string name = options.tokenizerClass();
    if (name.empty()) {
        return vocabulary.id(kClip.first)      ? kClip
               : vocabulary.id(kRoberta.first) ? kRoberta
               : vocabulary.id(kGpt2.last)     ? kGpt2
                                               : kClip;
    }
    for (const Family* const family : {&kClip, &kRoberta, &kGpt2}) {
        if (name == family->name) {
            return *family;
        }
    }
    throw Error({.id = "E_TOKENIZER_OPTION",
                 .file = options.file(),
                 .place = "/tokenizer_class",
                 .expected = std::string(kClip.name) + ", " + kRoberta.name + " or " + kGpt2.name,
                 .found = name,
                 .remedy = {}});
}

/// The frame of a family, with its special tokens.
class FrameReader {
public:
    FrameReader(const Family& family, Vocabulary& vocabulary, const TokenizerOptions& options)
        : family_(&family), vocabulary_(vocabulary), options_(options)
    {
    }

    CaptionFrame read()
    {
        added_ = addTokens(vocabulary_, options_);
        const NamedToken first = named(family_->firstRole, family_->first);
        const NamedToken last = named(family_->lastRole, family_->last);
        CaptionFrame frame;
        if (family_ != &kGpt2) {
            frame.before = {first};
            frame.after = {last};
        } else if (options_.flag("add_bos_token", false)) {
            frame.before = {first};
        }
        frame.unknown = named("unk_token", family_->unknown);
        // A model that was trained without padding never looks at it: any token will do.
        const bool hasPadding = family_->padding != nullptr || options_.special("pad_token");
        frame.padding = hasPadding ? named("pad_token", family_->padding) : last;
        if (family_->mask != nullptr) {
            frame.maskId = named("mask_token", family_->mask).id;
        }
        frame.maximumTokens = options_.maximumTokens();
        frame.cleansBlanks = options_.cleansBlanks();
        addNamed(added_, vocabulary_, options_);
        frame.added = std::move(added_);
        return frame;
    }

private:
    /// The token that the files name for a role, or else `fallback`.
    NamedToken named(const std::string& role, const char* fallback)
    {
        const std::optional<SpecialName> given = options_.special(role);
        SpecialName name = given ? *given : SpecialName{.text = fallback};
        if (name.isPlain) { // the class makes a token of it
            name.takesBlanksBefore = role == "mask_token";
            name.isNormalized = family_ == &kClip;
        }
        const std::int64_t id = vocabulary_.requiredId(name.text);
        addUnlessThere(added_, specialToken(name, id));
        return {.id = id, .text = name.text};
    }

    const Family* family_;
    Vocabulary& vocabulary_;
    const TokenizerOptions& options_;
    std::vector<AddedToken> added_;
};

std::vector<Merge> readMergesFile(const ModelFolder& folder)
{
    if (!folder.contains(kMergesFile)) {
        throw Error({.id = "E_TOKENIZER_MISSING",
                     .file = folder.nameOf(kMergesFile),
                     .place = {},
                     .expected = "the merges that belong to vocab.json",
                     .found = "no such file",
                     .remedy = "Copy the file from where the vocabulary was taken."});
    }
    return readMerges(folder.read(kMergesFile, limits::kTokenizerBytes),
                      folder.nameOf(kMergesFile));
}

} // namespace

std::unique_ptr<const Tokenizer> readByteBpe(const ModelFolder& folder)
{
    const TokenizerOptions options(folder);
    const std::string vocabularyFile = folder.nameOf(kVocabularyFile);
    const nlohmann::ordered_json json = readTokenizerJson(folder, kVocabularyFile);
    Vocabulary vocabulary(vocabularyEntries(JsonPlace(json, vocabularyFile)), vocabularyFile);
    const Family& family = familyOf(options, vocabulary);
    const bool isClip = &family == &kClip;
    CaptionFrame frame = FrameReader(family, vocabulary, options).read();

    ByteBpeOptions cutting;
    if (isClip) {
        cutting = {.steps = {composed, withBlankRunsJoined, lowerCasedAsAWhole},
                   .cutting = Cutting::Clip};
    } else {
        cutting.addsBlankBefore = options.flag("add_prefix_space", false);
    }
    const std::int64_t unknown = frame.unknown->id;
    BytePairs pairs(std::move(vocabulary), readMergesFile(folder), isClip ? "</w>" : "", unknown,
                    folder.nameOf(kMergesFile));
    return std::make_unique<ByteBpe>(std::move(pairs), std::move(cutting), std::move(frame));
}

} // namespace attenscope
