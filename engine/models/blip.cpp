// BLIP image-text matching (Li et al. 2022), as BlipForImageTextRetrieval of the Hugging Face
// library computes it: model_type "blip", modeling_blip.py and modeling_blip_text.py.

#include "engine/blocks/convolution.h"
#include "engine/blocks/embedding.h"
#include "engine/blocks/key_mask.h"
#include "engine/blocks/residual_steps.h"
#include "engine/fusion/shared_latent_space.h"
#include "engine/models/bert_layers.h"
#include "engine/models/config_fields.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/modes/single_direction.h"
#include "engine/tensor/row_operations.h"
#include "engine/text/tokenizer.h"
#include "engine/trace/trace_builder.h"

namespace attenscope {

namespace {

constexpr float kBertMaskedScore = -10000.0F;

struct BlipConfig {
    LayerSizes text;
    int textLayers;
    Activation textActivation;
    Index imageStateWidth; ///< of what the text looks at
    Index vocabulary;
    Index positions;
    LayerSizes vision;
    int visionLayers;
    Activation visionActivation;
    int imageSize;
    int patchSize;
    Index jointWidth; ///< of the contrastive projections

    Index patches() const
    {
        const Index side = imageSize / patchSize;
        return side * side;
    }
};

BlipConfig readBlipConfig(const Config& config)
{
    const ConfigFields text(config, "/text_config");
    const ConfigFields vision(config, "/vision_config");
    BlipConfig result{
        .text = text.layerSizes({.width = 768, .innerWidth = 3072, .heads = 8, .epsilon = 1e-12F}),
        .textLayers = text.layers(12),
        .textActivation = readActivation(config, "/text_config/hidden_act", "gelu"),
        .imageStateWidth = text.width("encoder_hidden_size", 768),
        .vocabulary = text.count("vocab_size", 30524),
        .positions = text.positions(512),
        .vision =
            vision.layerSizes({.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-5F}),
        .visionLayers = vision.layers(12),
        .visionActivation = readActivation(config, "/vision_config/hidden_act", "gelu"),
        .imageSize = vision.imageSize(384),
        .patchSize = 0,
        .jointWidth = ConfigFields(config, "").width("image_text_hidden_size", 256),
    };
    result.patchSize = vision.patchSize(16, result.imageSize);
    return result;
}

struct VisionLayer {
    SelfAttentionStep selfAttention;
    FeedForwardStep feedForward;
};

/// The attention's projections lie fused in one matrix: all of q, then k, then v.
VisionLayer bindVisionLayer(WeightBinder& weights, const std::string& prefix, const BlipConfig& c)
{
    const LayerSizes& sizes = c.vision;
    const Linear fused =
        Linear::bind(weights, prefix + ".self_attn.qkv", sizes.width, 3 * sizes.width);
    const Linear output =
        Linear::bind(weights, prefix + ".self_attn.projection", sizes.width, sizes.width);
    return {
        .selfAttention = {.normPlace = NormPlace::Before,
                          .norm = LayerNorm::bind(weights, prefix + ".layer_norm1", sizes.width,
                                                  sizes.epsilon),
                          .attention = {.query = fused.outputs(0, sizes.width),
                                        .key = fused.outputs(sizes.width, sizes.width),
                                        .value = fused.outputs(2 * sizes.width, sizes.width),
                                        .output = output,
                                        .heads = sizes.heads,
                                        .weightPrefix = prefix + ".self_attn"}},
        .feedForward = {
            .normPlace = NormPlace::Before,
            .norm = LayerNorm::bind(weights, prefix + ".layer_norm2", sizes.width, sizes.epsilon),
            .feedForward = {
                .in = Linear::bind(weights, prefix + ".mlp.fc1", sizes.width, sizes.innerWidth),
                .out = Linear::bind(weights, prefix + ".mlp.fc2", sizes.innerWidth, sizes.width),
                .activation = c.visionActivation}}};
}

SingleDirection bindTextLayer(WeightBinder& weights, int layer, const BlipConfig& c)
{
    const std::string prefix = "text_encoder.encoder.layer." + std::to_string(layer);
    return {.asks = Modality::Text,
            .self = bindBertSelfAttention(weights, prefix + ".attention", c.text),
            .cross = bindBertCrossAttention(weights, prefix + ".crossattention", c.text,
                                            c.imageStateWidth),
            .feedForward = bindBertFeedForward(weights, prefix, c.text, c.textActivation),
            .layer = layer};
}

struct BlipWeights {
    WeightMatrix classEmbedding;
    Convolution patchEmbedding;
    WeightMatrix visionPositions;
    std::vector<VisionLayer> visionLayers;
    LayerNorm postNorm;
    Embedding words;
    Embedding textPositions;
    LayerNorm embeddingNorm;
    std::vector<SingleDirection> textLayers;
    Linear matchHead;
    Linear imageProjection;
    Linear textProjection;
};

BlipWeights bindBlip(WeightBinder& weights, const BlipConfig& c)
{
    const std::string vision = "vision_model.";
    const std::string text = "text_encoder.";
    const Index width = c.vision.width;
    const Index tokens = 1 + c.patches();
    WeightMatrix positions =
        weights.tensor(vision + "embeddings.position_embedding", {1, tokens, width});
    BlipWeights result{
        .classEmbedding = weights.tensor(vision + "embeddings.class_embedding", {1, 1, width}),
        .patchEmbedding = Convolution::bind(
            weights, vision + "embeddings.patch_embedding",
            {.inChannels = 3, .outChannels = width, .kernel = c.patchSize, .stride = c.patchSize}),
        .visionPositions = {positions.data, tokens, width},
        .visionLayers = {},
        .postNorm = LayerNorm::bind(weights, vision + "post_layernorm", width, c.vision.epsilon),
        .words = Embedding::bind(weights, text + "embeddings.word_embeddings", c.vocabulary,
                                 c.text.width),
        .textPositions = Embedding::bind(weights, text + "embeddings.position_embeddings",
                                         c.positions, c.text.width),
        .embeddingNorm =
            LayerNorm::bind(weights, text + "embeddings.LayerNorm", c.text.width, c.text.epsilon),
        .textLayers = {},
        .matchHead = Linear::bind(weights, "itm_head", c.text.width, 2),
        .imageProjection = Linear::bind(weights, "vision_proj", width, c.jointWidth),
        .textProjection = Linear::bind(weights, "text_proj", c.text.width, c.jointWidth),
    };
    for (int i = 0; i < c.visionLayers; ++i) {
        result.visionLayers.push_back(
            bindVisionLayer(weights, vision + "encoder.layers." + std::to_string(i), c));
    }
    for (int i = 0; i < c.textLayers; ++i) {
        result.textLayers.push_back(bindTextLayer(weights, i, c));
    }
    weights.ignore("text_encoder.embeddings.position_ids");
    weights.ignore("logit_scale"); // of the contrastive training, unused by this head
    return result;
}

class Blip final : public Model {
public:
    Blip(ModelInfo info, const BlipConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    /// What one run hands from step to step.
    struct Run {
        TraceBuilder& sites;
        KeyMasks masks;
        const Progress& progress;
    };

    Matrix imageStates(const PixelValues& pixels, Run& run) const;
    Matrix embeddedText(const Tokens& tokens) const;
    Matrix matchingPass(Matrix text, const Matrix& image, Run& run) const;
    Matrix contrastivePass(Matrix states, Run& run) const;
    Outputs outputs(const Matrix& image, const Matrix& text, const Matrix& textAlone) const;

    int steps() const { return config_.visionLayers + 2 * config_.textLayers; }

    BlipConfig config_;
    std::unique_ptr<const Tokenizer> tokenizer_;
    Preprocessor preprocessor_;
    Weights checkpoint_;
    BlipWeights weights_;
    std::unique_ptr<ThreadPool> pool_;
};

Preprocessor blipPreprocessor(const LoadContext& context, const BlipConfig& config)
{
    Preprocessor fallback;
    fallback.width = config.imageSize;
    fallback.height = config.imageSize;
    fallback.mean = {0.48145466, 0.4578275, 0.40821073};
    fallback.deviation = {0.26862954, 0.26130258, 0.27577711};
    return readPreprocessor(context.folder, fallback, config.imageSize, config.imageSize);
}

Blip::Blip(ModelInfo info, const BlipConfig& config, LoadContext& context)
    : Model(std::move(info)),
      config_(config),
      tokenizer_(loadTokenizer(context)),
      preprocessor_(blipPreprocessor(context, config)),
      checkpoint_(context.folder.readWeights(context.progress)),
      pool_(std::make_unique<ThreadPool>(context.options.threads))
{
    WeightBinder binder(checkpoint_, context.config);
    weights_ = bindBlip(binder, config_);
    finishLoading(binder, checkpoint_);
}

std::vector<StackInfo> Blip::stacks(Mode /*mode*/) const
{
    return {{"vision_self", config_.visionLayers, config_.vision.heads},
            {"text_self", config_.textLayers, config_.text.heads},
            {"cross_text_to_image", config_.textLayers, config_.text.heads},
            {"itc_text_self", config_.textLayers, config_.text.heads}};
}

Matrix Blip::imageStates(const PixelValues& pixels, Run& run) const
{
    const FeatureMap patches = weights_.patchEmbedding.forward(
        featureMapFromChannels(pixels.values, pixels.height, pixels.width), *pool_);
    Matrix states(1 + patches.values.rows(), patches.values.cols());
    states << weights_.classEmbedding.map(), patches.values;
    states += weights_.visionPositions.map();
    for (int i = 0; i < config_.visionLayers; ++i) {
        run.progress.step(i, steps(), "image tower");
        const VisionLayer& layer = weights_.visionLayers[static_cast<std::size_t>(i)];
        const Axis axis = Axis::imageOnly(states.rows());
        SiteRecorder& site =
            run.sites.open({.kind = "vision_self",
                            .layer = i,
                            .heads = config_.vision.heads,
                            .query = axis,
                            .key = axis,
                            .weightPrefix = layer.selfAttention.attention.weightPrefix});
        states = layer.selfAttention.forward(states, run.masks.image, site, *pool_);
        states = layer.feedForward.forward(states, *pool_);
    }
    return weights_.postNorm.forward(states);
}

Matrix Blip::embeddedText(const Tokens& tokens) const
{
    return weights_.embeddingNorm.forward(weights_.words.forward(tokens.ids()) +
                                          weights_.textPositions.firstRows(tokens.size()));
}

Matrix Blip::matchingPass(Matrix text, const Matrix& image, Run& run) const
{
    States states{.text = std::move(text), .image = image};
    for (int i = 0; i < config_.textLayers; ++i) {
        run.progress.step(config_.visionLayers + i, steps(), "matching");
        states = weights_.textLayers[static_cast<std::size_t>(i)].forward(
            std::move(states), run.masks, run.sites, *pool_);
    }
    return std::move(states.text);
}

/// The text by itself, cross-attention left out: what the contrastive head compares.
Matrix Blip::contrastivePass(Matrix states, Run& run) const
{
    const Axis tokens = Axis::textOnly(states.rows());
    for (int i = 0; i < config_.textLayers; ++i) {
        run.progress.step(config_.visionLayers + config_.textLayers + i, steps(), "text by itself");
        const SingleDirection& layer = weights_.textLayers[static_cast<std::size_t>(i)];
        SiteRecorder& site = run.sites.open({.kind = "itc_text_self",
                                             .layer = i,
                                             .heads = config_.text.heads,
                                             .query = tokens,
                                             .key = tokens,
                                             .weightPrefix = layer.self->attention.weightPrefix});
        states = layer.self->forward(states, run.masks.text, site, *pool_);
        states = layer.feedForward.forward(states, *pool_);
    }
    return states;
}

Outputs Blip::outputs(const Matrix& image, const Matrix& text, const Matrix& textAlone) const
{
    const Matrix logits = weights_.matchHead.forward(text.topRows(1), *pool_);
    Matrix probabilities = logits;
    softmaxRows(probabilities);
    const float similarity = cosine(weights_.imageProjection.forward(image.topRows(1), *pool_),
                                    weights_.textProjection.forward(textAlone.topRows(1), *pool_));
    Outputs result;
    result.match.push_back({.id = "itm",
                            .name = "matching head",
                            .probability = static_cast<double>(probabilities(0, 1)),
                            .modalityWeights = {}});
    result.similarity = similarity;
    result.arrays = {
        {.name = "itm_logits", .shape = {1, 2}, .values = valuesOf(logits)},
        {.name = "itm_probability", .shape = {1, 2}, .values = valuesOf(probabilities)},
        {.name = "itc_score", .shape = {1, 1}, .values = std::vector<float>{similarity}}};
    return result;
}

Trace Blip::forward(const Sample& sample,
                    Mode /*mode: text→image is the only one*/,
                    const RunOptions& options,
                    const Progress& progress) const
{
    TextInput text =
        prepareText(*tokenizer_, sample.caption, static_cast<int>(config_.positions), options);
    checkTokenIds(text.tokens, config_.vocabulary, info().path);
    ImageInput image = prepareImage(preprocessor_, sample.image, config_.patchSize, true, options);

    TraceBuilder sites(options.keeping, options.intervention.headsOff);
    Run run{.sites = sites,
            .masks = {.text = keyMask(text.isHidden, kBertMaskedScore),
                      .image = keyMask(image.isMasked)},
            .progress = progress};
    const Matrix imageStates = this->imageStates(image.pixels, run);
    const Matrix embedded = embeddedText(text.tokens);
    const Matrix matched = matchingPass(embedded, imageStates, run);
    const Matrix textAlone = contrastivePass(embedded, run);

    Trace trace;
    trace.outputs = outputs(imageStates, matched, textAlone);
    if (options.keepStates) {
        const Matrix pooled = weights_.postNorm.forward(imageStates.topRows(1));
        trace.outputs.states = {batchOfOne("image_hidden", imageStates),
                                {.name = "image_pooled_twice_normed",
                                 .shape = {1, pooled.cols()},
                                 .values = valuesOf(pooled)},
                                batchOfOne("text_hidden", matched),
                                batchOfOne("itc_text_hidden", textAlone)};
    }
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

ModelInfo blipInfo(ModelInfo info, const BlipConfig& config)
{
    info.architecture = "BlipForImageTextRetrieval";
    info.nativeMode = Mode::TextToImage;
    for (const Mode mode : kModes) {
        const bool isNative = mode == Mode::TextToImage;
        info.modes.push_back({.mode = mode,
                              .standing = isNative ? Standing::AsTrained : Standing::Unavailable,
                              .reason = isNative ? "" : "BLIP has no weights for image queries"});
    }
    info.fusions = {{"itm", "matching head"}};
    info.tasks = {"match", "similarity"};
    info.facts = {"text width " + std::to_string(config.text.width) + ", image width " +
                      std::to_string(config.vision.width),
                  std::to_string(config.textLayers) + " × " + std::to_string(config.text.heads) +
                      " text layers × heads"};
    info.maximumTokens = static_cast<int>(config.positions);
    info.imageWidth = config.imageSize;
    info.imageHeight = config.imageSize;
    return info;
}

} // namespace

std::unique_ptr<const Model> loadBlip(LoadContext context)
{
    requireArchitecture(context, {"BlipForImageTextRetrieval"});
    const BlipConfig config = readBlipConfig(context.config);
    return std::make_unique<const Blip>(blipInfo(std::move(context.info), config), config, context);
}

} // namespace attenscope
