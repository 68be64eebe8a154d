// BridgeTower (Xu et al. 2022), as BridgeTowerModel and its task models of the Hugging Face library
// compute it: modeling_bridgetower.py. Every layer of the cross-modal encoder is fed by one more
// layer of the two towers, over a bridge.

#include "engine/base/limits.h"
#include "engine/blocks/key_mask.h"
#include "engine/models/bridgetower_weights.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/dual_encoder.h"
#include "engine/models/predictions.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/models/task_head.h"
#include "engine/tensor/row_operations.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

Preprocessor bridgeTowerPreprocessor(const LoadContext& context, const BridgeTowerConfig& config)
{
    const int size = config.vision.imageSize;
    // A file that says no crop size crops to its own size (published-checkpoints.md 2).
    const int crop = context.folder.contains("preprocessor_config.json") ? 0 : size;
    Preprocessor fallback;
    fallback.sizing = Preprocessor::Sizing::BoundedEdges;
    fallback.width = fallback.height = size;
    fallback.divisor = 32;
    fallback.isCropped = true;
    fallback.cropWidth = fallback.cropHeight = crop;
    fallback.mean = {0.48145466, 0.4578275, 0.40821073};
    fallback.deviation = {0.26862954, 0.26130258, 0.27577711};
    return readPreprocessor(context.folder, fallback, size, size);
}

/// A cross layer as a mode has it (modes.md).
Hybrid inMode(Hybrid layer, Mode mode)
{
    layer.hasSelf = mode != Mode::CoAttention;
    layer.textAsks = mode != Mode::ImageToText;
    layer.imageAsks = mode == Mode::Alternating   ? Hybrid::ImageAsks::FinishedText
                      : mode == Mode::TextToImage ? Hybrid::ImageAsks::Nothing
                                                  : Hybrid::ImageAsks::OldText;
    return layer;
}

class BridgeTower final : public PictureModel {
public:
    BridgeTower(ModelInfo info, const BridgeTowerConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    /// What one run hands from step to step.
    struct Run {
        Mode mode;
        const KeyMasks& masks;
        TraceBuilder& sites;
        const Progress& progress;
    };

    /// What the encoders end with.
    struct Result {
        States towers; ///< after their last layers
        States crossed;
    };

    Matrix embeddedText(const Tokens& tokens) const;
    /// step  of the run's progress
    States towerLayer(std::size_t layer, int step, States towers, const Run& run) const;

    int steps() const { return config_.textLayers + config_.crossLayers; }

    States bridged(const States& towers, RunMemory* memory) const;
    Result encoded(States towers, const Run& run) const;
    Outputs outputs(const Result& result, const TextInput& text, const RunOptions& options) const;
    void contrast(const Result& result, const Matrix& pooled, Outputs& outputs) const;

    BridgeTowerConfig config_;
    BridgeTowerWeights weights_;
};

BridgeTower::BridgeTower(ModelInfo info, const BridgeTowerConfig& config, LoadContext& context)
    : PictureModel(std::move(info), context, bridgeTowerPreprocessor(context, config)),
      config_(config)
{
    bindWeights(context, [&](WeightBinder& binder) {
        weights_ = BridgeTowerWeights::bind(binder, config_);
    });
}

std::vector<StackInfo> BridgeTower::stacks(Mode mode) const
{
    const int heads = config_.text.heads;
    std::vector<StackInfo> result{
        {"text_self", config_.textLayers, heads},
        {"vision_self", config_.textLayers, config_.vision.stack.sizes.heads}};
    const Hybrid layer = inMode({}, mode);
    const std::array<std::pair<const char*, bool>, 4> kinds{
        std::pair{"cross_text_to_image", layer.textAsks},
        std::pair{"cross_image_to_text", layer.imageAsks != Hybrid::ImageAsks::Nothing},
        std::pair{"xlayer_text_self", layer.hasSelf},
        std::pair{"xlayer_image_self", layer.hasSelf}};
    for (const auto& [kind, isThere] : kinds) {
        if (isThere) {
            result.push_back({kind, config_.crossLayers, heads});
        }
    }
    return result;
}

/// Positions are counted from the padding id on, as in RoBERTa; padding stays at that id.
Matrix BridgeTower::embeddedText(const Tokens& tokens) const
{
    const std::vector<std::int64_t> ids = tokens.ids();
    std::vector<std::int64_t> places;
    std::int64_t last = config_.paddingId;
    for (const std::int64_t id : ids) {
        places.push_back(id == config_.paddingId ? config_.paddingId : ++last);
    }
    const BertEmbeddings& embeddings = weights_.text;
    Matrix states = embeddings.words.forward(ids) + embeddings.positions.forward(places);
    states.rowwise() += embeddings.types.weight.map().row(0);
    return embeddings.norm.forward(states);
}

States BridgeTower::towerLayer(std::size_t layer, int step, States towers, const Run& run) const
{
    const int number = static_cast<int>(layer);
    const Axis tokens = Axis::textOnly(towers.text.rows());
    run.progress.step(step, steps(), "towers");
    return {.text = weights_.textLayers[layer].forward(
                towers.text, run.masks.text,
                {.kind = "text_self", .layer = number, .query = tokens, .key = tokens}, run.sites,
                pool()),
            .image = weights_.vision.forwardLayer(layer, towers.image, Modality::Image,
                                                  {.sites = run.sites,
                                                   .mask = run.masks.image,
                                                   .progress = run.progress,
                                                   .firstStep = step - number,
                                                   .steps = steps(),
                                                   .pool = pool()})};
}

/// The towers' states at one width, each with its modality; no norm.
States BridgeTower::bridged(const States& towers, RunMemory* memory) const
{
    const StepId ofImage = StepId(StepId::Kind::Bridge).add(weights_.imageTransform.weight.data);
    States result{.text = weights_.textTransform.forward(towers.text, pool()),
                  .image = remembered(memory, ofImage, {towers.image}, [&] {
                      return weights_.imageTransform.forward(
                          weights_.visionPostNorm.forward(towers.image), pool());
                  })};
    result.text.rowwise() += weights_.modalities.weight.map().row(0);
    result.image.rowwise() += weights_.modalities.weight.map().row(1);
    return result;
}

BridgeTower::Result BridgeTower::encoded(States towers, const Run& run) const
{
    const auto textLayers = static_cast<std::size_t>(config_.textLayers);
    const auto first = textLayers + 1 - static_cast<std::size_t>(config_.crossLayers);
    std::size_t done = 0;
    while (done < first) {
        towers = towerLayer(done, static_cast<int>(done), std::move(towers), run);
        ++done;
    }
    States crossed = bridged(towers, run.sites.memory());
    crossed = {.text = weights_.textNorm.forward(crossed.text),
               .image = weights_.imageNorm.forward(crossed.image)};
    for (std::size_t i = 0; i < weights_.crossLayers.size(); ++i) {
        if (i > 0) {
            towers = towerLayer(done, static_cast<int>(done + i), std::move(towers), run);
            ++done;
            const States bridge = bridged(towers, run.sites.memory());
            crossed = {.text = weights_.textLinks[i - 1].forward(bridge.text, crossed.text),
                       .image = weights_.imageLinks[i - 1].forward(bridge.image, crossed.image)};
        }
        run.progress.step(static_cast<int>(done + i), steps(), "cross layers");
        crossed = inMode(weights_.crossLayers[i], run.mode)
                      .forward(std::move(crossed), run.masks, run.sites, pool());
    }
    return {.towers = std::move(towers), .crossed = std::move(crossed)};
}

/// The contrastive head compares the towers, not the cross-modal states.
void BridgeTower::contrast(const Result& result, const Matrix& pooled, Outputs& outputs) const
{
    const auto& heads = *weights_.contrast;
    const States towers = bridged(result.towers, nullptr);
    const auto unit = [](Matrix row) {
        row /= std::max(row.norm(), 1e-12F); // as torch.nn.functional.normalize
        return row;
    };
    const Matrix text = unit(heads.text.forward(result.towers.text.topRows(1), pool()));
    const Matrix image = unit(heads.image.forward(towers.image.topRows(1), pool()));
    outputs.similarity = static_cast<double>((text * image.transpose())(0, 0));
    outputs.arrays.push_back(oneRow("text_embeds", text));
    outputs.arrays.push_back(oneRow("image_embeds", image));
    outputs.arrays.push_back(oneRow("cross_embeds", unit(heads.both.forward(pooled, pool()))));
}

Outputs
BridgeTower::outputs(const Result& result, const TextInput& text, const RunOptions& options) const
{
    const auto pooledBy = [&](const Linear& pooler, const Matrix& states) {
        Matrix pooled = pooler.forward(states.topRows(1), pool());
        activate(Activation::Tanh, pooled, pool());
        return pooled;
    };
    Matrix pooled(1, 2 * config_.text.width);
    pooled << pooledBy(weights_.textPooler, result.crossed.text),
        pooledBy(weights_.imagePooler, result.crossed.image);
    Outputs outputs;
    if (weights_.match) {
        const Matrix logits = weights_.match->forward(pooled, pool());
        outputs.arrays.push_back(oneRow("itm_logits", logits));
        outputs.match.push_back(matchScore(logits, 1));
    }
    if (weights_.words) {
        const Matrix logits = weights_.words->forward(result.crossed.text, pool());
        outputs.predictions = maskedWords(text.tokens, tokenizer(), logits);
        outputs.arrays.push_back(batchOfOne("mlm_logits", logits));
    }
    if (weights_.contrast) {
        contrast(result, pooled, outputs);
    }
    if (options.keepStates) {
        outputs.states = {batchOfOne("text_hidden", result.crossed.text),
                          batchOfOne("image_hidden", result.crossed.image),
                          oneRow("pooled", pooled)};
    }
    return outputs;
}

Trace BridgeTower::forward(const Sample& sample,
                           Mode mode,
                           const RunOptions& options,
                           const Progress& progress) const
{
    TextInput text = readCaption(sample, config_.tokens(), config_.vocabulary.words, options);
    ImageInput image =
        prepareImage(preprocessor(), sample.image, config_.vision.patchSize, true, options);
    const KeyMasks masks{.text = keyMask(text.isHidden), .image = keyMask(image.isMasked)};
    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    States towers{
        .text = embeddedText(text.tokens),
        .image = rememberedPatches(image.pixels, weights_.patches.patches, options.memory, [&] {
            return weights_.visionPreNorm.forward(weights_.patches.forward(image.pixels, pool()));
        })};
    const Result result = encoded(
        std::move(towers), {.mode = mode, .masks = masks, .sites = sites, .progress = progress});

    Trace trace;
    trace.outputs = outputs(result, text, options);
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

/// What tells the task models apart.
constexpr std::array kHeads{
    TaskHead{"BridgeTowerForImageAndTextRetrieval",
             [](const TensorNames& names) { return names.has("itm_score"); }},
    TaskHead{"BridgeTowerForMaskedLM",
             [](const TensorNames& names) { return names.has("mlm_score"); }},
    TaskHead{"BridgeTowerForContrastiveLearning",
             [](const TensorNames& names) { return names.has("itc_text_head"); }},
    TaskHead{"BridgeTowerModel",
             [](const TensorNames& names) { return names.has("cross_modal_text_layers"); }, true}};

} // namespace

std::unique_ptr<const Model> loadBridgeTower(LoadContext context)
{
    const std::string_view head = requireHead(context, kHeads);
    const BridgeTowerConfig config = BridgeTowerConfig::read(context.config);
    ModelInfo info = std::move(context.info);
    info.architecture = head;
    info.nativeMode = Mode::Hybrid;
    info.modes = {{Mode::TextToImage, Standing::Ablation, "image states get nothing from the text"},
                  {Mode::ImageToText, Standing::Ablation, "text states get nothing from the image"},
                  {Mode::CoAttention, Standing::Ablation, "cross layers without self-attention"},
                  {Mode::Alternating, Standing::Ablation, "the image asks the text's newer state"},
                  {Mode::Hybrid, Standing::AsTrained, ""},
                  {Mode::SingleStream, Standing::Unavailable, "BridgeTower has no joint attention"},
                  {Mode::NoCrossing, Standing::Unavailable,
                   "the base line is that of joint attention, which BridgeTower does not have"}};
    info.fusions = {{"itm", "matching head"}};
    info.tasks = {"match"};
    info.facts = {std::to_string(config.textLayers) + " layers in each tower, " +
                      std::to_string(config.crossLayers) + " cross layers",
                  std::to_string(config.text.heads) + " heads, width " +
                      std::to_string(config.text.width) + ", image width " +
                      std::to_string(config.vision.stack.sizes.width)};
    info.maximumTokens = config.tokens();
    info.imageWidth = config.vision.imageSize;
    info.imageHeight = config.vision.imageSize;
    return std::make_unique<const BridgeTower>(std::move(info), config, context);
}

} // namespace attenscope
