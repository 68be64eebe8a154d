// SigLIP (Zhai et al. 2023), as SiglipModel of the Hugging Face library computes it:
// modeling_siglip.py. Two towers that meet in one score, trained with a sigmoid: a picture's vector
// is what a learned probe sees of the patches, a caption's is the state at the last of its always
// equally many tokens.

#include "engine/blocks/key_mask.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/clip_layers.h"
#include "engine/models/dual_encoder.h"
#include "engine/models/registry.h"
#include "engine/models/task_head.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attenscope {

namespace {

struct SiglipConfig {
    ClipStackConfig text;
    Index vocabulary;
    Index positions;
    ClipVisionConfig vision;

    int steps() const { return text.layers + vision.stack.layers; }
};

SiglipConfig readSiglipConfig(const Config& config)
{
    const ConfigFields text(config, "/text_config");
    const ConfigFields vision(config, "/vision_config");
    const LayerSizes fallback{.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-6F};
    const std::string activation = "gelu_pytorch_tanh";
    const std::string head = vision.pointer("vision_use_head");
    if (!config.boolean(head, true)) {
        throw Error({.id = "E_MODEL_UNSUPPORTED",
                     .file = config.file(),
                     .place = head,
                     .expected = "true, as in every published checkpoint with a text tower",
                     .found = "false",
                     .remedy = {}});
    }
    SiglipConfig result{.text = readClipStack(text, fallback, activation),
                        .vocabulary = text.count("vocab_size", 32000),
                        .positions = text.positions(64),
                        .vision = {.stack = readClipStack(vision, fallback, activation),
                                   .imageSize = vision.imageSize(224),
                                   .patchSize = 0}};
    result.vision.patchSize = vision.patchSize(16, result.vision.imageSize);
    return result;
}

/// Attention pooling: a learned probe looks at all patches.
struct ProbeHead {
    WeightMatrix probe; ///< [1, width]
    Attention attention;
    FeedForwardStep feedForward;

    static ProbeHead
    bind(WeightBinder& weights, const std::string& prefix, const ClipStackConfig& config);

    /// patches  [patches, width]
    /// returns  [1, width]
    Matrix forward(const Matrix& patches,
                   const Matrix& mask,
                   SiteRecorder& recorder,
                   ThreadPool& pool) const
    {
        StepId step(StepId::Kind::Probe);
        attention.identify(step);
        const Matrix seen = recorder.remembered(step, {patches, mask}, [&] {
            return attention.forward(probe.map(), patches, mask, recorder, pool);
        });
        return feedForward.forward(seen, recorder.memory(), pool);
    }

    /// What the head would say of each patch if there were no other: its weight is 1.
    /// returns  [patches, width]
    Matrix ofEachAlone(const Matrix& patches, RunMemory* memory, ThreadPool& pool) const
    {
        StepId step(StepId::Kind::EachPatchAlone);
        attention.identify(step);
        const Matrix seen = remembered(memory, step, {patches}, [&] {
            return attention.output.forward(attention.value.forward(patches, pool), pool);
        });
        return feedForward.forward(seen, memory, pool);
    }
};

ProbeHead
ProbeHead::bind(WeightBinder& weights, const std::string& prefix, const ClipStackConfig& config)
{
    const LayerSizes& sizes = config.sizes;
    const WeightMatrix probe = weights.tensor(prefix + ".probe", {1, 1, sizes.width});
    return {
        .probe = {probe.data, 1, sizes.width},
        .attention = bindFusedAttention(weights, prefix + ".attention", sizes),
        .feedForward = {
            .normPlace = NormPlace::Before,
            .norm = LayerNorm::bind(weights, prefix + ".layernorm", sizes.width, sizes.epsilon),
            .feedForward = {
                .in = Linear::bind(weights, prefix + ".mlp.fc1", sizes.width, sizes.innerWidth),
                .out = Linear::bind(weights, prefix + ".mlp.fc2", sizes.innerWidth, sizes.width),
                .activation = config.activation}}};
}

struct SiglipWeights {
    Embedding words;
    Embedding positions;
    ClipStack text;
    LayerNorm textNorm;
    Linear textHead;
    Convolution patches;
    Embedding places; ///< [patches, width]: there is no class token
    ClipStack vision;
    LayerNorm visionNorm;
    ProbeHead visionHead;
    WeightMatrix scale; ///< its logarithm
    WeightMatrix bias;
};

SiglipWeights bindSiglip(WeightBinder& weights, const SiglipConfig& c)
{
    weights.accept("siglip.", {""});
    const std::string text = "siglip.text_model";
    const std::string vision = "siglip.vision_model";
    const LayerSizes& words = c.text.sizes;
    const LayerSizes& units = c.vision.stack.sizes;
    return {.words = Embedding::bind(weights, text + ".embeddings.token_embedding", c.vocabulary,
                                     words.width),
            .positions = Embedding::bind(weights, text + ".embeddings.position_embedding",
                                         c.positions, words.width),
            .text = ClipStack::bind(weights, text + ".encoder", c.text),
            .textNorm =
                LayerNorm::bind(weights, text + ".final_layer_norm", words.width, words.epsilon),
            .textHead = Linear::bind(weights, text + ".head", words.width, units.width),
            .patches = Convolution::bind(weights, vision + ".embeddings.patch_embedding",
                                         {.inChannels = 3,
                                          .outChannels = units.width,
                                          .kernel = c.vision.patchSize,
                                          .stride = c.vision.patchSize}),
            .places = Embedding::bind(weights, vision + ".embeddings.position_embedding",
                                      c.vision.patches(), units.width),
            .vision = ClipStack::bind(weights, vision + ".encoder", c.vision.stack),
            .visionNorm =
                LayerNorm::bind(weights, vision + ".post_layernorm", units.width, units.epsilon),
            .visionHead = ProbeHead::bind(weights, vision + ".head", c.vision.stack),
            .scale = bindScalar(weights, "siglip.logit_scale"),
            .bias = bindScalar(weights, "siglip.logit_bias")};
}

Preprocessor siglipPreprocessor(const LoadContext& context, const SiglipConfig& config)
{
    const int size = config.vision.imageSize;
    Preprocessor fallback;
    fallback.width = fallback.height = size;
    fallback.mean = fallback.deviation = {0.5, 0.5, 0.5};
    return readPreprocessor(context.folder, fallback, size, size);
}

class Siglip final : public PictureModel {
public:
    Siglip(ModelInfo info, const SiglipConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    TextInput textOf(const Sample& sample, const RunOptions& options) const;
    Matrix wordStates(const Tokens& tokens, const TowerRun& run) const;
    Matrix unitStates(const PixelValues& pixels, const TowerRun& run) const;
    Matrix pooledPicture(const Matrix& units, const Matrix& mask, TraceBuilder& sites) const;
    Outputs outputs(const DualStates& meeting) const;

    SiglipConfig config_;
    SiglipWeights weights_;
};

Siglip::Siglip(ModelInfo info, const SiglipConfig& config, LoadContext& context)
    : PictureModel(std::move(info), context, siglipPreprocessor(context, config)), config_(config)
{
    bindWeights(context, [&](WeightBinder& binder) { weights_ = bindSiglip(binder, config_); });
}

std::vector<StackInfo> Siglip::stacks(Mode /*mode: there is one*/) const
{
    const int heads = config_.vision.stack.sizes.heads;
    return {{"text_self", config_.text.layers, config_.text.sizes.heads},
            {"vision_self", config_.vision.stack.layers, heads},
            {"probe_pool", 1, heads},
            {"similarity", 1, 1}};
}

/// Captions are padded to one length, the tokenizer's or else all positions, and their padding is
/// looked at like words: that is how the model was trained.
TextInput Siglip::textOf(const Sample& sample, const RunOptions& options) const
{
    const int length = std::min(static_cast<int>(config_.positions), tokenizer().maximumTokens());
    RunOptions reading = options;
    reading.padText = length;
    TextInput text = readCaption(sample, length, config_.vocabulary, reading);
    text.isHidden = text.isMasked;
    return text;
}

Matrix Siglip::wordStates(const Tokens& tokens, const TowerRun& run) const
{
    return weights_.textNorm.forward(weights_.text.forward(
        weights_.words.forward(tokens.ids()) + weights_.positions.firstRows(tokens.size()),
        Modality::Text, run));
}

Matrix Siglip::unitStates(const PixelValues& pixels, const TowerRun& run) const
{
    Matrix patches = rememberedPatches(pixels, weights_.patches, run.sites.memory(), [&] {
        const FeatureMap grid = weights_.patches.forward(
            featureMapFromChannels(pixels.values, pixels.height, pixels.width), pool());
        return Matrix(grid.values + weights_.places.firstRows(grid.values.rows()));
    });
    return weights_.visionNorm.forward(
        weights_.vision.forward(std::move(patches), Modality::Image, run));
}

/// The probe asks as a unit of its own, behind the patches.
Matrix Siglip::pooledPicture(const Matrix& units, const Matrix& mask, TraceBuilder& sites) const
{
    const Attention& attention = weights_.visionHead.attention;
    SiteRecorder& site = sites.open({.kind = "probe_pool",
                                     .layer = 0,
                                     .heads = attention.heads,
                                     .query = Axis::imageOnly(1, units.rows()),
                                     .key = Axis::imageOnly(units.rows()),
                                     .weightPrefix = attention.weightPrefix});
    return weights_.visionHead.forward(units, mask, site, pool());
}

Outputs Siglip::outputs(const DualStates& meeting) const
{
    const double bias = static_cast<double>(weights_.bias.map()(0, 0));
    const double scale = std::exp(static_cast<double>(weights_.scale.map()(0, 0)));
    Outputs outputs = dualOutputs(meeting, {.scale = scale, .bias = bias});
    const double logit = scale * *outputs.similarity + bias;
    outputs.match.push_back({.id = "sigmoid",
                             .name = "sigmoid of the scaled cosine",
                             .probability = 1 / (1 + std::exp(-logit))});
    return outputs;
}

Trace Siglip::forward(const Sample& sample,
                      Mode /*mode: there is one*/,
                      const RunOptions& options,
                      const Progress& progress) const
{
    TextInput text = textOf(sample, options);
    ImageInput image =
        prepareImage(preprocessor(), sample.image, config_.vision.patchSize, false, options);
    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    std::vector<NamedArray> states;
    const auto tower = [&](const Matrix& mask, int firstStep) {
        return TowerRun{.sites = sites,
                        .mask = mask,
                        .progress = progress,
                        .firstStep = firstStep,
                        .steps = config_.steps(),
                        .pool = pool(),
                        .states = options.keepStates ? &states : nullptr};
    };
    const Matrix textMask = keyMask(text.isHidden);
    const Matrix imageMask = keyMask(image.isMasked);
    const Matrix words = wordStates(text.tokens, tower(textMask, 0));
    const Matrix units = unitStates(image.pixels, tower(imageMask, config_.text.layers));
    const Matrix projected = weights_.textHead.forward(words, pool());
    const DualStates meeting{.words = projected,
                             .units =
                                 weights_.visionHead.ofEachAlone(units, sites.memory(), pool()),
                             .caption = projected.bottomRows(1),
                             .picture = pooledPicture(units, imageMask, sites)};
    recordSimilarity(meeting, image, sites);

    Trace trace;
    trace.outputs = outputs(meeting);
    if (options.keepStates) {
        states.push_back(batchOfOne("text_hidden", words));
        states.push_back(batchOfOne("image_hidden", units));
        states.push_back(oneRow("image_pooled", meeting.picture));
        trace.outputs.states = std::move(states);
    }
    std::tie(trace.sites, trace.attention) = sites.finish();
    image.units.units.push_back({.kind = VisualUnit::Kind::Special, .box = {}, .name = "[probe]"});
    image.isMasked.push_back(false);
    recordText(std::move(text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

/// What tells the task models apart.
constexpr std::array kHeads{TaskHead{"SiglipModel", [](const TensorNames& names) {
                                         return names.has("text_model") &&
                                                names.has("vision_model");
                                     }}};

} // namespace

std::unique_ptr<const Model> loadSiglip(LoadContext context)
{
    const std::string_view head = requireHead(context, kHeads);
    const SiglipConfig config = readSiglipConfig(context.config);
    ModelInfo info = std::move(context.info);
    info.architecture = head;
    info.nativeMode = Mode::NoCrossing;
    info.modes = dualModes("SigLIP");
    info.fusions = {{"sigmoid", "sigmoid of the scaled cosine"}};
    info.tasks = {"match", "similarity"};
    info.facts = {stackFact("text", config.text), stackFact("image", config.vision.stack),
                  "captions are padded to one length, at most " + std::to_string(config.positions) +
                      " tokens"};
    info.maximumTokens = static_cast<int>(config.positions);
    info.imageWidth = config.vision.imageSize;
    info.imageHeight = config.vision.imageSize;
    return std::make_unique<const Siglip>(std::move(info), config, context);
}

} // namespace attenscope
