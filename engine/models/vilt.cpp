// ViLT (Kim et al. 2021), as ViltForImageAndTextRetrieval, …ForQuestionAnswering and …ForMaskedLM
// of the Hugging Face library compute it: modeling_vilt.py. The library draws the patches at
// random; here they stand in raster order, and there is no padding, which gives the same numbers.

#include "engine/base/limits.h"
#include "engine/blocks/key_mask.h"
#include "engine/models/bert_layers.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/config_fields.h"
#include "engine/models/joint_modes.h"
#include "engine/models/predictions.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/models/task_head.h"
#include "engine/models/vit_layers.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace attenscope {

namespace {

/// Its head compares two pictures and looks at each with the same caption.
constexpr std::string_view kTwoPictures = "ViltForImagesAndTextClassification";
constexpr std::string_view kModalityTable = "embeddings.token_type_embeddings.weight";

struct ViltConfig {
    VitStackConfig stack;
    BertVocabulary vocabulary;
    Index modalities;
    int imageSize; ///< of the trained position grid
    int patchSize;
    Index longestImage; ///< most patches that are looked at; below 1: all
};

ViltConfig readViltConfig(const Config& config)
{
    const ConfigFields fields(config, "");
    ViltConfig result{.stack = readVitStack(config, ""),
                      .vocabulary = {.words = fields.count("vocab_size", 30522),
                                     .positions = fields.positions(40),
                                     .types = fields.count("type_vocab_size", 2)},
                      .modalities = fields.count("modality_type_vocab_size", 2),
                      .imageSize = fields.imageSize(384),
                      .patchSize = 0,
                      .longestImage = config.integer(
                          "/max_image_length", -1,
                          {.minimum = -1, .maximum = static_cast<double>(limits::kPatches)})};
    result.patchSize = fields.patchSize(32, result.imageSize);
    if (result.modalities < 2) {
        throw Error({.id = "E_CONFIG_RANGE",
                     .file = config.file(),
                     .place = "/modality_type_vocab_size",
                     .expected = "at least 2: text and image",
                     .found = std::to_string(result.modalities),
                     .remedy = {}});
    }
    return result;
}

/// Linear, norm, activation, linear.
struct AnswerHead {
    Linear in;
    LayerNorm norm;
    Linear out;

    Matrix forward(const MatrixView& x, ThreadPool& pool) const
    {
        Matrix states = norm.forward(in.forward(x, pool));
        activate(Activation::Gelu, states, pool);
        return out.forward(states, pool);
    }
};

struct ViltWeights {
    BertEmbeddings words;
    VitEmbeddings patches;
    Embedding modalities;
    std::vector<SingleStream> layers;
    LayerNorm norm;
    std::optional<Linear> pooler;
    std::optional<Linear> rank;         ///< of retrieval
    std::optional<AnswerHead> answers;  ///< of question answering
    std::vector<std::string> labels;    ///< of the answers
    std::optional<BertWordHead> masked; ///< of masked words
};

void bindHeads(WeightBinder& weights,
               const Config& config,
               const ViltConfig& c,
               ViltWeights& result)
{
    const Index width = c.stack.sizes.width;
    const auto rowsOf = [&](const char* name) {
        const auto shape = weights.shapeOf(name);
        return shape && !shape->empty() ? shape->front() : 0;
    };
    if (weights.contains("rank_output.weight")) {
        result.rank = Linear::bind(weights, "rank_output", width, 1);
    }
    constexpr Index kOnePicture = 2; // modalities: text and one picture
    if (c.modalities > kOnePicture) {
        weights.ignore("classifier.");
    } else if (weights.contains("classifier.0.weight")) {
        constexpr float kEpsilon = 1e-5F; // the framework's default, not the config's
        const Index inner = rowsOf("classifier.0.weight");
        const Index answers = rowsOf("classifier.3.weight");
        result.answers = {.in = Linear::bind(weights, "classifier.0", width, inner),
                          .norm = LayerNorm::bind(weights, "classifier.1", inner, kEpsilon),
                          .out = Linear::bind(weights, "classifier.3", inner, answers)};
        result.labels = labelsOf(config, answers);
    }
    if (weights.contains("mlm_score.transform.dense.weight")) {
        result.masked = BertWordHead::bind(weights, "mlm_score", result.words.words, c.stack.sizes,
                                           c.stack.activation);
    }
}

ViltWeights bindVilt(WeightBinder& weights, const Config& config, const ViltConfig& c)
{
    weights.accept("vilt.", {""});
    const std::string base = "vilt.";
    const LayerSizes& sizes = c.stack.sizes;
    const std::string embeddings = base + "embeddings";
    ViltWeights result{
        .words =
            BertEmbeddings::bind(weights, embeddings + ".text_embeddings", c.vocabulary, sizes),
        .patches = VitEmbeddings::bind(weights, embeddings, sizes.width, c.imageSize, c.patchSize),
        .modalities = Embedding::bind(weights, embeddings + ".token_type_embeddings", c.modalities,
                                      sizes.width),
        .norm = LayerNorm::bind(weights, base + "layernorm", sizes.width, sizes.epsilon)};
    for (int i = 0; i < c.stack.layers; ++i) {
        const VitLayer layer =
            VitLayer::bind(weights, base + "encoder.layer." + std::to_string(i), c.stack);
        result.layers.push_back({.self = layer.self, .feedForward = layer.feedForward, .layer = i});
    }
    if (weights.contains(base + "pooler.dense.weight")) {
        result.pooler = Linear::bind(weights, base + "pooler.dense", sizes.width, sizes.width);
    }
    bindHeads(weights, config, c, result);
    return result;
}

Preprocessor viltPreprocessor(const LoadContext& context, const ViltConfig& config)
{
    Preprocessor fallback;
    fallback.sizing = Preprocessor::Sizing::BoundedEdges;
    fallback.width = fallback.height = config.imageSize;
    fallback.divisor = config.patchSize;
    fallback.mean = fallback.deviation = {0.5, 0.5, 0.5};
    return readPreprocessor(context.folder, fallback);
}

class Vilt final : public PictureModel {
public:
    Vilt(ModelInfo info, const ViltConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    States embedded(const TextInput& text,
                    const ImageInput& image,
                    RunMemory* memory,
                    Warnings& warnings) const;
    Outputs outputs(const States& states, const Tokens& tokens, const RunOptions& options) const;

    ViltConfig config_;
    ViltWeights weights_;
};

Vilt::Vilt(ModelInfo info, const ViltConfig& config, LoadContext& context)
    : PictureModel(std::move(info), context, viltPreprocessor(context, config)), config_(config)
{
    bindWeights(context, [&](WeightBinder& binder) {
        weights_ = bindVilt(binder, context.config, config_);
    });
}

std::vector<StackInfo> Vilt::stacks(Mode /*mode*/) const
{
    return {{"joint_self", config_.stack.layers, config_.stack.sizes.heads}};
}

/// Words are normalised before their modality is added; patches are not normalised at all.
States Vilt::embedded(const TextInput& text,
                      const ImageInput& image,
                      RunMemory* memory,
                      Warnings& warnings) const
{
    States states{.text = weights_.words.forward(text.tokens),
                  .image = rememberedPatches(image.pixels, weights_.patches.patches, memory, [&] {
                      return weights_.patches.forward(image.pixels, pool());
                  })};
    states.text.rowwise() += weights_.modalities.weight.map().row(0);
    states.image.rowwise() += weights_.modalities.weight.map().row(1);
    const Index patches = states.image.rows() - 1;
    if (config_.longestImage > 0 && patches > config_.longestImage) {
        states.image.conservativeResize(1 + config_.longestImage, Eigen::NoChange);
        warnings.push_back(
            {.id = "W_IMAGE_CUT",
             .text =
                 "The model looks at " + std::to_string(config_.longestImage) +
                 " patches (max_image_length); this picture has " + std::to_string(patches) +
                 ". The first ones, row by row, are used; the reference draws them at random."});
    }
    return states;
}

Outputs Vilt::outputs(const States& states, const Tokens& tokens, const RunOptions& options) const
{
    const Matrix joint = weights_.norm.forward(weights_.layers.front().joined(states));
    Outputs result;
    if (options.keepStates) {
        result.states.push_back(batchOfOne("joint_hidden", joint));
    }
    if (weights_.masked) {
        const Matrix logits = weights_.masked->forward(joint.topRows(tokens.size()), pool());
        result.arrays.push_back(batchOfOne("mlm_logits", logits));
        result.predictions = maskedWords(tokens, tokenizer(), logits);
    }
    if (!weights_.pooler) {
        return result;
    }
    Matrix pooled = weights_.pooler->forward(joint.topRows(1), pool());
    activate(Activation::Tanh, pooled, pool());
    if (options.keepStates) {
        result.states.push_back(oneRow("pooled", pooled));
    }
    if (weights_.rank) { // higher is better; no probability
        result.arrays.push_back(oneRow("itr_logit", weights_.rank->forward(pooled, pool())));
    }
    if (weights_.answers) {
        const Matrix logits = weights_.answers->forward(pooled, pool());
        result.arrays.push_back(oneRow("vqa_logits", logits));
        result.predictions.push_back(
            predictedAnswer(logits, weights_.labels, AnswerTraining::EachByItself));
    }
    return result;
}

Trace Vilt::forward(const Sample& sample,
                    Mode mode,
                    const RunOptions& options,
                    const Progress& progress) const
{
    TextInput text =
        readCaption(sample, config_.vocabulary.positions, config_.vocabulary.words, options);
    ImageInput image = prepareImage(preprocessor(), sample.image, config_.patchSize, true, options);

    Trace trace;
    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    States states = embedded(text, image, options.memory, trace.warnings);
    Matrix imageMask = keyMask(image.isMasked).leftCols(states.image.rows());
    const KeyMasks masks{.text = keyMask(text.isHidden), .image = std::move(imageMask)};
    std::vector<NamedArray> steps;
    const auto keepStep = [&](int step) {
        if (options.keepStates) {
            steps.push_back(batchOfOne("joint_hidden_step" + std::to_string(step),
                                       weights_.layers.front().joined(states)));
        }
    };
    keepStep(0);
    for (SingleStream layer : weights_.layers) {
        progress.step(layer.layer, config_.stack.layers, "joint layers");
        layer.crossing = crossingOf(mode);
        states = layer.forward(states, masks, sites, pool());
        keepStep(layer.layer + 1);
    }

    trace.outputs = outputs(states, text.tokens, options);
    std::ranges::move(steps, std::back_inserter(trace.outputs.states));
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

/// What tells the task models apart.
constexpr std::array kHeads{
    TaskHead{kTwoPictures,
             [](const TensorNames& names) {
                 return names.has("classifier.3") && names.rowsOf(kModalityTable) > 2;
             }},
    TaskHead{"ViltForQuestionAnswering",
             [](const TensorNames& names) { return names.has("classifier.3"); }},
    TaskHead{"ViltForImageAndTextRetrieval",
             [](const TensorNames& names) { return names.has("rank_output"); }},
    TaskHead{"ViltForMaskedLM", [](const TensorNames& names) { return names.has("mlm_score"); }},
    TaskHead{"ViltModel", [](const TensorNames& names) { return names.has("text_embeddings"); },
             true}};

} // namespace

std::unique_ptr<const Model> loadVilt(LoadContext context)
{
    const std::string_view head = requireHead(context, kHeads);
    const ViltConfig config = readViltConfig(context.config);
    ModelInfo info = std::move(context.info);
    info.architecture = head;
    if (head == kTwoPictures) {
        info.warnings.push_back(twoPicturesWarning());
    }
    info.nativeMode = Mode::SingleStream;
    info.modes = jointModes("ViLT");
    info.facts = {
        std::to_string(config.stack.layers) + " × " + std::to_string(config.stack.sizes.heads) +
            " layers × heads, width " + std::to_string(config.stack.sizes.width),
        "patches of " + std::to_string(config.patchSize) + " pixels, the picture's shape is kept"};
    info.maximumTokens = static_cast<int>(config.vocabulary.positions);
    info.imageWidth = config.imageSize;
    info.imageHeight = config.imageSize;
    return std::make_unique<const Vilt>(std::move(info), config, context);
}

} // namespace attenscope
