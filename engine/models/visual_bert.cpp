// VisualBERT (Li et al. 2019), as VisualBertForPreTraining, …ForQuestionAnswering and
// …ForVisualReasoning of the Hugging Face library compute it: modeling_visual_bert.py.

#include "engine/blocks/key_mask.h"
#include "engine/models/bert_layers.h"
#include "engine/models/config_fields.h"
#include "engine/models/joint_modes.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/tensor/row_operations.h"

namespace attenscope {

namespace {

struct VisualBertConfig {
    LayerSizes sizes;
    Activation activation;
    BertVocabulary vocabulary;
    int layers;
    Index featureWidth;
};

VisualBertConfig readVisualBertConfig(const Config& config)
{
    const ConfigFields fields(config, "");
    if (config.boolean("/bypass_transformer", false)) {
        throw Error({.id = "E_MODEL_UNSUPPORTED",
                     .file = config.file(),
                     .place = "/bypass_transformer",
                     .expected = "false, as in every published checkpoint",
                     .found = "true",
                     .remedy = {}});
    }
    return {.sizes = fields.layerSizes(
                {.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-12F}),
            .activation = readActivation(config, "/hidden_act", "gelu"),
            .vocabulary = {.words = fields.count("vocab_size", 30522),
                           .positions = fields.count("max_position_embeddings", 512),
                           .types = fields.count("type_vocab_size", 2)},
            .layers = fields.layers(12),
            .featureWidth = fields.width("visual_embedding_dim", 512)};
}

struct VisualBertWeights {
    BertEmbeddings embeddings;
    Linear regionProjection;
    Embedding regionTypes;
    Embedding regionPositions;
    std::vector<SingleStream> layers;
    Linear pooler;
    std::optional<Linear> match;       ///< of pre-training
    std::optional<BertWordHead> words; ///< of pre-training
    std::optional<Linear> answers;     ///< of question answering or reasoning
    bool answersFromLastWord = false;  ///< question answering
};

/// The bare model, and the authors' own files.
void acceptOtherNames(WeightBinder& weights)
{
    const std::string usual = "visual_bert.embeddings.";
    const std::string own = "bert.bert.embeddings.";
    weights.accept(usual + "visual_projection", {own + "projection"});
    weights.accept(usual + "visual_token_type_embeddings", {own + "token_type_embeddings_visual"});
    weights.accept(usual + "visual_position_embeddings", {own + "position_embeddings_visual"});
    weights.accept("visual_bert.", {"", "bert.bert."});
    weights.accept("cls.", {"bert.cls.", "bert.classifier."});
    weights.ignore("detector.");
}

VisualBertWeights bindVisualBert(WeightBinder& weights, const VisualBertConfig& c)
{
    acceptOtherNames(weights);
    const std::string embeddings = "visual_bert.embeddings";
    const Index width = c.sizes.width;
    VisualBertWeights result{
        .embeddings = BertEmbeddings::bind(weights, embeddings, c.vocabulary, c.sizes),
        .regionProjection =
            Linear::bind(weights, embeddings + ".visual_projection", c.featureWidth, width),
        .regionTypes = Embedding::bind(weights, embeddings + ".visual_token_type_embeddings",
                                       c.vocabulary.types, width),
        .regionPositions = Embedding::bind(weights, embeddings + ".visual_position_embeddings",
                                           c.vocabulary.positions, width),
        .pooler = Linear::bind(weights, "visual_bert.pooler.dense", width, width)};
    for (int i = 0; i < c.layers; ++i) {
        const std::string prefix = "visual_bert.encoder.layer." + std::to_string(i);
        result.layers.push_back(
            {.self = bindBertSelfAttention(weights, prefix + ".attention", c.sizes),
             .feedForward = bindBertFeedForward(weights, prefix, c.sizes, c.activation),
             .layer = i});
    }
    if (weights.contains("cls.seq_relationship.weight")) {
        result.match = Linear::bind(weights, "cls.seq_relationship", width, 2);
        result.words = BertWordHead::bind(weights, "cls.predictions", result.embeddings.words,
                                          c.sizes, c.activation);
    } else if (weights.contains("cls.weight")) {
        result.answers = bindOutputs(weights, "cls", width);
    }
    weights.ignore(embeddings + ".position_ids");
    return result;
}

class VisualBert final : public Model {
public:
    VisualBert(ModelInfo info, const VisualBertConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    States embedded(const Tokens& tokens, const Regions& regions) const;
    Outputs outputs(const States& states, const TextInput& text, const RunOptions& options) const;

    VisualBertConfig config_;
    std::unique_ptr<const Tokenizer> tokenizer_;
    Weights checkpoint_;
    VisualBertWeights weights_;
    std::unique_ptr<ThreadPool> pool_;
};

VisualBert::VisualBert(ModelInfo info, const VisualBertConfig& config, LoadContext& context)
    : Model(std::move(info)),
      config_(config),
      tokenizer_(loadTokenizer(context)),
      checkpoint_(context.folder.readWeights(context.progress)),
      pool_(std::make_unique<ThreadPool>(context.options.threads))
{
    WeightBinder binder(checkpoint_, context.config);
    weights_ = bindVisualBert(binder, config_);
    weights_.answersFromLastWord = this->info().architecture == "VisualBertForQuestionAnswering";
    finishLoading(binder, checkpoint_);
}

std::vector<StackInfo> VisualBert::stacks(Mode /*mode*/) const
{
    return {{"joint_self", config_.layers, config_.sizes.heads}};
}

/// Regions get their own type and all the same position; one norm serves both halves.
States VisualBert::embedded(const Tokens& tokens, const Regions& regions) const
{
    Matrix image = weights_.regionProjection.forward(regions.features, *pool_);
    image.rowwise() += weights_.regionTypes.weight.map().row(1);
    image.rowwise() += weights_.regionPositions.weight.map().row(0);
    return {.text = weights_.embeddings.forward(tokens),
            .image = weights_.embeddings.norm.forward(image)};
}

Outputs
VisualBert::outputs(const States& states, const TextInput& text, const RunOptions& options) const
{
    Matrix joint(states.text.rows() + states.image.rows(), states.text.cols());
    joint << states.text, states.image;
    Matrix pooled = weights_.pooler.forward(joint.topRows(1), *pool_);
    activate(Activation::Tanh, pooled, *pool_);
    Outputs result;
    const auto add = [&](const char* name, const Matrix& logits) {
        result.arrays.push_back(
            {.name = name, .shape = {1, logits.cols()}, .values = valuesOf(logits)});
    };
    if (weights_.match) {
        Matrix logits = weights_.match->forward(pooled, *pool_);
        add("itm_logits", logits);
        softmaxRows(logits);
        // Column 0 says that the caption belongs to the picture, as in BERT's next sentence.
        result.match.push_back({.id = "itm",
                                .name = "matching head",
                                .probability = static_cast<double>(logits(0, 0))});
        result.arrays.push_back(batchOfOne("mlm_logits", weights_.words->forward(joint, *pool_)));
    }
    if (weights_.answers && weights_.answersFromLastWord) {
        const auto open = std::ranges::count(text.isHidden, false);
        const Index lastWord = std::max<Index>(open - 2, 0); // the one before [SEP]
        add("vqa_logits", weights_.answers->forward(joint.middleRows(lastWord, 1), *pool_));
    } else if (weights_.answers) {
        add("logits", weights_.answers->forward(pooled, *pool_));
    }
    if (options.keepStates) {
        result.states = {
            batchOfOne("joint_hidden", joint),
            {.name = "pooled", .shape = {1, pooled.cols()}, .values = valuesOf(pooled)}};
    }
    return result;
}

Trace VisualBert::forward(const Sample& sample,
                          Mode mode,
                          const RunOptions& options,
                          const Progress& progress) const
{
    TextInput text = prepareText(*tokenizer_, sample.caption,
                                 static_cast<int>(config_.vocabulary.positions), options);
    checkTokenIds(text.tokens, config_.vocabulary.words, info().path);
    RegionInput regions = prepareRegions(sample, config_.featureWidth, options);
    const KeyMasks masks{.text = keyMask(text.isHidden), .image = keyMask(regions.isHidden)};

    TraceBuilder sites(options.keeping, options.intervention.headsOff);
    States states = embedded(text.tokens, regions.regions);
    for (int i = 0; i < config_.layers; ++i) {
        progress.step(i, config_.layers, "joint layers");
        SingleStream layer = weights_.layers[static_cast<std::size_t>(i)];
        layer.crossing = crossingOf(mode);
        states = layer.forward(states, masks, sites, *pool_);
    }

    Trace trace;
    trace.outputs = outputs(states, text, options);
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordRegions(std::move(regions), options, trace);
    return trace;
}

} // namespace

std::unique_ptr<const Model> loadVisualBert(LoadContext context)
{
    const std::vector<std::string> known{"VisualBertForPreTraining",
                                         "VisualBertForQuestionAnswering",
                                         "VisualBertForVisualReasoning", "VisualBertModel"};
    requireArchitecture(context, known);
    const VisualBertConfig config = readVisualBertConfig(context.config);
    ModelInfo info = std::move(context.info);
    const auto given = context.config.texts("/architectures", std::vector<std::string>{});
    info.architecture = given.empty() ? known.front() : given.front();
    info.nativeMode = Mode::SingleStream;
    info.needsRegions = true;
    info.modes = jointModes("VisualBERT");
    info.facts = {std::to_string(config.layers) + " × " + std::to_string(config.sizes.heads) +
                      " layers × heads, width " + std::to_string(config.sizes.width),
                  "regions " + std::to_string(config.featureWidth) + " wide"};
    info.maximumTokens = static_cast<int>(config.vocabulary.positions);
    return std::make_unique<const VisualBert>(std::move(info), config, context);
}

} // namespace attenscope
