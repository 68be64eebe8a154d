// UNITER (Chen et al. 2020), as the authors' model/{model,pretrain,itm,vqa}.py compute it.

#include "engine/models/joint_bert.h"
#include "engine/models/predictions.h"
#include "engine/models/region_heads.h"
#include "engine/models/task_head.h"

#include <array>

namespace attenscope {

namespace {

constexpr Index kLocationWidth = 7; // x0 y0 x1 y1, width, height, area

/// Of the heads that compare two pictures (NLVR2), in any of the authors' three forms.
constexpr std::array kTwoPictures{"nlvr2_output.", "attn1.", "attn2.", "attn_pool.", "fc."};

struct UniterWeights {
    JointBertWeights base;
    Linear feature;
    LayerNorm featureNorm;
    Linear location;
    LayerNorm locationNorm;
    LayerNorm regionNorm;
    std::optional<Linear> match;
    std::optional<Linear> rank; ///< one score: which of several pairs fits best
    std::optional<BertAnswerHead> answers;
    std::optional<BertWordHead> words;
    std::optional<BertAnswerHead> regionClasses; ///< of masked regions
};

UniterWeights bindUniter(WeightBinder& weights, const JointBertConfig& c)
{
    const Index width = c.sizes.width;
    const float epsilon = c.sizes.epsilon;
    const std::string regions = "uniter.img_embeddings.";
    UniterWeights result{
        .base = JointBertWeights::bind(weights, "uniter.", c),
        .feature = Linear::bind(weights, regions + "img_linear", c.featureWidth, width),
        .featureNorm = LayerNorm::bind(weights, regions + "img_layer_norm", width, epsilon),
        .location = Linear::bind(weights, regions + "pos_linear", kLocationWidth, width),
        .locationNorm = LayerNorm::bind(weights, regions + "pos_layer_norm", width, epsilon),
        .regionNorm = LayerNorm::bind(weights, regions + "LayerNorm", width, epsilon)};
    if (weights.contains("itm_output.weight")) {
        result.match = Linear::bind(weights, "itm_output", width, 2);
    }
    if (weights.contains("rank_output.weight")) {
        result.rank = Linear::bind(weights, "rank_output", width, 1);
    }
    if (weights.contains("vqa_output.0.weight")) {
        result.answers = BertAnswerHead::bind(weights, "vqa_output", width, epsilon);
    }
    if (weights.contains("cls.predictions.transform.dense.weight")) {
        result.words = BertWordHead::bind(weights, "cls.predictions", result.base.embeddings.words,
                                          c.sizes, c.activation);
    }
    if (weights.contains("region_classifier.net.0.weight")) {
        result.regionClasses =
            BertAnswerHead::bind(weights, "region_classifier.net", width, epsilon);
    }
    weights.ignore(regions + "mask_embedding"); // of regions whose feature training left out
    weights.ignore("feat_regress.");            // gives a feature and no class
    for (const char* head : kTwoPictures) {
        weights.ignore(head);
    }
    return result;
}

class Uniter final : public JointBert {
public:
    Uniter(ModelInfo info, const JointBertConfig& config, LoadContext& context);

protected:
    const JointBertWeights& base() const override { return weights_.base; }

    Matrix embedRegions(const Regions& regions) const override;
    Outputs heads(const Encoded& encoded, const Inputs& inputs, TraceBuilder& sites) const override;

private:
    UniterWeights weights_;
    std::vector<std::string> answers_;
    std::vector<std::string> classes_;
};

Uniter::Uniter(ModelInfo info, const JointBertConfig& config, LoadContext& context)
    : JointBert(std::move(info), config, context)
{
    bindWeights(context, [&](WeightBinder& binder) { weights_ = bindUniter(binder, config); });
    if (weights_.answers) {
        answers_ = answerLabels(context.folder, context.config, weights_.answers->out.weight.rows);
    }
    if (weights_.regionClasses) {
        classes_ = unnamedLabels("class", weights_.regionClasses->out.weight.rows);
    }
}

/// Feature and location, each projected and normed, and the second token type.
Matrix Uniter::embedRegions(const Regions& regions) const
{
    Matrix location(regions.boxes.rows(), kLocationWidth);
    const auto corners = boxesWithArea(regions.boxes);
    location << regions.boxes, regions.boxes.col(2) - regions.boxes.col(0),
        regions.boxes.col(3) - regions.boxes.col(1), corners.col(4);
    Matrix sum = weights_.featureNorm.forward(weights_.feature.forward(regions.features, pool())) +
                 weights_.locationNorm.forward(weights_.location.forward(location, pool()));
    sum.rowwise() += weights_.base.embeddings.types.weight.map().row(1);
    return weights_.regionNorm.forward(sum);
}

Outputs Uniter::heads(const Encoded& encoded, const Inputs& inputs, TraceBuilder& /*sites*/) const
{
    Outputs result;
    if (weights_.match) {
        const Matrix logits = weights_.match->forward(encoded.pooled, pool());
        result.arrays.push_back(oneRow("itm_logits", logits));
        result.match.push_back(matchScore(logits, 1));
    }
    if (weights_.rank) {
        result.arrays.push_back(
            oneRow("rank_logit", weights_.rank->forward(encoded.pooled, pool())));
    }
    if (weights_.words) {
        const Matrix logits = weights_.words->forward(encoded.states.text, pool());
        result.arrays.push_back(batchOfOne("mlm_logits", logits));
        result.predictions = maskedWords(inputs.tokens, tokenizer(), logits);
    }
    if (weights_.answers) {
        const Matrix logits = weights_.answers->forward(encoded.pooled, pool());
        result.arrays.push_back(oneRow("vqa_logits", logits));
        result.predictions.push_back(
            predictedAnswer(logits, answers_, AnswerTraining::EachByItself));
    }
    if (weights_.regionClasses) {
        const Matrix logits = weights_.regionClasses->forward(encoded.states.image, pool());
        result.arrays.push_back(batchOfOne("region_class_logits", logits));
        addRegionPredictions("class", logits, classes_, inputs.regions, result);
    }
    return result;
}

} // namespace

std::unique_ptr<const Model> loadUniter(LoadContext context)
{
    JointBertConfig config = JointBertConfig::read(context.config, "img_dim", 2048);
    ModelInfo info = std::move(context.info);
    info.architecture = "UNITER";
    if (const TensorNames names(context.folder); names.has("nlvr2_output")) {
        info.warnings.push_back(twoPicturesWarning());
        // Trained with a type of its own for the second picture, which the config does not count.
        constexpr Index kTypes = 3;
        const bool hasBoth = names.rowsOf("embeddings.token_type_embeddings.weight") == kTypes;
        config.vocabulary.types = hasBoth ? kTypes : config.vocabulary.types;
    }
    return std::make_unique<const Uniter>(std::move(info), config, context);
}

} // namespace attenscope
