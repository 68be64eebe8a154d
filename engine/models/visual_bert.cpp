// VisualBERT (Li et al. 2019), as VisualBertForPreTraining, …ForQuestionAnswering,
// …ForVisualReasoning, …ForMultipleChoice and …ForRegionToPhraseAlignment of the Hugging Face
// library compute it: modeling_visual_bert.py.

#include "engine/blocks/alignment.h"
#include "engine/blocks/key_mask.h"
#include "engine/models/config_fields.h"
#include "engine/models/joint_bert.h"
#include "engine/models/joint_modes.h"
#include "engine/models/predictions.h"
#include "engine/models/region_heads.h"
#include "engine/models/task_head.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

constexpr std::string_view kQuestionAnswering = "VisualBertForQuestionAnswering";

struct VisualBertWeights {
    JointBertWeights base;
    Linear regionProjection;
    Embedding regionTypes;
    Embedding regionPositions;
    std::optional<SingleStream> additional; ///< the only layer that sees regions, where there is it
    std::optional<Linear> match;            ///< of pre-training
    std::optional<BertWordHead> words;      ///< of pre-training
    std::optional<Linear> answers;          ///< of question answering, reasoning or choosing
    std::optional<Alignment> alignment;     ///< of phrases with regions
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
    weights.accept("attention.", {"bert.flickr_attention."});
    weights.ignore("detector.");
}

VisualBertWeights bindVisualBert(WeightBinder& weights, const JointBertConfig& c, bool hasBypass)
{
    acceptOtherNames(weights);
    const std::string embeddings = "visual_bert.embeddings";
    const Index width = c.sizes.width;
    VisualBertWeights result{
        .base = JointBertWeights::bind(weights, "visual_bert.", c),
        .regionProjection =
            Linear::bind(weights, embeddings + ".visual_projection", c.featureWidth, width),
        .regionTypes = Embedding::bind(weights, embeddings + ".visual_token_type_embeddings",
                                       c.vocabulary.types, width),
        .regionPositions = Embedding::bind(weights, embeddings + ".visual_position_embeddings",
                                           c.vocabulary.positions, width)};
    if (hasBypass) {
        result.additional = bindJointBertLayer(weights, "visual_bert.additional_layer", c, 0);
    }
    if (weights.contains("cls.seq_relationship.weight")) {
        result.match = Linear::bind(weights, "cls.seq_relationship", width, 2);
    }
    if (weights.contains("cls.predictions.transform.dense.weight")) {
        result.words = BertWordHead::bind(weights, "cls.predictions", result.base.embeddings.words,
                                          c.sizes, c.activation);
    }
    if (weights.contains("cls.weight")) {
        result.answers = bindOutputs(weights, "cls", width);
    }
    if (weights.contains("attention.query.weight")) {
        result.alignment = Alignment::bind(weights, "attention", width);
        weights.ignore("attention.value"); // stored, never computed with
    }
    return result;
}

class VisualBert final : public JointBert {
public:
    VisualBert(ModelInfo info, const JointBertConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    const JointBertWeights& base() const override { return weights_.base; }

    Matrix embedRegions(const Regions& regions) const override;
    States encode(States states,
                  Mode mode,
                  const KeyMasks& masks,
                  TraceBuilder& sites,
                  const Progress& progress) const override;
    Outputs heads(const Encoded& encoded, const Inputs& inputs, TraceBuilder& sites) const override;

private:
    /// Adds what the head for answers says.
    void addAnswer(const Encoded& encoded, const Tokens& tokens, Outputs& outputs) const;

    VisualBertWeights weights_;
    std::vector<std::string> labels_;
};

VisualBert::VisualBert(ModelInfo info, const JointBertConfig& config, LoadContext& context)
    : JointBert(std::move(info), config, context)
{
    bindWeights(context, [&](WeightBinder& binder) {
        weights_ =
            bindVisualBert(binder, config, context.config.boolean("/bypass_transformer", false));
    });
    if (weights_.answers) {
        labels_ = answerLabels(context.folder, context.config, weights_.answers->weight.rows);
    }
}

std::vector<StackInfo> VisualBert::stacks(Mode mode) const
{
    const int heads = config().sizes.heads;
    std::vector<StackInfo> result = JointBert::stacks(mode);
    if (weights_.additional) {
        result = {{"text_self", config().layers, heads}, {"joint_self", 1, heads}};
    }
    if (weights_.alignment) {
        result.push_back({"alignment", 1, 1});
    }
    return result;
}

/// Regions get their own type and all the same position; one norm serves both halves.
Matrix VisualBert::embedRegions(const Regions& regions) const
{
    Matrix image = weights_.regionProjection.forward(regions.features, pool());
    image.rowwise() += weights_.regionTypes.weight.map().row(1);
    image.rowwise() += weights_.regionPositions.weight.map().row(0);
    return weights_.base.embeddings.norm.forward(image);
}

/// With bypass_transformer the stack reads the text alone, and one more layer reads both.
States VisualBert::encode(States states,
                          Mode mode,
                          const KeyMasks& masks,
                          TraceBuilder& sites,
                          const Progress& progress) const
{
    if (!weights_.additional) {
        return JointBert::encode(std::move(states), mode, masks, sites, progress);
    }
    const Axis tokens = Axis::textOnly(states.text.rows());
    for (const SingleStream& layer : weights_.base.layers) {
        progress.step(layer.layer, config().layers + 1, "text layers");
        const BertLayer text{.selfAttention = layer.self, .feedForward = layer.feedForward};
        states.text = text.forward(
            states.text, masks.text,
            {.kind = "text_self", .layer = layer.layer, .query = tokens, .key = tokens}, sites,
            pool());
    }
    SingleStream additional = *weights_.additional;
    additional.crossing = crossingOf(mode);
    return additional.forward(states, masks, sites, pool());
}

void VisualBert::addAnswer(const Encoded& encoded, const Tokens& tokens, Outputs& outputs) const
{
    if (info().architecture != kQuestionAnswering) {
        const Matrix logits = weights_.answers->forward(encoded.pooled, pool());
        outputs.arrays.push_back(oneRow("logits", logits));
        if (logits.cols() > 1) { // else one score of several pairs to choose from
            outputs.predictions.push_back(
                predictedAnswer(logits, labels_, AnswerTraining::OneIsRight));
        }
        return;
    }
    const auto read = std::ranges::count(tokens.tokens, false, &Token::isPadding);
    const Index lastWord = std::max<Index>(read - 2, 0); // the one before [SEP]
    const Matrix logits =
        weights_.answers->forward(encoded.states.text.middleRows(lastWord, 1), pool());
    outputs.arrays.push_back(oneRow("vqa_logits", logits));
    outputs.predictions.push_back(predictedAnswer(logits, labels_, AnswerTraining::OneIsRight));
}

Outputs VisualBert::heads(const Encoded& encoded, const Inputs& inputs, TraceBuilder& sites) const
{
    Outputs result;
    if (weights_.match) {
        const Matrix logits = weights_.match->forward(encoded.pooled, pool());
        result.arrays.push_back(oneRow("itm_logits", logits));
        // Column 0 says that the caption belongs to the picture, as in BERT's next sentence.
        result.match.push_back(matchScore(logits, 0));
    }
    if (weights_.words) {
        const Matrix logits = weights_.words->forward(encoded.joint, pool());
        result.arrays.push_back(batchOfOne("mlm_logits", logits));
        result.predictions = maskedWords(inputs.tokens, tokenizer(), logits);
    }
    if (weights_.answers) {
        addAnswer(encoded, inputs.tokens, result);
    }
    if (weights_.alignment) {
        const auto& [text, image] = encoded.states;
        SiteRecorder& site = sites.open({.kind = "alignment",
                                         .layer = 0,
                                         .heads = 1,
                                         .query = Axis::textOnly(text.rows()),
                                         .key = Axis::imageOnly(image.rows()),
                                         .weightPrefix = weights_.alignment->weightPrefix});
        weights_.alignment->record(text, image, inputs.masks.image, site, pool());
    }
    return result;
}

/// How many answers the head gives that has the same name in three task models.
std::int64_t answersOf(const TensorNames& names)
{
    const std::int64_t answers = names.rowsOf("cls.weight");
    return answers > 0 ? answers : names.rowsOf("bert.classifier.weight"); // the authors' own files
}

/// What tells the task models apart.
constexpr std::array kHeads{
    TaskHead{"VisualBertForRegionToPhraseAlignment",
             [](const TensorNames& names) {
                 return names.has("attention.query.weight") || names.has("flickr_attention");
             }},
    TaskHead{"VisualBertForPreTraining",
             [](const TensorNames& names) { return names.has("cls.predictions"); }},
    TaskHead{"VisualBertForMultipleChoice",
             [](const TensorNames& names) { return answersOf(names) == 1; }},
    TaskHead{"VisualBertForVisualReasoning",
             [](const TensorNames& names) { return answersOf(names) == 2; }},
    TaskHead{kQuestionAnswering, [](const TensorNames& names) { return answersOf(names) > 0; }},
    TaskHead{"VisualBertForVisualReasoning",
             [](const TensorNames& names) { return answersOf(names) > 0; }},
    TaskHead{"VisualBertModel", [](const TensorNames& names) { return names.has("embeddings"); },
             true}};

} // namespace

std::unique_ptr<const Model> loadVisualBert(LoadContext context)
{
    const std::string_view head = requireHead(context, kHeads);
    JointBertConfig config = JointBertConfig::read(context.config, "visual_embedding_dim", 512);
    config.maskedScore = kLowestFloat;
    ModelInfo info = std::move(context.info);
    info.architecture = head;
    return std::make_unique<const VisualBert>(std::move(info), config, context);
}

} // namespace attenscope
