// LXMERT (Tan and Bansal 2019), as LxmertForPreTraining and LxmertForQuestionAnswering of the
// Hugging Face library compute it: modeling_lxmert.py.

#include "engine/base/limits.h"
#include "engine/blocks/key_mask.h"
#include "engine/models/bert_layers.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/config_fields.h"
#include "engine/models/predictions.h"
#include "engine/models/region_heads.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/models/task_head.h"
#include "engine/modes/hybrid.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace attenscope {

namespace {

constexpr float kEpsilon = 1e-12F; // whatever the config says
constexpr std::string_view kQuestionAnswering = "LxmertForQuestionAnswering";

struct LxmertConfig {
    LayerSizes sizes;
    Activation activation;
    BertVocabulary vocabulary;
    int textLayers;
    int regionLayers;
    int crossLayers;
    Index featureWidth;
    Index boxWidth;
    Index answers;
    Index objects;
    Index attributes;
};

LxmertConfig readLxmertConfig(const Config& config)
{
    const ConfigFields fields(config, "");
    LxmertConfig result{
        .sizes = fields.layerSizes({.width = 768, .innerWidth = 3072, .heads = 12}),
        .activation = readActivation(config, "/hidden_act", "gelu"),
        .vocabulary = {.words = fields.count("vocab_size", 30522),
                       .positions = fields.count("max_position_embeddings", 512),
                       .types = fields.count("type_vocab_size", 2)},
        .textLayers = fields.layers("l_layers", 9),
        .regionLayers = fields.layers("r_layers", 5),
        .crossLayers = fields.layers("x_layers", 5),
        .featureWidth = fields.width("visual_feat_dim", 2048),
        .boxWidth = fields.width("visual_pos_dim", 4),
        .answers = fields.count("num_qa_labels", 9500),
        .objects = fields.count("num_object_labels", 1600),
        .attributes = fields.count("num_attr_labels", 400),
    };
    result.sizes.epsilon = kEpsilon;
    return result;
}

/// One cross-attention module serves both directions.
Hybrid bindCrossLayer(WeightBinder& weights, int layer, const LxmertConfig& c)
{
    const std::string prefix = "lxmert.encoder.x_layers." + std::to_string(layer);
    const CrossAttentionStep cross = bindBertCrossAttention(weights, prefix + ".visual_attention",
                                                            c.sizes, c.sizes.width, "att");
    return {.order = Hybrid::Order::CrossThenSelf,
            .textSelf = bindBertSelfAttention(weights, prefix + ".lang_self_att", c.sizes),
            .imageSelf = bindBertSelfAttention(weights, prefix + ".visn_self_att", c.sizes),
            .textCross = cross,
            .imageCross = cross,
            .textFeedForward = bindBertFeedForward(weights, prefix, c.sizes, c.activation,
                                                   {.in = "lang_inter", .out = "lang_output"}),
            .imageFeedForward = bindBertFeedForward(weights, prefix, c.sizes, c.activation,
                                                    {.in = "visn_inter", .out = "visn_output"}),
            .layer = layer};
}

/// The ablations that the weights define (modes.md).
Hybrid inMode(Hybrid layer, Mode mode)
{
    layer.textAsks = mode != Mode::ImageToText;
    layer.hasSelf = mode != Mode::CoAttention;
    if (mode == Mode::TextToImage) {
        layer.imageAsks = Hybrid::ImageAsks::Nothing;
    } else if (mode == Mode::Alternating) {
        layer.imageAsks = Hybrid::ImageAsks::CrossedText;
    }
    return layer;
}

/// Feature and box of a region, each projected and normed, averaged.
struct RegionEmbedding {
    Linear feature;
    LayerNorm featureNorm;
    Linear box;
    LayerNorm boxNorm;

    static RegionEmbedding bind(WeightBinder& weights, const LxmertConfig& c)
    {
        const std::string prefix = "lxmert.encoder.visn_fc.";
        const Index width = c.sizes.width;
        return {.feature = Linear::bind(weights, prefix + "visn_fc", c.featureWidth, width),
                .featureNorm =
                    LayerNorm::bind(weights, prefix + "visn_layer_norm", width, kEpsilon),
                .box = Linear::bind(weights, prefix + "box_fc", c.boxWidth, width),
                .boxNorm = LayerNorm::bind(weights, prefix + "box_layer_norm", width, kEpsilon)};
    }

    Matrix forward(const Regions& regions, ThreadPool& pool) const
    {
        return (featureNorm.forward(feature.forward(regions.features, pool)) +
                boxNorm.forward(box.forward(regions.boxes, pool))) /
               2;
    }
};

struct LxmertWeights {
    BertEmbeddings embeddings;
    RegionEmbedding regions;
    std::vector<BertLayer> textLayers;
    std::vector<BertLayer> regionLayers;
    std::vector<Hybrid> crossLayers;
    Linear pooler;
    std::optional<BertAnswerHead> answer;
    std::optional<Linear> match;
    std::optional<BertWordHead> words;
    std::optional<BertTransform> regionTransform;
    std::optional<Linear> objects;
    std::optional<Linear> attributes;
};

LxmertWeights bindLxmert(WeightBinder& weights, const LxmertConfig& c)
{
    weights.accept("lxmert.", {"", "bert."}); // the bare model; the authors' own files
    const Index width = c.sizes.width;
    LxmertWeights result{
        .embeddings = BertEmbeddings::bind(weights, "lxmert.embeddings", c.vocabulary, c.sizes),
        .regions = RegionEmbedding::bind(weights, c),
        .pooler = Linear::bind(weights, "lxmert.pooler.dense", width, width)};
    for (int i = 0; i < c.textLayers; ++i) {
        result.textLayers.push_back(BertLayer::bind(
            weights, "lxmert.encoder.layer." + std::to_string(i), c.sizes, c.activation));
    }
    for (int i = 0; i < c.regionLayers; ++i) {
        result.regionLayers.push_back(BertLayer::bind(
            weights, "lxmert.encoder.r_layers." + std::to_string(i), c.sizes, c.activation));
    }
    for (int i = 0; i < c.crossLayers; ++i) {
        result.crossLayers.push_back(bindCrossLayer(weights, i, c));
    }
    if (weights.contains("answer_head.logit_fc.0.weight")) {
        result.answer =
            BertAnswerHead::bind(weights, "answer_head.logit_fc", width, kEpsilon, c.answers);
    }
    if (weights.contains("cls.seq_relationship.weight")) {
        result.match = Linear::bind(weights, "cls.seq_relationship", width, 2);
    }
    if (weights.contains("cls.predictions.transform.dense.weight")) {
        result.words = BertWordHead::bind(weights, "cls.predictions", result.embeddings.words,
                                          c.sizes, c.activation);
    }
    const std::string objects = "obj_predict_head.";
    if (weights.contains(objects + "transform.dense.weight")) {
        result.regionTransform =
            BertTransform::bind(weights, objects + "transform", c.sizes, c.activation);
        result.objects = Linear::bind(weights, objects + "decoder_dict.obj", width, c.objects);
        result.attributes =
            Linear::bind(weights, objects + "decoder_dict.attr", width, c.attributes);
        weights.ignore(objects + "decoder_dict.feat"); // regresses the feature it was given
    }
    weights.ignore("lxmert.embeddings.position_ids");
    return result;
}

struct LxmertLabels {
    AnswerTraining training; ///< pre-training takes one answer as right, VQA each by itself
    std::vector<std::string> answers;
    std::vector<std::string> objects;
    std::vector<std::string> attributes;
};

class Lxmert final : public CheckpointModel {
public:
    Lxmert(ModelInfo info, const LxmertConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    Matrix selfLayers(const std::vector<BertLayer>& layers,
                      Matrix states,
                      const Matrix& mask,
                      const Site& site,
                      TraceBuilder& sites) const;
    Outputs outputs(const States& states,
                    const Tokens& tokens,
                    const RegionInput& regions,
                    const RunOptions& options) const;

    LxmertConfig config_;
    LxmertWeights weights_;
    LxmertLabels labels_;
};

Lxmert::Lxmert(ModelInfo info, const LxmertConfig& config, LoadContext& context)
    : CheckpointModel(std::move(info), context),
      config_(config),
      labels_{
          .training = this->info().architecture == kQuestionAnswering ? AnswerTraining::EachByItself
                                                                      : AnswerTraining::OneIsRight,
          .answers = answerLabels(context.folder, context.config, config.answers),
          .objects = classLabels(context.folder, "objects_vocab.txt", "object", config.objects),
          .attributes =
              classLabels(context.folder, "attributes_vocab.txt", "attribute", config.attributes)}
{
    bindWeights(context, [&](WeightBinder& binder) { weights_ = bindLxmert(binder, config_); });
}

std::vector<StackInfo> Lxmert::stacks(Mode mode) const
{
    const int heads = config_.sizes.heads;
    std::vector<StackInfo> result{{"text_self", config_.textLayers, heads},
                                  {"vision_self", config_.regionLayers, heads}};
    if (mode != Mode::ImageToText) {
        result.push_back({"cross_text_to_image", config_.crossLayers, heads});
    }
    if (mode != Mode::TextToImage) {
        result.push_back({"cross_image_to_text", config_.crossLayers, heads});
    }
    if (mode != Mode::CoAttention) {
        result.push_back({"xlayer_text_self", config_.crossLayers, heads});
        result.push_back({"xlayer_vision_self", config_.crossLayers, heads});
    }
    return result;
}

/// site  kind and axes of the layers' sites
Matrix Lxmert::selfLayers(const std::vector<BertLayer>& layers,
                          Matrix states,
                          const Matrix& mask,
                          const Site& site,
                          TraceBuilder& sites) const
{
    for (std::size_t i = 0; i < layers.size(); ++i) {
        Site here = site;
        here.layer = static_cast<int>(i);
        states = layers[i].forward(states, mask, std::move(here), sites, pool());
    }
    return states;
}

Outputs Lxmert::outputs(const States& states,
                        const Tokens& tokens,
                        const RegionInput& regions,
                        const RunOptions& options) const
{
    Matrix pooled = weights_.pooler.forward(states.text.topRows(1), pool());
    activate(Activation::Tanh, pooled, pool());
    Outputs result;
    if (weights_.match) {
        const Matrix logits = weights_.match->forward(pooled, pool());
        result.arrays.push_back(oneRow("itm_logits", logits));
        result.match.push_back(matchScore(logits, 1));
    }
    if (weights_.answer) {
        const Matrix logits = weights_.answer->forward(pooled, pool());
        result.arrays.push_back(oneRow("qa_logits", logits));
        result.predictions.push_back(predictedAnswer(logits, labels_.answers, labels_.training));
    }
    if (weights_.words) {
        const Matrix logits = weights_.words->forward(states.text, pool());
        result.arrays.push_back(batchOfOne("mlm_logits", logits));
        std::ranges::move(maskedWords(tokens, tokenizer(), logits),
                          std::back_inserter(result.predictions));
    }
    if (weights_.regionTransform) {
        const Matrix transformed = weights_.regionTransform->forward(states.image, pool());
        const Matrix objects = weights_.objects->forward(transformed, pool());
        const Matrix attributes = weights_.attributes->forward(transformed, pool());
        result.arrays.push_back(batchOfOne("object_logits", objects));
        result.arrays.push_back(batchOfOne("attribute_logits", attributes));
        addRegionPredictions("object", objects, labels_.objects, regions, result);
        addRegionPredictions("attribute", attributes, labels_.attributes, regions, result);
    }
    if (options.keepStates) {
        result.states = {batchOfOne("text_hidden", states.text),
                         batchOfOne("image_hidden", states.image), oneRow("pooled", pooled)};
    }
    return result;
}

Trace Lxmert::forward(const Sample& sample,
                      Mode mode,
                      const RunOptions& options,
                      const Progress& progress) const
{
    const int steps = 2 + config_.crossLayers;
    progress.step(0, steps, "text");
    TextInput text =
        readCaption(sample, config_.vocabulary.positions, config_.vocabulary.words, options);
    RegionInput regions = prepareRegions(sample, config_.featureWidth, options);
    const KeyMasks masks{.text = keyMask(text.isHidden), .image = keyMask(regions.isHidden)};

    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    const Axis tokens = Axis::textOnly(text.tokens.size());
    const Axis units = Axis::imageOnly(regions.units.size());
    States states;
    states.text =
        selfLayers(weights_.textLayers, weights_.embeddings.forward(text.tokens), masks.text,
                   {.kind = "text_self", .query = tokens, .key = tokens}, sites);
    progress.step(1, steps, "regions");
    states.image =
        selfLayers(weights_.regionLayers, weights_.regions.forward(regions.regions, pool()),
                   masks.image, {.kind = "vision_self", .query = units, .key = units}, sites);
    for (int i = 0; i < config_.crossLayers; ++i) {
        progress.step(2 + i, steps, "cross layers");
        const Hybrid layer = inMode(weights_.crossLayers[static_cast<std::size_t>(i)], mode);
        states = layer.forward(std::move(states), masks, sites, pool());
    }

    Trace trace;
    trace.outputs = outputs(states, text.tokens, regions, options);
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordRegions(std::move(regions), options, trace);
    return trace;
}

ModelInfo lxmertInfo(ModelInfo info, const LxmertConfig& config)
{
    info.nativeMode = Mode::Hybrid;
    info.needsRegions = true;
    info.modes = {
        {Mode::TextToImage, Standing::Ablation, "the regions get nothing from the text"},
        {Mode::ImageToText, Standing::Ablation, "the text gets nothing from the regions"},
        {Mode::CoAttention, Standing::Ablation, "without the self-attention of the cross layers"},
        {Mode::Alternating, Standing::Ablation, "the regions ask the text's newer state"},
        {Mode::Hybrid, Standing::AsTrained, ""},
        {Mode::SingleStream, Standing::Unavailable, "LXMERT has no joint attention"}};
    info.fusions = {{"itm", "matching head"}};
    info.facts = {
        std::to_string(config.textLayers) + " text, " + std::to_string(config.regionLayers) +
            " region, " + std::to_string(config.crossLayers) + " cross layers",
        std::to_string(config.sizes.heads) + " heads, width " + std::to_string(config.sizes.width)};
    info.maximumTokens = static_cast<int>(config.vocabulary.positions);
    return info;
}

/// What tells the task models apart.
constexpr std::array kHeads{
    TaskHead{
        "LxmertForPreTraining",
        [](const TensorNames& names) { return names.has("cls") || names.has("obj_predict_head"); }},
    TaskHead{kQuestionAnswering, [](const TensorNames& names) { return names.has("answer_head"); }},
    TaskHead{"LxmertModel", [](const TensorNames& names) { return names.has("x_layers"); }, true}};

} // namespace

std::unique_ptr<const Model> loadLxmert(LoadContext context)
{
    const std::string_view head = requireHead(context, kHeads);
    const LxmertConfig config = readLxmertConfig(context.config);
    ModelInfo info = lxmertInfo(std::move(context.info), config);
    info.architecture = head;
    return std::make_unique<const Lxmert>(std::move(info), config, context);
}

} // namespace attenscope
