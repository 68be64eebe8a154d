// CLIP (Radford et al. 2021) and OWL-ViT (Minderer et al. 2022), as CLIPModel and OwlViTModel of
// the Hugging Face library compute them: modeling_clip.py, modeling_owlvit.py. Two towers that meet
// in one score.

#include "engine/base/limits.h"
#include "engine/blocks/key_mask.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/clip_layers.h"
#include "engine/models/dual_encoder.h"
#include "engine/models/registry.h"
#include "engine/models/task_head.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace attenscope {

namespace {

/// What the two families do differently.
struct ClipVariant {
    std::string family;
    std::span<const TaskHead> heads;
    std::string prefix;  ///< of every tensor, in files of a larger model
    std::string preNorm; ///< of the vision tower
    int positions;       ///< where the config leaves them out
    int imageSize;       ///< likewise
    bool readsEndId;     ///< whether the config may name the token that is pooled
    bool fillsPositions; ///< whether captions are always padded to all positions
    bool isCropped;      ///< whether pictures keep their shape and lose what stands out
};

struct ClipConfig {
    ClipVariant variant;
    ClipStackConfig text;
    Index vocabulary;
    Index positions;
    /// The id whose first place is pooled; nothing: the largest id's.
    std::optional<std::int64_t> endId;
    ClipVisionConfig vision;
    Index jointWidth;

    int steps() const { return text.layers + vision.stack.layers; }
};

/// Files that say 2 were made before the field had a meaning (published-checkpoints.md 2).
std::optional<std::int64_t> readEndId(const ConfigFields& text)
{
    constexpr std::int64_t kPlaceholder = 2;
    const std::int64_t id = text.config().integer(
        text.pointer("eos_token_id"), kPlaceholder,
        {.minimum = 0, .maximum = static_cast<double>(limits::kVocabularyEntries)});
    return id == kPlaceholder ? std::nullopt : std::optional(id);
}

ClipConfig readClipConfig(const Config& config, const ClipVariant& variant)
{
    const ConfigFields text(config, "/text_config", "/text_config_dict");
    const ConfigFields vision(config, "/vision_config", "/vision_config_dict");
    return {.variant = variant,
            .text = readClipStack(text,
                                  {.width = 512, .innerWidth = 2048, .heads = 8, .epsilon = 1e-5F}),
            .vocabulary = text.count("vocab_size", 49408),
            .positions = text.positions(variant.positions),
            .endId = variant.readsEndId ? readEndId(text) : std::nullopt,
            .vision = readClipVision(vision, variant.imageSize, 32),
            .jointWidth = ConfigFields(config, "").width("projection_dim", 512)};
}

struct ClipWeights {
    Embedding words;
    Embedding positions;
    ClipStack text;
    LayerNorm textNorm;
    ClipVisionTower vision;
    Linear textProjection;
    Linear imageProjection;
    WeightMatrix scale; ///< its logarithm
};

ClipWeights bindClip(WeightBinder& weights, const ClipConfig& c)
{
    weights.accept(c.variant.prefix, {""});
    const std::string text = c.variant.prefix + "text_model";
    const LayerSizes& sizes = c.text.sizes;
    ClipWeights result{
        .words = Embedding::bind(weights, text + ".embeddings.token_embedding", c.vocabulary,
                                 sizes.width),
        .positions = Embedding::bind(weights, text + ".embeddings.position_embedding", c.positions,
                                     sizes.width),
        .text = ClipStack::bind(weights, text + ".encoder", c.text),
        .textNorm =
            LayerNorm::bind(weights, text + ".final_layer_norm", sizes.width, sizes.epsilon),
        .vision = ClipVisionTower::bind(weights, c.variant.prefix + "vision_model", c.vision,
                                        c.variant.preNorm),
        .textProjection = Linear::bindWithoutBias(weights, c.variant.prefix + "text_projection",
                                                  sizes.width, c.jointWidth),
        .imageProjection = Linear::bindWithoutBias(weights, c.variant.prefix + "visual_projection",
                                                   c.vision.stack.sizes.width, c.jointWidth),
        .scale = bindScalar(weights, c.variant.prefix + "logit_scale")};
    for (const char* head : {"class_head.", "box_head.", "layer_norm."}) {
        weights.ignore(head); // of OWL-ViT's detector, which looks at no text
    }
    return result;
}

Preprocessor clipPreprocessor(const LoadContext& context, const ClipConfig& config)
{
    const int size = config.vision.imageSize;
    Preprocessor fallback;
    fallback.sizing =
        config.variant.isCropped ? Preprocessor::Sizing::ShortestEdge : Preprocessor::Sizing::Exact;
    fallback.width = fallback.height = size;
    fallback.isCropped = config.variant.isCropped;
    fallback.cropWidth = fallback.cropHeight = size;
    fallback.mean = {0.48145466, 0.4578275, 0.40821073};
    fallback.deviation = {0.26862954, 0.26130258, 0.27577711};
    return readPreprocessor(context.folder, fallback, size, size);
}

class Clip final : public PictureModel {
public:
    Clip(ModelInfo info, const ClipConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    Index pooledPlace(const Tokens& tokens) const;

    ClipConfig config_;
    ClipWeights weights_;
};

Clip::Clip(ModelInfo info, const ClipConfig& config, LoadContext& context)
    : PictureModel(std::move(info), context, clipPreprocessor(context, config)), config_(config)
{
    bindWeights(context, [&](WeightBinder& binder) { weights_ = bindClip(binder, config_); });
}

std::vector<StackInfo> Clip::stacks(Mode /*mode: there is one*/) const
{
    return {{"text_self", config_.text.layers, config_.text.sizes.heads},
            {"vision_self", config_.vision.stack.layers, config_.vision.stack.sizes.heads},
            {"similarity", 1, 1}};
}

/// Where the caption's vector is taken: at the end token, the first of several.
Index Clip::pooledPlace(const Tokens& tokens) const
{
    const std::vector<std::int64_t> ids = tokens.ids();
    if (!config_.endId) {
        return std::ranges::max_element(ids) - ids.begin();
    }
    const auto end = std::ranges::find(ids, *config_.endId);
    return end == ids.end() ? 0 : end - ids.begin(); // 0 as in the reference
}

Trace Clip::forward(const Sample& sample,
                    Mode /*mode: there is one*/,
                    const RunOptions& options,
                    const Progress& progress) const
{
    RunOptions reading = options;
    if (config_.variant.fillsPositions && !reading.padText) {
        reading.padText = static_cast<int>(config_.positions);
    }
    TextInput text = readCaption(sample, config_.positions, config_.vocabulary, reading);
    ImageInput image =
        prepareImage(preprocessor(), sample.image, config_.vision.patchSize, true, options);

    Trace trace;
    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    std::vector<NamedArray>& states = trace.outputs.states;
    const auto tower = [&](const Matrix& mask, int firstStep) {
        return TowerRun{.sites = sites,
                        .mask = mask,
                        .progress = progress,
                        .firstStep = firstStep,
                        .steps = config_.steps(),
                        .pool = pool(),
                        .states = options.keepStates ? &states : nullptr};
    };
    const Matrix textMask = causalMask(text.isHidden);
    const Matrix words = weights_.textNorm.forward(
        weights_.text.forward(weights_.words.forward(text.tokens.ids()) +
                                  weights_.positions.firstRows(text.tokens.size()),
                              Modality::Text, tower(textMask, 0)));
    const Matrix imageMask = keyMask(image.isMasked);
    const Matrix units =
        weights_.vision.forward(image.pixels, tower(imageMask, config_.text.layers));

    const Matrix caption = words.middleRows(pooledPlace(text.tokens), 1);
    const Matrix normedUnits = weights_.vision.postNorm.forward(units);
    const Matrix picture = normedUnits.topRows(1);
    const DualStates meeting{.words = weights_.textProjection.forward(words, pool()),
                             .units = weights_.imageProjection.forward(normedUnits, pool()),
                             .caption = weights_.textProjection.forward(caption, pool()),
                             .picture = weights_.imageProjection.forward(picture, pool())};
    recordSimilarity(meeting, image, sites);
    Outputs outputs =
        dualOutputs(meeting, {.scale = std::exp(static_cast<double>(weights_.scale.map()(0, 0)))});
    if (options.keepStates) {
        states.insert(states.end(),
                      {batchOfOne("text_hidden", words), batchOfOne("image_hidden", units),
                       oneRow("text_pooled", caption), oneRow("image_pooled", picture)});
        outputs.states = std::move(states);
    }
    trace.outputs = std::move(outputs);
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

bool hasBothTowers(const TensorNames& names)
{
    return names.has("text_model") && names.has("vision_model");
}

constexpr std::array kClipHeads{TaskHead{"CLIPModel", hasBothTowers}};
constexpr std::array kOwlVitHeads{TaskHead{"OwlViTForObjectDetection",
                                           [](const TensorNames& names) {
                                               return hasBothTowers(names) &&
                                                      names.has("class_head");
                                           }},
                                  TaskHead{"OwlViTModel", hasBothTowers, true}};

std::unique_ptr<const Model> loadVariant(LoadContext context, const ClipVariant& variant)
{
    const std::string_view head = requireHead(context, variant.heads);
    const ClipConfig config = readClipConfig(context.config, variant);
    ModelInfo info = std::move(context.info);
    info.architecture = head;
    info.nativeMode = Mode::NoCrossing;
    info.modes = dualModes(variant.family);
    info.tasks = {"similarity"};
    info.facts = {stackFact("text", config.text), stackFact("image", config.vision.stack),
                  "shared width " + std::to_string(config.jointWidth)};
    info.maximumTokens = static_cast<int>(config.positions);
    info.imageWidth = config.vision.imageSize;
    info.imageHeight = config.vision.imageSize;
    return std::make_unique<const Clip>(std::move(info), config, context);
}

} // namespace

std::unique_ptr<const Model> loadClip(LoadContext context)
{
    return loadVariant(std::move(context), {.family = "CLIP",
                                            .heads = kClipHeads,
                                            .prefix = "clip.",
                                            .preNorm = "pre_layrnorm",
                                            .positions = 77,
                                            .imageSize = 224,
                                            .readsEndId = true,
                                            .fillsPositions = false,
                                            .isCropped = true});
}

std::unique_ptr<const Model> loadOwlVit(LoadContext context)
{
    return loadVariant(std::move(context), {.family = "OWL-ViT",
                                            .heads = kOwlVitHeads,
                                            .prefix = "owlvit.",
                                            .preNorm = "pre_layernorm",
                                            .positions = 16,
                                            .imageSize = 768,
                                            .readsEndId = false,
                                            .fillsPositions = true,
                                            .isCropped = false});
}

} // namespace attenscope
