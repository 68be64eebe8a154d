#include "engine/models/config_fields.h"

#include "engine/base/limits.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

template <typename Integer>
Config::Range atLeastOne(Integer maximum)
{
    return {.minimum = 1, .maximum = static_cast<double>(maximum)};
}

} // namespace

ConfigFields::ConfigFields(const Config& config, std::string object, std::string twin)
    : config_(config), object_(std::move(object)), twin_(std::move(twin))
{
}

std::string ConfigFields::pointer(const std::string& name) const
{
    const std::string inTwin = twin_ + "/" + name;
    return !twin_.empty() && config_.contains(inTwin) ? inTwin : object_ + "/" + name;
}

std::int64_t
ConfigFields::integer(const std::string& name, std::int64_t fallback, Config::Range range) const
{
    return config_.integer(pointer(name), fallback, range);
}

void ConfigFields::refuse(const std::string& name, std::string expected, std::string found) const
{
    throw Error({.id = "E_CONFIG_RANGE",
                 .file = config_.file(),
                 .place = pointer(name),
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = {}});
}

Index ConfigFields::width(const std::string& name, Index fallback) const
{
    return integer(name, fallback, atLeastOne(limits::kHiddenWidth));
}

Index ConfigFields::count(const std::string& name, Index fallback) const
{
    return integer(name, fallback, atLeastOne(limits::kVocabularyEntries));
}

Index ConfigFields::positions(Index fallback) const
{
    return integer("max_position_embeddings", fallback,
                   {.minimum = 2, .maximum = static_cast<double>(limits::kVocabularyEntries)});
}

int ConfigFields::layers(const std::string& name, int fallback) const
{
    return static_cast<int>(integer(name, fallback, atLeastOne(limits::kLayers)));
}

LayerSizes ConfigFields::layerSizes(const LayerSizes& fallback, const std::string& prefix) const
{
    const std::string heads = prefix + "num_attention_heads";
    LayerSizes sizes{
        .width = width(prefix + "hidden_size", fallback.width),
        .innerWidth = integer(prefix + "intermediate_size", fallback.innerWidth,
                              atLeastOne(4 * limits::kHiddenWidth)),
        .heads = static_cast<int>(integer(heads, fallback.heads, atLeastOne(limits::kHeads))),
        .epsilon = static_cast<float>(config_.number(pointer(prefix + "layer_norm_eps"),
                                                     static_cast<double>(fallback.epsilon),
                                                     {.minimum = 0, .maximum = 1}))};
    if (sizes.width % sizes.heads != 0) {
        refuse(heads, "a divisor of " + prefix + "hidden_size " + std::to_string(sizes.width),
               std::to_string(sizes.heads));
    }
    return sizes;
}

std::int64_t
ConfigFields::tokenId(const std::string& name, std::int64_t fallback, Index vocabulary) const
{
    const std::int64_t id =
        integer(name, fallback, {.minimum = 0, .maximum = static_cast<double>(vocabulary - 1)});
    if (id >= vocabulary) {
        refuse(name, "a token below " + std::to_string(vocabulary),
               "nothing, which means " + std::to_string(id));
    }
    return id;
}

int ConfigFields::imageSize(int fallback) const
{
    return static_cast<int>(integer("image_size", fallback, atLeastOne(limits::kImageSide)));
}

int ConfigFields::patchSize(int fallback, int imageSize) const
{
    const auto size =
        static_cast<int>(integer("patch_size", fallback, atLeastOne(limits::kImageSide)));
    const Index side = imageSize / size;
    if (side < 1 || side * side > limits::kPatches) {
        refuse("patch_size",
               "1 to " + std::to_string(limits::kPatches) + " patches of the image's side " +
                   std::to_string(imageSize),
               std::to_string(size));
    }
    return size;
}

std::unique_ptr<const Tokenizer> loadTokenizer(const LoadContext& context)
{
    return context.options.tokenizer ? readTokenizer(ModelFolder(*context.options.tokenizer))
                                     : readTokenizer(context.folder);
}

Preprocessor readPreprocessor(const ModelFolder& folder, const Preprocessor& fallback)
{
    const std::string file = "preprocessor_config.json";
    return folder.contains(file) ? Preprocessor::read(folder.readConfig(file), fallback) : fallback;
}

Preprocessor
readPreprocessor(const ModelFolder& folder, const Preprocessor& fallback, int width, int height)
{
    Preprocessor preprocessor = readPreprocessor(folder, fallback);
    if (!preprocessor.givesAlways(width, height)) {
        const bool isCropped = preprocessor.isCropped;
        const int givenWidth = isCropped ? preprocessor.cropWidth : preprocessor.width;
        const int givenHeight = isCropped ? preprocessor.cropHeight : preprocessor.height;
        const bool isFixed = isCropped || (preprocessor.isResized &&
                                           preprocessor.sizing == Preprocessor::Sizing::Exact);
        throw Error({.id = "E_PREPROC",
                     .file = folder.nameOf("preprocessor_config.json"),
                     .place = isCropped ? "/crop_size" : "/size",
                     .expected = std::to_string(width) + " × " + std::to_string(height) +
                                 ", the image size of config.json",
                     .found = isFixed
                                  ? std::to_string(givenWidth) + " × " + std::to_string(givenHeight)
                                  : "a size that depends on the picture",
                     .remedy = {}});
    }
    return preprocessor;
}

void checkTokenIds(const Tokens& tokens, Index vocabulary, const std::filesystem::path& folder)
{
    for (const Token& token : tokens.tokens) {
        if (token.id < 0 || token.id >= vocabulary) {
            throw Error({.id = "E_TOKENIZER_ID",
                         .file = folder.string(),
                         .place = "token " + token.text,
                         .expected = "an id below " + std::to_string(vocabulary) +
                                     ", the word table's size",
                         .found = std::to_string(token.id),
                         .remedy = "Use the vocabulary that belongs to this checkpoint."});
        }
    }
}

} // namespace attenscope
