#include "engine/text/tokenizer.h"

#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/text/wordpiece.h"

#include <limits>
#include <utility>

namespace attenscope {

namespace {

constexpr auto kVocabularyFile = "vocab.txt";

/// Whatever is wrong with a field of these files is E_TOKENIZER_OPTION.
template <typename Read>
auto field(const Read& read)
{
    try {
        return read();
    } catch (const Error& error) {
        ErrorInfo info = error.info();
        info.id = "E_TOKENIZER_OPTION";
        throw Error(std::move(info));
    }
}

[[noreturn]] void unsupported(const Config& config, std::string pointer, std::string found)
{
    throw Error({.id = "E_TOKENIZER_OPTION",
                 .file = config.file(),
                 .place = std::move(pointer),
                 .expected = "BERT's basic tokenizer with nothing excepted",
                 .found = std::move(found),
                 .remedy = {}});
}

/// A special token's name: a string, or an object with its `content`.
void readName(const Config& config, const std::string& pointer, std::string& name)
{
    if (config.contains(pointer)) {
        name = field([&] {
            return config.text(config.isObject(pointer) ? pointer + "/content" : pointer,
                               std::nullopt);
        });
    }
}

void readNames(const Config& config, WordPieceOptions& options)
{
    readName(config, "/unk_token", options.unknown);
    readName(config, "/cls_token", options.first);
    readName(config, "/sep_token", options.last);
    readName(config, "/pad_token", options.padding);
    readName(config, "/mask_token", options.mask);
    for (int i = 0; config.contains("/additional_special_tokens/" + std::to_string(i)); ++i) {
        std::string name;
        readName(config, "/additional_special_tokens/" + std::to_string(i), name);
        options.others.push_back(std::move(name));
    }
}

void readBehaviour(const Config& config, BasicOptions& options)
{
    const auto flag = [&](const std::string& pointer, bool fallback) {
        return field([&] { return config.boolean(pointer, fallback); });
    };
    options.lowersCase = flag("/do_lower_case", true);
    options.stripsAccents = flag("/strip_accents", options.lowersCase); // null follows the case
    options.splitsCjk = flag("/tokenize_chinese_chars", true);
    if (!flag("/do_basic_tokenize", true)) {
        unsupported(config, "/do_basic_tokenize", "false");
    }
    if (config.contains("/never_split/0")) {
        unsupported(config, "/never_split", "tokens that are never split");
    }
}

/// Files without a limit write a huge number (1e30), which leaves the model's own limit.
void readLimit(const Config& config, WordPieceOptions& options)
{
    constexpr double kUnlimited = 1e9;
    const double limit = field([&] {
        return config.number("/model_max_length", kUnlimited,
                             {.minimum = 2, .maximum = std::numeric_limits<double>::max()});
    });
    if (limit < kUnlimited) {
        options.maximumTokens = static_cast<int>(limit);
    }
}

} // namespace

std::unique_ptr<const Tokenizer> readTokenizer(const ModelFolder& folder)
{
    if (!folder.contains(kVocabularyFile)) {
        throw Error(
            {.id = "E_TOKENIZER_MISSING",
             .file = folder.nameOf(kVocabularyFile),
             .place = {},
             .expected = "the tokenizer's vocabulary",
             .found = "no such file",
             .remedy = "Copy the vocabulary that the model was trained with into its folder."});
    }
    Vocabulary vocabulary(folder.read(kVocabularyFile, limits::kTokenizerBytes),
                          folder.nameOf(kVocabularyFile));
    WordPieceOptions options;
    if (folder.contains("tokenizer_config.json")) {
        const Config config = folder.readConfig("tokenizer_config.json");
        readBehaviour(config, options.basic);
        readNames(config, options);
        readLimit(config, options);
    }
    if (folder.contains("special_tokens_map.json")) { // wins, as in the reference
        readNames(folder.readConfig("special_tokens_map.json"), options);
    }
    return std::make_unique<WordPiece>(std::move(vocabulary), std::move(options));
}

} // namespace attenscope
