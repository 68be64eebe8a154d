// ALBEF (Li et al. 2021, "Align before Fuse"), in the layouts of the authors' own files:
// visual_encoder.* (a timm ViT), text_encoder.bert.* with cross-attention from the fusion layer on
// (in files that were tuned for retrieval text_encoder.*), itm_head.

#include "engine/base/limits.h"
#include "engine/blocks/key_mask.h"
#include "engine/fusion/shared_latent_space.h"
#include "engine/models/blip_model.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/predictions.h"
#include "engine/tensor/row_operations.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace attenscope {

namespace {

struct AlbefConfig {
    VisionTowerSizes vision;
    LayerSizes text;
    int textLayers = 12;
    int fusionLayer = 6; ///< the first one with a cross-attention
    Activation activation = Activation::Gelu;
    BertVocabulary vocabulary;
    Index jointWidth = 256;
};

/// Files that were tuned for retrieval have the text side without its head for masked words.
void acceptOtherNames(WeightBinder& weights)
{
    weights.accept("text_encoder.bert.", {"text_encoder."});
}

/// The last extent but `fromEnd` of a tensor; `fallback` where the file does not have it.
std::int64_t extentOf(const WeightBinder& weights,
                      const std::string& name,
                      std::size_t fromEnd,
                      std::int64_t fallback)
{
    const auto shape = weights.shapeOf(name);
    return shape && shape->size() > fromEnd ? (*shape)[shape->size() - 1 - fromEnd] : fallback;
}

/// Patch and picture, from the tensors: the authors' config leaves both to their training scripts.
void readImageSize(const ConfigFields& fields, const WeightBinder& weights, VisionTowerSizes& sizes)
{
    const auto patch = static_cast<int>(std::clamp<std::int64_t>(
        extentOf(weights, "visual_encoder.patch_embed.proj.weight", 0, 16), 1, limits::kImageSide));
    const auto patches = std::clamp<std::int64_t>(
        extentOf(weights, "visual_encoder.pos_embed", 1, 257) - 1, 1, limits::kPatches);
    const int side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(patches))));
    sizes.imageSize = fields.imageSize(side * patch);
    sizes.patchSize = fields.patchSize(patch, sizes.imageSize);
}

/// The first layer that looks at the picture, by its tensors; the published 6 where none does.
int fusionLayerOf(const WeightBinder& weights, int layers)
{
    constexpr int kPublished = 6;
    for (int i = 0; i < layers; ++i) {
        if (weights.contains("text_encoder.bert.encoder.layer." + std::to_string(i) +
                             ".crossattention.self.query.weight")) {
            return i;
        }
    }
    return kPublished;
}

AlbefConfig readAlbefConfig(const Config& config, const WeightBinder& weights)
{
    const ConfigFields text(config, "");
    const ConfigFields vision(config, "/vision_config");
    AlbefConfig result;
    result.vision = {.layer = vision.layerSizes(
                         {.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-6F}),
                     .layers = vision.layers(12),
                     .activation = readActivation(config, "/vision_config/hidden_act", "gelu"),
                     .imageSize = 0,
                     .patchSize = 0,
                     .stretchesPositions = true};
    readImageSize(vision, weights, result.vision);
    result.text =
        text.layerSizes({.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-12F});
    result.textLayers = text.layers(12);
    result.fusionLayer = text.layers("fusion_layer", fusionLayerOf(weights, result.textLayers));
    result.activation = readActivation(config, "/hidden_act", "gelu");
    result.vocabulary = {.words = text.count("vocab_size", 30522),
                         .positions = text.positions(512),
                         .types = text.count("type_vocab_size", 2)};
    result.jointWidth = text.width("embed_dim", 256);
    if (result.fusionLayer >= result.textLayers) {
        throw Error({.id = "E_CONFIG_RANGE",
                     .file = config.file(),
                     .place = "/fusion_layer",
                     .expected = "below the " + std::to_string(result.textLayers) + " layers",
                     .found = std::to_string(result.fusionLayer),
                     .remedy = {}});
    }
    return result;
}

class Albef final : public PictureModel {
public:
    Albef(ModelInfo info, const AlbefConfig& config, Weights checkpoint, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    struct TextLayer {
        SelfAttentionStep self;
        std::optional<CrossAttentionStep> cross;
        FeedForwardStep feedForward;
    };

    /// What the heads compare.
    struct Seen {
        Matrix image;
        Matrix textAlone; ///< before the fusion layer
        Matrix text;
    };

    void bind(WeightBinder& weights);
    void readText(Seen& seen,
                  const KeyMasks& masks,
                  TraceBuilder& sites,
                  const Progress& progress) const;
    Outputs outputs(const Seen& seen, const Tokens& tokens) const;

    int steps() const { return config_.vision.layers + config_.textLayers; }

    AlbefConfig config_;
    VisionTower vision_;
    BertEmbeddings embeddings_;
    std::vector<TextLayer> layers_;
    Linear matchHead_;
    Linear imageProjection_;
    Linear textProjection_;
    std::optional<BertWordHead> masked_; ///< of pre-training
};

Albef::Albef(ModelInfo info, const AlbefConfig& config, Weights checkpoint, LoadContext& context)
    : PictureModel(std::move(info),
                   context,
                   blipPreprocessor(context, config.vision.imageSize),
                   loadTokenizer(context),
                   std::move(checkpoint)),
      config_(config)
{
    bindWeights(context, [&](WeightBinder& binder) { bind(binder); });
}

void Albef::bind(WeightBinder& weights)
{
    acceptOtherNames(weights);
    const LayerSizes& text = config_.text;
    const std::string bert = "text_encoder.bert";
    vision_ = VisionTower::bind(weights, VisionTowerNames::timm("visual_encoder"), config_.vision);
    embeddings_ = BertEmbeddings::bind(weights, bert + ".embeddings", config_.vocabulary, text);
    for (int i = 0; i < config_.textLayers; ++i) {
        const std::string place = bert + ".encoder.layer." + std::to_string(i);
        layers_.push_back(
            {.self = bindBertSelfAttention(weights, place + ".attention", text),
             .cross = std::nullopt,
             .feedForward = bindBertFeedForward(weights, place, text, config_.activation)});
        if (i >= config_.fusionLayer) {
            layers_.back().cross = bindBertCrossAttention(weights, place + ".crossattention", text,
                                                          config_.vision.layer.width);
        }
    }
    matchHead_ = Linear::bind(weights, "itm_head", text.width, 2);
    imageProjection_ =
        Linear::bind(weights, "vision_proj", config_.vision.layer.width, config_.jointWidth);
    textProjection_ = Linear::bind(weights, "text_proj", text.width, config_.jointWidth);
    if (weights.contains("text_encoder.cls.predictions.transform.dense.weight")) {
        masked_ = BertWordHead::bind(weights, "text_encoder.cls.predictions", embeddings_.words,
                                     text, config_.activation);
    }
    // The training's momentum copies, queues and temperature.
    for (const char* prefix :
         {"visual_encoder_m.", "text_encoder_m.", "vision_proj_m.", "text_proj_m.", "image_queue",
          "text_queue", "queue_ptr", "idx_queue", "temp"}) {
        weights.ignore(prefix);
    }
}

std::vector<StackInfo> Albef::stacks(Mode /*mode*/) const
{
    return {{"vision_self", config_.vision.layers, config_.vision.layer.heads},
            {"text_self", config_.textLayers, config_.text.heads},
            {"cross_text_to_image", config_.textLayers, config_.text.heads}};
}

void Albef::readText(Seen& seen,
                     const KeyMasks& masks,
                     TraceBuilder& sites,
                     const Progress& progress) const
{
    const Axis tokens = Axis::textOnly(seen.text.rows());
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const TextLayer& layer = layers_[i];
        const int index = static_cast<int>(i);
        progress.step(config_.vision.layers + index, steps(), "text");
        if (index == config_.fusionLayer) {
            seen.textAlone = seen.text;
        }
        const auto open = [&](const char* kind, const Axis& key,
                              const Attention& attention) -> SiteRecorder& {
            return sites.open({.kind = kind,
                               .layer = index,
                               .heads = attention.heads,
                               .query = tokens,
                               .key = key,
                               .weightPrefix = attention.weightPrefix});
        };
        seen.text = layer.self.forward(seen.text, masks.text,
                                       open("text_self", tokens, layer.self.attention), pool());
        if (layer.cross) {
            seen.text =
                layer.cross->forward(seen.text, seen.image, masks.image,
                                     open("cross_text_to_image", Axis::imageOnly(seen.image.rows()),
                                          layer.cross->attention),
                                     pool());
        }
        seen.text = layer.feedForward.forward(seen.text, sites.memory(), pool());
    }
}

Outputs Albef::outputs(const Seen& seen, const Tokens& tokens) const
{
    const Matrix logits = matchHead_.forward(seen.text.topRows(1), pool());
    const float similarity = cosine(imageProjection_.forward(seen.image.topRows(1), pool()),
                                    textProjection_.forward(seen.textAlone.topRows(1), pool()));
    Outputs result = matchingOutputs(logits, similarity);
    if (masked_) {
        const Matrix words = masked_->forward(seen.text, pool());
        result.arrays.push_back(batchOfOne("mlm_logits", words));
        result.predictions = maskedWords(tokens, tokenizer(), words);
    }
    return result;
}

Trace Albef::forward(const Sample& sample,
                     Mode /*mode: text→image is the only one*/,
                     const RunOptions& options,
                     const Progress& progress) const
{
    TextInput text =
        readCaption(sample, config_.vocabulary.positions, config_.vocabulary.words, options);
    ImageInput image =
        prepareImage(preprocessor(), sample.image, config_.vision.patchSize, true, options);
    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    const KeyMasks masks{.text = keyMask(text.isHidden, kBertMaskedScore),
                         .image = keyMask(image.isMasked, kBertMaskedScore)};
    Seen seen{.image = vision_.forward(image.pixels, masks.image, sites,
                                       {.progress = progress, .done = 0, .total = steps()}, pool()),
              .textAlone = {},
              .text = embeddings_.forward(text.tokens)};
    readText(seen, masks, sites, progress);

    Trace trace;
    trace.outputs = outputs(seen, text.tokens);
    if (options.keepStates) {
        trace.outputs.states = {batchOfOne("image_hidden", seen.image),
                                batchOfOne("itc_text_hidden", seen.textAlone),
                                batchOfOne("text_hidden", seen.text)};
    }
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

ModelInfo albefInfo(ModelInfo info, const AlbefConfig& config)
{
    info.architecture = "ALBEF";
    info.nativeMode = Mode::TextToImage;
    for (const Mode mode : kModes) {
        const bool isNative = mode == Mode::TextToImage;
        info.modes.push_back({.mode = mode,
                              .standing = isNative ? Standing::AsTrained : Standing::Unavailable,
                              .reason = isNative ? "" : "ALBEF has no weights for image queries"});
    }
    info.fusions = {{"itm", "matching head"}};
    info.tasks = {"match", "similarity"};
    info.facts = {"text layers " + std::to_string(config.fusionLayer) + " to " +
                      std::to_string(config.textLayers - 1) + " look at the image",
                  "text width " + std::to_string(config.text.width) + ", image width " +
                      std::to_string(config.vision.layer.width)};
    info.maximumTokens = static_cast<int>(config.vocabulary.positions);
    info.imageWidth = config.vision.imageSize;
    info.imageHeight = config.vision.imageSize;
    return info;
}

} // namespace

std::unique_ptr<const Model> loadAlbef(LoadContext context)
{
    Weights checkpoint = context.folder.readWeights(context.progress);
    WeightBinder names(checkpoint, context.config);
    acceptOtherNames(names);
    const AlbefConfig config = readAlbefConfig(context.config, names);
    ModelInfo info = albefInfo(std::move(context.info), config);
    return std::make_unique<const Albef>(std::move(info), config, std::move(checkpoint), context);
}

} // namespace attenscope
