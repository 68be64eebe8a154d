// The bundled model: two small towers, linear alignment, and a fusion stack for each of the six
// modes. Its training and its definition in PyTorch: resources/training/model.py.

#include "engine/blocks/convolution.h"
#include "engine/blocks/embedding.h"
#include "engine/blocks/key_mask.h"
#include "engine/blocks/pooling.h"
#include "engine/fusion/fusion.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/config_fields.h"
#include "engine/models/predictions.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/models/scenes_config.h"
#include "engine/modes/mode_layer.h"

#include <iterator>
#include <map>

namespace attenscope {

namespace {

struct TowerLayer {
    SelfAttentionStep selfAttention;
    FeedForwardStep feedForward;
};

/// Self-attention layers of one modality and a last norm.
struct Tower {
    std::vector<TowerLayer> layers;
    LayerNorm norm;
    std::string kind; ///< of its sites

    static Tower bind(WeightBinder& weights,
                      const std::string& prefix,
                      const LayerSizes& sizes,
                      int layers,
                      std::string kind)
    {
        Tower tower{.layers = {},
                    .norm = LayerNorm::bind(weights, prefix + ".norm", sizes.width, sizes.epsilon),
                    .kind = std::move(kind)};
        for (int i = 0; i < layers; ++i) {
            const std::string layer = prefix + ".layers." + std::to_string(i);
            tower.layers.push_back(
                {.selfAttention = SelfAttentionStep::bind(weights, layer + ".self", sizes),
                 .feedForward = FeedForwardStep::bind(weights, layer + ".ffn", sizes)});
        }
        return tower;
    }

    /// axis  of its matrices, both ways
    Matrix forward(Matrix states,
                   const Matrix& mask,
                   const Axis& axis,
                   TraceBuilder& sites,
                   ThreadPool& pool) const
    {
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const Attention& attention = layers[i].selfAttention.attention;
            SiteRecorder& site = sites.open({.kind = kind,
                                             .layer = static_cast<int>(i),
                                             .heads = attention.heads,
                                             .query = axis,
                                             .key = axis,
                                             .weightPrefix = attention.weightPrefix});
            states = layers[i].selfAttention.forward(states, mask, site, pool);
            states = layers[i].feedForward.forward(states, sites.memory(), pool);
        }
        return norm.forward(states);
    }
};

/// Everything that belongs to one mode: its layers and its heads.
struct ModeStack {
    std::vector<ModeLayer> layers;
    LayerNorm textNorm;
    LayerNorm imageNorm;
    std::vector<Fusion> fusions; ///< in the order of kFusionStrategies
    std::optional<Linear> maskedWord;
    std::optional<Linear> described;
    std::optional<Linear> regionColour;
    std::optional<Linear> regionShape;
};

ModeStack bindStack(WeightBinder& weights, Mode mode, const ScenesConfig& c)
{
    const std::string name(weightNameOf(mode));
    const std::string fusion = "fusion." + name;
    const std::string heads = "heads." + name;
    const Index width = c.fusion.width;
    ModeStack stack;
    for (int i = 0; i < c.fusionLayers; ++i) {
        stack.layers.push_back(
            bindModeLayer(mode, weights, fusion + ".layers." + std::to_string(i), c.fusion, i));
    }
    stack.textNorm = LayerNorm::bind(weights, fusion + ".text_norm", width, c.fusion.epsilon);
    stack.imageNorm = LayerNorm::bind(weights, fusion + ".image_norm", width, c.fusion.epsilon);
    for (const FusionStrategy strategy : kFusionStrategies) {
        stack.fusions.push_back(bindFusion(strategy, weights, heads, width));
    }
    if (updates(mode, Modality::Text)) {
        stack.maskedWord = Linear::bind(weights, heads + ".masked_word", width, c.vocabulary);
    }
    if (updates(mode, Modality::Image)) {
        stack.described = Linear::bind(weights, heads + ".described", width, 1);
        stack.regionColour = Linear::bind(weights, heads + ".region_colour", width,
                                          static_cast<Index>(c.colours.size()));
        stack.regionShape = Linear::bind(weights, heads + ".region_shape", width,
                                         static_cast<Index>(c.shapes.size()));
    }
    return stack;
}

struct ScenesWeights {
    Embedding words;
    Embedding textPositions;
    Tower text;
    std::vector<Convolution> stem;
    Embedding unitPositions;
    Tower vision;
    Linear alignText;
    Linear alignImage;
    std::map<Mode, ModeStack> stacks;
};

ScenesWeights bindScenes(WeightBinder& weights, const ScenesConfig& c)
{
    ScenesWeights result{
        .words = Embedding::bind(weights, "text.embeddings.word", c.vocabulary, c.text.width),
        .textPositions =
            Embedding::bind(weights, "text.embeddings.position", c.positions, c.text.width),
        .text = Tower::bind(weights, "text", c.text, c.textLayers, "text_self"),
        .stem = {},
        .unitPositions =
            Embedding::bind(weights, "vision.embeddings.position", c.units(), c.vision.width),
        .vision = Tower::bind(weights, "vision", c.vision, c.visionLayers, "vision_self"),
        .alignText = Linear::bind(weights, "align_text", c.text.width, c.fusion.width),
        .alignImage = Linear::bind(weights, "align_image", c.vision.width, c.fusion.width),
        .stacks = {},
    };
    Index channels = 3;
    for (std::size_t i = 0; i < c.stemChannels.size(); ++i) {
        result.stem.push_back(Convolution::bind(weights, "vision.stem." + std::to_string(i),
                                                {.inChannels = channels,
                                                 .outChannels = c.stemChannels[i],
                                                 .kernel = 3,
                                                 .stride = 2,
                                                 .padding = 1}));
        channels = c.stemChannels[i];
    }
    for (const Mode mode : c.modes) {
        result.stacks.emplace(mode, bindStack(weights, mode, c));
    }
    weights.ignore("vision.mask_embedding"); // stands for hidden units in training only
    return result;
}

class Scenes final : public PictureModel {
public:
    Scenes(ModelInfo info, ScenesConfig config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    Matrix stemStates(const PixelValues& pixels) const;
    States towers(const TextInput& text,
                  const ImageInput& image,
                  const KeyMasks& masks,
                  TraceBuilder& sites) const;
    Outputs outputs(const ModeStack& stack, const States& states, const TextInput& text) const;
    void predictWords(const ModeStack& stack,
                      const States& states,
                      const Tokens& tokens,
                      Outputs& outputs) const;

    ScenesConfig config_;
    ScenesWeights weights_;
};

Preprocessor scenesPreprocessor(const LoadContext& context, const ScenesConfig& config)
{
    Preprocessor fallback;
    fallback.width = config.imageSize;
    fallback.height = config.imageSize;
    fallback.mean = {0.5, 0.5, 0.5};
    fallback.deviation = {0.5, 0.5, 0.5};
    return readPreprocessor(context.folder, fallback, config.imageSize, config.imageSize);
}

Scenes::Scenes(ModelInfo info, ScenesConfig config, LoadContext& context)
    : PictureModel(std::move(info), context, scenesPreprocessor(context, config)),
      config_(std::move(config))
{
    bindWeights(context, [&](WeightBinder& binder) { weights_ = bindScenes(binder, config_); });
}

std::vector<StackInfo> Scenes::stacks(Mode mode) const
{
    std::vector<StackInfo> result{{"text_self", config_.textLayers, config_.text.heads},
                                  {"vision_self", config_.visionLayers, config_.vision.heads}};
    for (const std::string_view kind : modeSiteKinds(mode)) {
        result.push_back({std::string(kind), config_.fusionLayers, config_.fusion.heads});
    }
    return result;
}

Matrix Scenes::stemStates(const PixelValues& pixels) const
{
    FeatureMap map = featureMapFromChannels(pixels.values, pixels.height, pixels.width);
    for (std::size_t i = 0; i < weights_.stem.size(); ++i) {
        map = weights_.stem[i].forward(map, pool());
        if (i + 1 < weights_.stem.size()) {
            activate(Activation::Gelu, map.values, pool());
        }
    }
    return std::move(map.values);
}

States Scenes::towers(const TextInput& text,
                      const ImageInput& image,
                      const KeyMasks& masks,
                      TraceBuilder& sites) const
{
    const Index tokens = text.tokens.size();
    Matrix textStates =
        weights_.words.forward(text.tokens.ids()) + weights_.textPositions.firstRows(tokens);
    textStates = weights_.text.forward(std::move(textStates), masks.text, Axis::textOnly(tokens),
                                       sites, pool());

    Matrix imageStates = rememberedPatches(image.pixels, weights_.stem.front(), sites.memory(),
                                           [&] { return stemStates(image.pixels); }) +
                         weights_.unitPositions.firstRows(config_.units());
    imageStates = weights_.vision.forward(std::move(imageStates), masks.image,
                                          Axis::imageOnly(config_.units()), sites, pool());

    return {.text = weights_.alignText.forward(textStates, pool()),
            .image = weights_.alignImage.forward(imageStates, pool())};
}

void Scenes::predictWords(const ModeStack& stack,
                          const States& states,
                          const Tokens& tokens,
                          Outputs& outputs) const
{
    const Matrix logits = stack.maskedWord->forward(states.text, pool());
    outputs.arrays.push_back(batchOfOne("masked_word_logits", logits));
    std::ranges::move(maskedWords(tokens, tokenizer(), logits),
                      std::back_inserter(outputs.predictions));
}

Outputs Scenes::outputs(const ModeStack& stack, const States& states, const TextInput& text) const
{
    std::vector<bool> isPadding;
    for (const Token& token : text.tokens.tokens) {
        isPadding.push_back(token.isPadding);
    }
    const Matrix pooledText = pooled(config_.textPooling, states.text, isPadding);
    const Matrix pooledImage = pooled(config_.imagePooling, states.image, {});

    Outputs outputs;
    for (std::size_t i = 0; i < kFusionStrategies.size(); ++i) {
        const FusionStrategy strategy = kFusionStrategies.at(i);
        MatchAnswer match = answer(stack.fusions[i], pooledText, pooledImage, pool());
        outputs.arrays.push_back({.name = "match_logit_" + std::string(fusionWeightName(strategy)),
                                  .shape = {1},
                                  .values = std::vector<float>{static_cast<float>(match.logit)}});
        outputs.match.push_back({.id = std::string(fusionId(strategy)),
                                 .name = std::string(fusionName(strategy)),
                                 .probability = match.probability,
                                 .modalityWeights = std::move(match.modalityWeights)});
    }
    if (stack.maskedWord) {
        predictWords(stack, states, text.tokens, outputs);
    }
    if (stack.described) {
        outputs.arrays.push_back(
            batchOfOne("described_logits", stack.described->forward(states.image, pool())));
        outputs.arrays.push_back(
            batchOfOne("region_colour_logits", stack.regionColour->forward(states.image, pool())));
        outputs.arrays.push_back(
            batchOfOne("region_shape_logits", stack.regionShape->forward(states.image, pool())));
    }
    return outputs;
}

Trace Scenes::forward(const Sample& sample,
                      Mode mode,
                      const RunOptions& options,
                      const Progress& progress) const
{
    const int steps = config_.fusionLayers + 1;
    progress.step(0, steps, "towers");
    TextInput text = readCaption(sample, config_.positions, config_.vocabulary, options);
    ImageInput image =
        prepareImage(preprocessor(), sample.image, config_.unitPixels(), false, options);
    const KeyMasks masks{.text = keyMask(text.isHidden), .image = keyMask(image.isMasked)};

    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    States states = towers(text, image, masks, sites);
    const ModeStack& stack = weights_.stacks.at(mode);
    for (std::size_t i = 0; i < stack.layers.size(); ++i) {
        progress.step(static_cast<int>(i) + 1, steps, "fusion");
        states = forwardLayer(stack.layers[i], std::move(states), masks, sites, pool());
    }
    states.text = stack.textNorm.forward(states.text);
    states.image = stack.imageNorm.forward(states.image);

    Trace trace;
    trace.outputs = outputs(stack, states, text);
    if (options.keepStates) {
        trace.outputs.states = {batchOfOne("text_hidden", states.text),
                                batchOfOne("image_hidden", states.image)};
    }
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

ModelInfo scenesInfo(ModelInfo info, const ScenesConfig& config)
{
    const auto arrow = [](const std::string& side, Index from, Index to) {
        return side + " width " + std::to_string(from) + " → " + std::to_string(to);
    };
    info.architecture = "AttenscopeScenesModel";
    for (const Mode mode : kModes) {
        const bool isThere = std::ranges::count(config.modes, mode) > 0;
        info.modes.push_back({.mode = mode,
                              .standing = isThere ? Standing::AsTrained : Standing::Unavailable,
                              .reason = isThere ? "" : "this checkpoint has no stack for it"});
    }
    const bool hasHybrid = std::ranges::count(config.modes, Mode::Hybrid) > 0;
    info.nativeMode = hasHybrid ? Mode::Hybrid : config.modes.front();
    for (const FusionStrategy strategy : kFusionStrategies) {
        info.fusions.push_back(
            {std::string(fusionId(strategy)), std::string(fusionName(strategy))});
    }
    info.tasks = {"match", "masked word", "described region", "region colour and shape"};
    info.facts = {arrow("text", config.text.width, config.fusion.width),
                  arrow("image", config.vision.width, config.fusion.width)};
    info.notice = "Knows shapes and colours only; open a checkpoint for photographs.";
    info.maximumTokens = static_cast<int>(config.positions);
    info.imageWidth = config.imageSize;
    info.imageHeight = config.imageSize;
    return info;
}

} // namespace

std::unique_ptr<const Model> loadScenes(LoadContext context)
{
    ScenesConfig config = readScenesConfig(context.config);
    ModelInfo info = scenesInfo(std::move(context.info), config);
    return std::make_unique<const Scenes>(std::move(info), std::move(config), context);
}

} // namespace attenscope
