// ViLBERT (Lu et al. 2019) and its 12-in-1 successor (2020), as the authors' vilbert.py computes
// them: VILBertForVLTasks, BertForMultiModalPreTraining.

#include "engine/base/limits.h"
#include "engine/blocks/key_mask.h"
#include "engine/models/bert_layers.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/config_fields.h"
#include "engine/models/region_heads.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/models/task_head.h"
#include "engine/models/vilbert_config.h"
#include "engine/models/vilbert_heads.h"
#include "engine/modes/alternating.h"
#include "engine/modes/co_attention.h"
#include "engine/modes/single_direction.h"

#include <algorithm>

namespace attenscope {

namespace {

constexpr Index kLocationWidth = 5;
constexpr float kMaskedScore = -10000.0F;
/// The authors' number for finding the picture of a caption (COCO), which the matching scores are
/// about.
constexpr int kDefaultTask = 7;
constexpr int kTwoPicturesTask =
    12; ///< likewise: whether a sentence is true of two pictures, NLVR2

struct VilbertWeights {
    BertEmbeddings embeddings;
    std::optional<Embedding> tasks; ///< of a checkpoint trained with task tokens
    Linear feature;
    Linear location;
    LayerNorm regionNorm;
    std::vector<BertLayer> textLayers;
    std::vector<BertLayer> imageLayers;
    std::vector<CoAttention> connections;
    VilbertHeads heads;
};

CoAttention bindConnection(WeightBinder& weights, int layer, const VilbertConfig& c)
{
    const std::string prefix = "bert.encoder.c_layer." + std::to_string(layer);
    // Index 1 is the regions' side, 2 the text's.
    const auto cross = [&](const LayerSizes& own, Index context, const char* asks,
                           const char* seen) {
        return CrossAttentionStep{
            .normPlace = NormPlace::After,
            .norm = LayerNorm::bind(weights, prefix + ".biOutput.LayerNorm" + asks, own.width,
                                    kVilbertEpsilon),
            .contextNorm = {},
            .attention = Attention::bind(weights, prefix,
                                         {.width = own.width,
                                          .contextWidth = context,
                                          .innerWidth = c.shared.width,
                                          .heads = c.shared.heads},
                                         {.query = std::string("biattention.query") + asks,
                                          .key = std::string("biattention.key") + seen,
                                          .value = std::string("biattention.value") + seen,
                                          .output = std::string("biOutput.dense") + asks})};
    };
    weights.ignore(prefix + ".biOutput.q_dense"); // stored, never computed with
    return {.textCross = cross(c.text, c.image.width, "2", "1"),
            .imageCross = cross(c.image, c.text.width, "1", "2"),
            .textFeedForward = bindBertFeedForward(weights, prefix, c.text, c.textActivation,
                                                   {.in = "t_intermediate", .out = "t_output"}),
            .imageFeedForward = bindBertFeedForward(weights, prefix, c.image, c.imageActivation,
                                                    {.in = "v_intermediate", .out = "v_output"}),
            .layer = layer};
}

VilbertWeights bindVilbert(WeightBinder& weights, const VilbertConfig& c)
{
    weights.accept("bert.", {""}); // the bare model
    const std::string regions = "bert.v_embeddings.";
    const std::string tasks = "bert.embeddings.task_embeddings";
    VilbertWeights result{
        .embeddings = BertEmbeddings::bind(weights, "bert.embeddings", c.vocabulary, c.text),
        .feature =
            Linear::bind(weights, regions + "image_embeddings", c.featureWidth, c.image.width),
        .location = Linear::bind(weights, regions + "image_location_embeddings", kLocationWidth,
                                 c.image.width),
        .regionNorm =
            LayerNorm::bind(weights, regions + "LayerNorm", c.image.width, kVilbertEpsilon)};
    // A switch of the authors' command line, not of the published config, says whether a checkpoint
    // has them.
    if (const auto shape = weights.shapeOf(tasks + ".weight"); shape && shape->size() == 2) {
        result.tasks = Embedding::bind(weights, tasks, (*shape)[0], c.text.width);
    }
    for (int i = 0; i < c.textLayers; ++i) {
        result.textLayers.push_back(BertLayer::bind(
            weights, "bert.encoder.layer." + std::to_string(i), c.text, c.textActivation));
    }
    for (int i = 0; i < c.imageLayers; ++i) {
        result.imageLayers.push_back(BertLayer::bind(
            weights, "bert.encoder.v_layer." + std::to_string(i), c.image, c.imageActivation));
    }
    for (std::size_t i = 0; i < c.textConnections.size(); ++i) {
        result.connections.push_back(bindConnection(weights, static_cast<int>(i), c));
    }
    result.heads = VilbertHeads::bind(weights, result.embeddings.words,
                                      {.text = c.text,
                                       .image = c.image,
                                       .sharedWidth = c.shared.width,
                                       .activation = c.textActivation,
                                       .isProduct = c.isProduct});
    return result;
}

/// The ablations that the weights define (modes.md).
States connect(const CoAttention& layer,
               Mode mode,
               States states,
               const KeyMasks& masks,
               TraceBuilder& sites,
               ThreadPool& pool)
{
    switch (mode) {
    case Mode::TextToImage:
        return SingleDirection{.asks = Modality::Text,
                               .self = std::nullopt,
                               .cross = layer.textCross,
                               .feedForward = layer.textFeedForward,
                               .layer = layer.layer}
            .forward(std::move(states), masks, sites, pool);
    case Mode::ImageToText:
        return SingleDirection{.asks = Modality::Image,
                               .self = std::nullopt,
                               .cross = layer.imageCross,
                               .feedForward = layer.imageFeedForward,
                               .layer = layer.layer}
            .forward(std::move(states), masks, sites, pool);
    case Mode::Alternating:
        return Alternating{.textCross = layer.textCross,
                           .imageCross = layer.imageCross,
                           .textFeedForward = layer.textFeedForward,
                           .imageFeedForward = layer.imageFeedForward,
                           .layer = layer.layer}
            .forward(std::move(states), masks, sites, pool);
    default:
        return layer.forward(states, masks, sites, pool);
    }
}

class Vilbert final : public CheckpointModel {
public:
    Vilbert(ModelInfo info, VilbertConfig config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    std::optional<int> task(const RunOptions& options) const;
    /// The caption, with the task's token behind [CLS].
    TextInput textInput(const Sample& sample,
                        std::optional<int> task,
                        const RunOptions& options,
                        States& states) const;
    Matrix embedRegions(const Regions& regions) const;
    States encode(States states,
                  Mode mode,
                  const KeyMasks& masks,
                  TraceBuilder& sites,
                  const Progress& progress) const;

    VilbertConfig config_;
    VilbertWeights weights_;
    std::vector<std::string> labels_; ///< of the VQA head's answers
};

Vilbert::Vilbert(ModelInfo info, VilbertConfig config, LoadContext& context)
    : CheckpointModel(std::move(info), context), config_(std::move(config))
{
    bindWeights(context, [&](WeightBinder& binder) { weights_ = bindVilbert(binder, config_); });
    if (weights_.heads.answers) {
        labels_ =
            answerLabels(context.folder, context.config, weights_.heads.answers->out.weight.rows);
    }
}

std::vector<StackInfo> Vilbert::stacks(Mode mode) const
{
    const int connections = static_cast<int>(config_.textConnections.size());
    std::vector<StackInfo> result{{"text_self", config_.textLayers, config_.text.heads},
                                  {"vision_self", config_.imageLayers, config_.image.heads}};
    if (mode != Mode::ImageToText) {
        result.push_back({"cross_text_to_image", connections, config_.shared.heads});
    }
    if (mode != Mode::TextToImage) {
        result.push_back({"cross_image_to_text", connections, config_.shared.heads});
    }
    return result;
}

std::optional<int> Vilbert::task(const RunOptions& options) const
{
    const int tasks = weights_.tasks ? static_cast<int>(weights_.tasks->weight.rows) : 0;
    if (options.taskId && (*options.taskId < 0 || *options.taskId >= tasks)) {
        throw Error({.id = "E_USAGE_INDEX",
                     .file = {},
                     .place = "task",
                     .expected = tasks > 0 ? "0 to " + std::to_string(tasks - 1)
                                           : "none: this checkpoint has no task tokens",
                     .found = std::to_string(*options.taskId),
                     .remedy = {}});
    }
    return tasks > 0 ? std::optional(options.taskId.value_or(std::min(kDefaultTask, tasks - 1)))
                     : std::nullopt;
}

TextInput Vilbert::textInput(const Sample& sample,
                             std::optional<int> task,
                             const RunOptions& options,
                             States& states) const
{
    Tokens tokens = encodeCaption(tokenizer(), sample.caption,
                                  static_cast<int>(config_.vocabulary.positions), options);
    checkTokenIds(tokens, config_.vocabulary.words, info().path);
    Matrix sum = weights_.embeddings.sum(tokens);
    if (task) {
        // Without position and type; everything behind [CLS] moves.
        const Matrix behind = sum.bottomRows(sum.rows() - 1);
        sum.conservativeResize(sum.rows() + 1, Eigen::NoChange);
        sum.row(1) = weights_.tasks->weight.map().row(*task);
        sum.bottomRows(behind.rows()) = behind;
        insertToken(tokens, 1,
                    {.id = *task,
                     .text = "[task " + std::to_string(*task) + "]",
                     .isSpecial = true,
                     .part = TokenPart::Added});
    }
    states.text = weights_.embeddings.norm.forward(sum);
    return maskWords(std::move(tokens), options);
}

Matrix Vilbert::embedRegions(const Regions& regions) const
{
    return weights_.regionNorm.forward(
        weights_.feature.forward(regions.features, pool()) +
        weights_.location.forward(boxesWithArea(regions.boxes), pool()));
}

States Vilbert::encode(States states,
                       Mode mode,
                       const KeyMasks& masks,
                       TraceBuilder& sites,
                       const Progress& progress) const
{
    const Axis tokens = Axis::textOnly(states.text.rows());
    const Axis units = Axis::imageOnly(states.image.rows());
    int textDone = 0;
    int imageDone = 0;
    const auto advance = [&](int textEnd, int imageEnd) {
        for (; textDone < textEnd; ++textDone) {
            states.text = weights_.textLayers[static_cast<std::size_t>(textDone)].forward(
                states.text, masks.text,
                {.kind = "text_self", .layer = textDone, .query = tokens, .key = tokens}, sites,
                pool());
        }
        for (; imageDone < imageEnd; ++imageDone) {
            states.image = weights_.imageLayers[static_cast<std::size_t>(imageDone)].forward(
                states.image, masks.image,
                {.kind = "vision_self", .layer = imageDone, .query = units, .key = units}, sites,
                pool());
        }
    };
    const int steps = static_cast<int>(weights_.connections.size()) + 1;
    for (const CoAttention& connection : weights_.connections) {
        const auto index = static_cast<std::size_t>(connection.layer);
        progress.step(connection.layer, steps, "layers");
        advance(config_.textConnections[index], config_.imageConnections[index]);
        states = connect(connection, mode, std::move(states), masks, sites, pool());
    }
    progress.step(steps - 1, steps, "layers");
    advance(config_.textLayers, config_.imageLayers);
    return states;
}

Trace Vilbert::forward(const Sample& sample,
                       Mode mode,
                       const RunOptions& options,
                       const Progress& progress) const
{
    const std::optional<int> taskId = task(options);
    States states;
    TextInput text = textInput(sample, taskId, options, states);
    RegionInput regions =
        prepareRegions(sample, config_.featureWidth, options, WholeImage::FirstRegion);
    states.image = embedRegions(regions.regions);
    const KeyMasks masks{.text = keyMask(text.isHidden, kMaskedScore),
                         .image = keyMask(regions.isHidden, kMaskedScore)};

    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    states = encode(std::move(states), mode, masks, sites, progress);

    Trace trace;
    trace.outputs = weights_.heads.outputs(
        states, {text.tokens, tokenizer(), regions, masks, labels_}, options, pool());
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordRegions(std::move(regions), options, trace);
    if (taskId == kTwoPicturesTask) {
        trace.warnings.push_back(twoPicturesWarning());
    }
    if (taskId && options.keepInputs) {
        trace.inputs.push_back(batchOfOne("task_ids", std::vector<std::int64_t>{*taskId}));
    }
    return trace;
}

ModelInfo vilbertInfo(ModelInfo info, const VilbertConfig& config)
{
    info.architecture = "ViLBERT";
    info.nativeMode = Mode::CoAttention;
    info.needsRegions = true;
    info.modes = {
        {Mode::TextToImage, Standing::Ablation, "the regions pass through the connection layers"},
        {Mode::ImageToText, Standing::Ablation, "the text passes through the connection layers"},
        {Mode::CoAttention, Standing::AsTrained, ""},
        {Mode::Alternating, Standing::Ablation, "the regions ask the text's newer state"},
        {Mode::Hybrid, Standing::Unavailable,
         "ViLBERT's connection layers have no self-attention of their own"},
        {Mode::SingleStream, Standing::Unavailable, "ViLBERT has no joint attention"},
        {Mode::NoCrossing, Standing::Unavailable,
         "without its connection layers ViLBERT would be two models"}};
    info.facts = {std::to_string(config.textLayers) + " text, " +
                      std::to_string(config.imageLayers) + " region, " +
                      std::to_string(config.textConnections.size()) + " connection layers",
                  "text " + std::to_string(config.text.width) + ", regions " +
                      std::to_string(config.image.width) + ", connections " +
                      std::to_string(config.shared.width) + " wide"};
    info.maximumTokens = static_cast<int>(config.vocabulary.positions);
    return info;
}

} // namespace

std::unique_ptr<const Model> loadVilbert(LoadContext context)
{
    VilbertConfig config = readVilbertConfig(context.config);
    ModelInfo info = vilbertInfo(std::move(context.info), config);
    return std::make_unique<const Vilbert>(std::move(info), std::move(config), context);
}

} // namespace attenscope
