#include "engine/models/vilbert_heads.h"

#include "engine/models/predictions.h"
#include "engine/models/region_heads.h"

#include <algorithm>
#include <iterator>

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
    const auto linear = [&](const std::string& name, Index width,
                            Index outputs) -> std::optional<Linear> {
        return weights.contains(name + ".weight")
                   ? std::optional(Linear::bind(weights, name, width, outputs))
                   : std::nullopt;
    };
    heads.answers = answerHead("vil_prediction");
    heads.gqaAnswers = answerHead("vil_prediction_gqa");
    heads.retrieval = linear("vil_logit", shared, 1);
    heads.entailment = linear("vil_tri_prediction", shared, 3);
    heads.regionScore = linear("vision_logit", sizes.image.width, 1);
    heads.tokenScore = linear("linguisic_logit", sizes.text.width, 1); // the authors' spelling
    heads.match = linear("cls.bi_seq_relationship", shared, 2);
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
    weights.ignore("vil_binary_prediction."); // about two pictures, see twoPicturesWarning
    return heads;
}

void VilbertHeads::addAnswers(const Matrix& both,
                              const std::vector<std::string>& labels,
                              ThreadPool& pool,
                              Outputs& result) const
{
    if (answers) {
        const Matrix logits = answers->forward(both, pool);
        result.arrays.push_back(oneRow("vqa_logits", logits));
        result.predictions.push_back(predictedAnswer(logits, labels, AnswerTraining::EachByItself));
    }
    if (gqaAnswers) {
        const Matrix logits = gqaAnswers->forward(both, pool);
        result.arrays.push_back(oneRow("gqa_logits", logits));
        result.predictions.push_back(predictedAnswer(logits, unnamedLabels("answer", logits.cols()),
                                                     AnswerTraining::EachByItself));
        result.predictions.back().what = "answer (GQA)";
    }
    if (retrieval) {
        result.arrays.push_back(oneRow("retrieval_logit", retrieval->forward(both, pool)));
    }
    if (entailment) {
        const Matrix logits = entailment->forward(both, pool);
        result.arrays.push_back(oneRow("tri_logits", logits));
        result.predictions.push_back(predictedAnswer(
            logits, {"contradiction", "neutral", "entailment"}, AnswerTraining::OneIsRight));
        result.predictions.back().what = "entailment";
    }
    if (match) {
        const Matrix logits = match->forward(both, pool);
        result.arrays.push_back(oneRow("itm_logits", logits));
        // Column 0 says that the caption belongs to the picture, as in BERT's next sentence.
        result.match.push_back(matchScore(logits, 0));
    }
}

void VilbertHeads::addRegions(const Matrix& image,
                              const Inputs& inputs,
                              ThreadPool& pool,
                              Outputs& result) const
{
    if (regionScore) {
        Matrix scores = regionScore->forward(image, pool);
        if (inputs.masks.image.size() > 0) {
            scores += inputs.masks.image.transpose();
        }
        result.arrays.push_back(batchOfOne("region_logit", scores));
        result.predictions.push_back(predictedAnswer(scores.transpose(),
                                                     unnamedLabels("region", scores.rows()),
                                                     AnswerTraining::EachByItself));
        result.predictions.back().what = "region meant";
    }
    if (regionClasses) {
        const Matrix logits = regionClasses->forward(regionTransform->forward(image, pool), pool);
        result.arrays.push_back(batchOfOne("region_class_logits", logits));
        addRegionPredictions("class", logits, unnamedLabels("class", logits.cols()), inputs.regions,
                             result);
    }
}

Outputs VilbertHeads::outputs(const States& states,
                              const Inputs& inputs,
                              const RunOptions& options,
                              ThreadPool& pool) const
{
    Matrix text = textPooler.forward(states.text.topRows(1), pool);
    Matrix image = imagePooler.forward(states.image.topRows(1), pool);
    activate(Activation::Relu, text, pool);
    activate(Activation::Relu, image, pool);
    const Matrix both = isProduct ? Matrix(text.cwiseProduct(image)) : Matrix(text + image);

    Outputs result;
    addAnswers(both, inputs.labels, pool, result);
    if (words) {
        const Matrix logits = words->forward(states.text, pool);
        result.arrays.push_back(batchOfOne("mlm_logits", logits));
        std::ranges::move(maskedWords(inputs.tokens, inputs.tokenizer, logits),
                          std::back_inserter(result.predictions));
    }
    if (tokenScore) {
        result.arrays.push_back(batchOfOne("token_logit", tokenScore->forward(states.text, pool)));
    }
    addRegions(states.image, inputs, pool, result);
    if (options.keepStates) {
        result.states = {batchOfOne("text_hidden", states.text),
                         batchOfOne("image_hidden", states.image), oneRow("text_pooled", text),
                         oneRow("image_pooled", image)};
    }
    return result;
}

} // namespace attenscope
