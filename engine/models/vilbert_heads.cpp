#include "engine/models/vilbert_heads.h"

#include "engine/tensor/row_operations.h"

namespace attenscope {

VilbertHeads
VilbertHeads::bind(WeightBinder& weights, const Embedding& words, const VilbertHeadSizes& sizes)
{
    const Index shared = sizes.sharedWidth;
    VilbertHeads heads{
        .isProduct = sizes.isProduct,
        .textPooler = Linear::bind(weights, "bert.t_pooler.dense", sizes.text.width, shared),
        .imagePooler = Linear::bind(weights, "bert.v_pooler.dense", sizes.image.width, shared)};
    const auto answerHead = [&](const std::string& name) -> std::optional<BertAnswerHead> {
        if (!weights.contains(name + ".logit_fc.0.weight")) {
            return std::nullopt;
        }
        return BertAnswerHead::bind(weights, name + ".logit_fc", shared, sizes.text.epsilon);
    };
    const auto linear = [&](const std::string& name, Index width) -> std::optional<Linear> {
        return weights.contains(name + ".weight") ? std::optional(bindOutputs(weights, name, width))
                                                  : std::nullopt;
    };
    heads.answers = answerHead("vil_prediction");
    heads.gqaAnswers = answerHead("vil_prediction_gqa");
    heads.retrieval = linear("vil_logit", shared);
    heads.entailment = linear("vil_tri_prediction", shared);
    heads.regionScore = linear("vision_logit", sizes.image.width);
    heads.tokenScore = linear("linguisic_logit", sizes.text.width); // the authors' spelling
    if (weights.contains("cls.bi_seq_relationship.weight")) {
        heads.match = Linear::bind(weights, "cls.bi_seq_relationship", shared, 2);
    }
    if (weights.contains("cls.predictions.transform.dense.weight")) {
        heads.words =
            BertWordHead::bind(weights, "cls.predictions", words, sizes.text, sizes.activation);
    }
    const std::string regions = "cls.imagePredictions.";
    if (weights.contains(regions + "transform.dense.weight")) {
        heads.regionTransform =
            BertTransform::bind(weights, regions + "transform", sizes.image, sizes.activation);
        heads.regionClasses = bindOutputs(weights, regions + "decoder", sizes.image.width);
    }
    weights.ignore("vil_binary_prediction."); // about two pictures
    return heads;
}

Outputs VilbertHeads::outputs(const States& states,
                              const KeyMasks& masks,
                              const RunOptions& options,
                              ThreadPool& pool) const
{
    Matrix text = textPooler.forward(states.text.topRows(1), pool);
    Matrix image = imagePooler.forward(states.image.topRows(1), pool);
    activate(Activation::Relu, text, pool);
    activate(Activation::Relu, image, pool);
    const Matrix both = isProduct ? Matrix(text.cwiseProduct(image)) : Matrix(text + image);

    Outputs result;
    const auto addRow = [&result](const char* name, const Matrix& row) {
        result.arrays.push_back({.name = name, .shape = {1, row.cols()}, .values = valuesOf(row)});
    };
    if (answers) {
        addRow("vqa_logits", answers->forward(both, pool));
    }
    if (gqaAnswers) {
        addRow("gqa_logits", gqaAnswers->forward(both, pool));
    }
    if (retrieval) {
        addRow("retrieval_logit", retrieval->forward(both, pool));
    }
    if (entailment) {
        addRow("tri_logits", entailment->forward(both, pool));
    }
    if (match) {
        Matrix logits = match->forward(both, pool);
        addRow("itm_logits", logits);
        softmaxRows(logits);
        // Column 0 says that the caption belongs to the picture, as in BERT's next sentence.
        result.match.push_back({.id = "itm",
                                .name = "matching head",
                                .probability = static_cast<double>(logits(0, 0)),
                                .modalityWeights = {}});
    }
    if (regionScore) {
        Matrix scores = regionScore->forward(states.image, pool);
        if (masks.image.size() > 0) {
            scores += masks.image.transpose();
        }
        result.arrays.push_back(batchOfOne("region_logit", scores));
    }
    if (tokenScore) {
        result.arrays.push_back(batchOfOne("token_logit", tokenScore->forward(states.text, pool)));
    }
    if (words) {
        result.arrays.push_back(batchOfOne("mlm_logits", words->forward(states.text, pool)));
    }
    if (regionClasses) {
        result.arrays.push_back(
            batchOfOne("region_class_logits",
                       regionClasses->forward(regionTransform->forward(states.image, pool), pool)));
    }
    if (options.keepStates) {
        result.states = {
            batchOfOne("text_hidden", states.text),
            batchOfOne("image_hidden", states.image),
            {.name = "text_pooled", .shape = {1, text.cols()}, .values = valuesOf(text)},
            {.name = "image_pooled", .shape = {1, image.cols()}, .values = valuesOf(image)}};
    }
    return result;
}

} // namespace attenscope
