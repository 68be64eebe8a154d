// GIT (Wang et al. 2022), as GitForCausalLM of the Hugging Face library computes it:
// modeling_git.py. Image and text form one sequence, image first, through a decoder: the image sees
// only itself, a word sees the image and the words before it.

#include "engine/blocks/key_mask.h"
#include "engine/models/bert_layers.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/clip_layers.h"
#include "engine/models/config_fields.h"
#include "engine/models/generation.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/models/task_head.h"
#include "engine/modes/single_stream.h"

#include <array>
#include <limits>
#include <utility>

namespace attenscope {

namespace {

struct GitConfig {
    LayerSizes text;
    int layers;
    Activation activation;
    Index vocabulary;
    Index positions;
    ClipVisionConfig vision;
};

GitConfig readGitConfig(const Config& config)
{
    const ConfigFields fields(config, "");
    return {.text = fields.layerSizes(
                {.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-12F}),
            .layers = fields.layers(6),
            .activation = readActivation(config, "/hidden_act", "gelu"),
            .vocabulary = fields.count("vocab_size", 30522),
            .positions = fields.positions(1024),
            .vision = readClipVision(ConfigFields(config, "/vision_config"), 224, 16)};
}

GenerationRules readGitWriting(const Config& config, const GitConfig& sizes)
{
    constexpr Index kStart = 101; // [CLS] and [SEP] of BERT's vocabulary
    constexpr Index kEnd = 102;
    const ConfigFields fields(config, "");
    return {.start = {fields.tokenId("bos_token_id", kStart, sizes.vocabulary)},
            .end = fields.tokenId("eos_token_id", kEnd, sizes.vocabulary),
            .longest = static_cast<int>(fields.count("max_length", 20))};
}

struct GitWeights {
    ClipVisionTower vision;
    Linear projection; ///< of image states to the width of the text
    LayerNorm projectionNorm;
    Embedding words;
    Embedding positions;
    LayerNorm embeddingNorm;
    std::vector<SingleStream> layers;
    Linear output; ///< scores of the next token

    /// begin    the position of the first id
    Matrix embed(std::span<const std::int64_t> ids, Index begin) const
    {
        return embeddingNorm.forward(words.forward(ids) +
                                     positions.rows(begin, static_cast<Index>(ids.size())));
    }
};

GitWeights bindGit(WeightBinder& weights, const GitConfig& c)
{
    const std::string projection = "git.visual_projection.visual_projection";
    GitWeights result{
        .vision = ClipVisionTower::bind(weights, "git.image_encoder.vision_model", c.vision),
        .projection =
            Linear::bind(weights, projection + ".0", c.vision.stack.sizes.width, c.text.width),
        .projectionNorm =
            LayerNorm::bind(weights, projection + ".1", c.text.width, c.vision.stack.sizes.epsilon),
        .words =
            Embedding::bind(weights, "git.embeddings.word_embeddings", c.vocabulary, c.text.width),
        .positions = Embedding::bind(weights, "git.embeddings.position_embeddings", c.positions,
                                     c.text.width),
        .embeddingNorm =
            LayerNorm::bind(weights, "git.embeddings.LayerNorm", c.text.width, c.text.epsilon)};
    for (int i = 0; i < c.layers; ++i) {
        const std::string prefix = "git.encoder.layer." + std::to_string(i);
        result.layers.push_back(
            {.order = SingleStream::Order::ImageFirst,
             .isCausal = true,
             .self = bindBertSelfAttention(weights, prefix + ".attention", c.text),
             .feedForward = bindBertFeedForward(weights, prefix, c.text, c.activation),
             .layer = i});
    }
    const bool isTied = !weights.contains("output.weight");
    result.output = {.weight = isTied ? result.words.weight
                                      : weights.matrix("output.weight", c.vocabulary, c.text.width),
                     .bias = weights.vector("output.bias", c.vocabulary)};
    weights.ignore("git.img_temperal_embedding."); // of videos; spelled so
    return result;
}

Preprocessor gitPreprocessor(const LoadContext& context, int imageSize)
{
    Preprocessor fallback;
    fallback.sizing = Preprocessor::Sizing::ShortestEdge;
    fallback.width = fallback.height = imageSize;
    fallback.isCropped = true;
    fallback.cropWidth = fallback.cropHeight = imageSize;
    fallback.mean = {0.48145466, 0.4578275, 0.40821073};
    fallback.deviation = {0.26862954, 0.26130258, 0.27577711};
    return readPreprocessor(context.folder, fallback, imageSize, imageSize);
}

class Git final : public PictureModel {
public:
    Git(ModelInfo info, const GitConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    /// What one run carries along.
    struct Run {
        const RunOptions& options;
        const Progress& progress;
        TraceBuilder& sites;
        SingleStream::Crossing crossing;
        Matrix imageMask;                  ///< [1, units], as for Attention::forward
        std::vector<KeysAndValues> images; ///< of each layer: what a text that is written sees
    };

    Matrix projectedImage(const PixelValues& pixels, Run& run) const;
    States jointPass(States states, const Matrix& textMask, Run& run) const;
    Matrix read(std::span<const std::int64_t> ids,
                Index begin,
                std::vector<KeysAndValues>& past,
                Site site,
                TraceBuilder& sites,
                const Run& run) const;
    std::vector<std::int64_t> write(const Matrix& image, Index first, const Run& run) const;

    int steps() const { return config_.vision.stack.layers + config_.layers; }

    GitConfig config_;
    GenerationRules rules_;
    GitWeights weights_;
};

Git::Git(ModelInfo info, const GitConfig& config, LoadContext& context)
    : PictureModel(std::move(info), context, gitPreprocessor(context, config.vision.imageSize)),
      config_(config),
      rules_(readGitWriting(context.config, config))
{
    bindWeights(context, [&](WeightBinder& binder) { weights_ = bindGit(binder, config_); });
}

std::vector<StackInfo> Git::stacks(Mode /*mode*/) const
{
    return {{"vision_self", config_.vision.stack.layers, config_.vision.stack.sizes.heads},
            {"joint_self", config_.layers, config_.text.heads},
            {"gen_joint_self", config_.layers, config_.text.heads}};
}

/// Every unit of the picture at the width of the text.
Matrix Git::projectedImage(const PixelValues& pixels, Run& run) const
{
    const Matrix states = weights_.vision.forward(pixels, {.sites = run.sites,
                                                           .mask = run.imageMask,
                                                           .progress = run.progress,
                                                           .steps = steps(),
                                                           .pool = pool()});
    return weights_.projectionNorm.forward(
        weights_.projection.forward(weights_.vision.postNorm.forward(states), pool()));
}

/// The given caption. The image's states depend on no word, so what they are looked at by holds for
/// a text that is written as well.
States Git::jointPass(States states, const Matrix& textMask, Run& run) const
{
    const KeyMasks masks{.text = textMask, .image = run.imageMask};
    for (SingleStream layer : weights_.layers) {
        run.progress.step(config_.vision.stack.layers + layer.layer, steps(), "joint layers");
        run.images.push_back(layer.self.attention.keysAndValues(states.image, pool()));
        layer.crossing = run.crossing;
        states = layer.forward(states, masks, run.sites, pool());
    }
    return states;
}

/// The next tokens of a text behind the image.
/// begin    how many were read before
/// past     of each layer: image and text so far; the new tokens are put behind
/// site     what is recorded; layer, heads and weights are filled in
/// returns  [ids, width]
Matrix Git::read(std::span<const std::int64_t> ids,
                 Index begin,
                 std::vector<KeysAndValues>& past,
                 Site site,
                 TraceBuilder& sites,
                 const Run& run) const
{
    const auto rows = static_cast<Index>(ids.size());
    const Index units = run.imageMask.cols();
    constexpr float kClosed = -std::numeric_limits<float>::infinity();
    Matrix mask = Matrix::Zero(rows, units + begin + rows);
    mask.leftCols(units) = run.imageMask.replicate(rows, 1);
    if (run.crossing == SingleStream::Crossing::None) {
        mask.leftCols(units).setConstant(kClosed);
    }
    mask.rightCols(rows).triangularView<Eigen::StrictlyUpper>().setConstant(kClosed);
    Matrix states = weights_.embed(ids, begin);
    for (std::size_t i = 0; i < weights_.layers.size(); ++i) {
        const SingleStream& layer = weights_.layers[i];
        site.layer = layer.layer;
        site.heads = layer.self.attention.heads;
        site.weightPrefix = layer.self.attention.weightPrefix;
        states = layer.self.next(states, past[i], mask, sites.open(site), pool());
        states = layer.feedForward.forward(states, sites.memory(), pool());
    }
    return states;
}

/// Writes a caption and records how: gen_joint_self, a row for each position that wrote a token.
/// image    its states before the layers
/// first    where it will stand in Trace::tokens
std::vector<std::int64_t> Git::write(const Matrix& image, Index first, const Run& run) const
{
    const GenerationRules rules = rules_.fitted(run.options, static_cast<int>(config_.positions));
    const Site site{.kind = "gen_joint_self",
                    .closesTextToImage = run.crossing == SingleStream::Crossing::None};
    std::vector<KeysAndValues> past = run.images;
    const auto nextScores = [&](std::span<const std::int64_t> written) -> Eigen::RowVectorXf {
        // Recorded at the end, when it is known how much was written.
        TraceBuilder unrecorded(AttentionKeeping::Weights, run.options.intervention.headsOff);
        const Matrix states = read(written.last(1), static_cast<Index>(written.size()) - 1, past,
                                   site, unrecorded, run);
        return weights_.output.forward(states, pool());
    };
    WritingBasis basis(run.sites, weights_.output.weight.data, {image, run.imageMask});
    basis.step.add(run.crossing);
    std::vector<std::int64_t> ids =
        generateGreedily(rules, std::move(basis), nextScores, run.progress);
    if (ids.size() > rules.start.size()) {
        const Index units = run.imageMask.cols();
        const WrittenAxes axes = WrittenAxes::of(first, static_cast<Index>(ids.size()));
        Site recorded = site;
        recorded.query = axes.query;
        recorded.key = {.text = {units, axes.key.text.count, axes.key.text.first},
                        .image = {0, units}};
        past = run.images;
        read(std::span(ids).first(ids.size() - 1), 0, past, recorded, run.sites, run);
    }
    return ids;
}

Trace Git::forward(const Sample& sample,
                   Mode mode,
                   const RunOptions& options,
                   const Progress& progress) const
{
    TextInput text = readCaption(sample, config_.positions, config_.vocabulary, options);
    ImageInput image =
        prepareImage(preprocessor(), sample.image, config_.vision.patchSize, true, options);

    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    Run run{.options = options,
            .progress = progress,
            .sites = sites,
            .crossing = mode == Mode::NoCrossing ? SingleStream::Crossing::None
                                                 : SingleStream::Crossing::Both,
            .imageMask = keyMask(image.isMasked),
            .images = {}};
    States states{.text = weights_.embed(text.tokens.ids(), 0),
                  .image = projectedImage(image.pixels, run)};
    const Matrix projected = states.image;
    states = jointPass(std::move(states), keyMask(text.isHidden), run);
    const std::vector<std::int64_t> ids = write(projected, text.tokens.size(), run);

    Trace trace;
    const Matrix joint = weights_.layers.front().joined(states);
    trace.outputs.arrays.push_back(batchOfOne("logits", weights_.output.forward(joint, pool())));
    if (options.keepStates) {
        trace.outputs.states.push_back(batchOfOne("joint_hidden", joint));
    }
    const std::array special{rules_.start.front(), rules_.end, tokenizer().padId()};
    appendWritten(text, ids, special, tokenizer(), trace.outputs);
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

std::vector<ModeStanding> gitModes()
{
    const std::string shared = "GIT has one set of weights for both modalities";
    return {{Mode::TextToImage, Standing::Unavailable,
             "it is what single stream computes here: the mask closes image→text by design"},
            {Mode::ImageToText, Standing::Unavailable,
             "masked by design: the image stands before the text and sees none of it"},
            {Mode::CoAttention, Standing::Unavailable, shared},
            {Mode::Alternating, Standing::Unavailable, shared},
            {Mode::Hybrid, Standing::Unavailable, shared},
            {Mode::SingleStream, Standing::AsTrained, ""},
            {Mode::NoCrossing, Standing::Ablation, "text→image is closed as well: the base line"}};
}

/// What tells the task models apart.
constexpr std::array kHeads{TaskHead{"GitForCausalLM", [](const TensorNames& names) {
                                         return names.has("git.image_encoder") &&
                                                names.has("output.weight");
                                     }}};

} // namespace

std::unique_ptr<const Model> loadGit(LoadContext context)
{
    const std::string_view head = requireHead(context, kHeads);
    const GitConfig config = readGitConfig(context.config);
    ModelInfo info = std::move(context.info);
    info.architecture = head;
    info.nativeMode = Mode::SingleStream;
    info.modes = gitModes();
    info.tasks = {"caption"};
    info.writes = true;
    info.facts = {"image width " + std::to_string(config.vision.stack.sizes.width) +
                      ", joint width " + std::to_string(config.text.width),
                  std::to_string(config.layers) + " × " + std::to_string(config.text.heads) +
                      " joint layers × heads, causal"};
    info.maximumTokens = static_cast<int>(config.positions);
    info.imageWidth = config.vision.imageSize;
    info.imageHeight = config.vision.imageSize;
    return std::make_unique<const Git>(std::move(info), config, context);
}

} // namespace attenscope
