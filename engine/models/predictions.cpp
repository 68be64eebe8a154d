#include "engine/models/predictions.h"

#include "engine/tensor/row_operations.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace attenscope {

namespace {

constexpr std::size_t kCandidates = 5;

bool isMadeUp(const std::string& label)
{
    constexpr std::string_view kPrefix = "LABEL_";
    return label.starts_with(kPrefix) && label.size() > kPrefix.size() &&
           label.find_first_not_of("0123456789", kPrefix.size()) == std::string::npos;
}

} // namespace

std::vector<std::string> labelsOf(const Config& config, Index count)
{
    std::vector<std::string> labels;
    for (Index id = 0; id < count; ++id) {
        const std::string number = std::to_string(id);
        const std::string label = config.text("/id2label/" + number, "");
        labels.push_back(label.empty() || isMadeUp(label) ? "answer " + number : label);
    }
    return labels;
}

Prediction mostProbable(std::string what,
                        const MatrixView& probabilities,
                        const std::function<std::string(Index candidate)>& label)
{
    std::vector<Index> order(static_cast<std::size_t>(probabilities.cols()));
    std::iota(order.begin(), order.end(), Index{0});
    const auto shown =
        order.begin() + static_cast<std::ptrdiff_t>(std::min(kCandidates, order.size()));
    std::partial_sort(order.begin(), shown, order.end(), [&](Index a, Index b) {
        return std::pair(-probabilities(0, a), a) < std::pair(-probabilities(0, b), b);
    });
    Prediction prediction{.what = std::move(what), .candidates = {}};
    for (auto it = order.begin(); it != shown; ++it) {
        prediction.candidates.push_back(
            {.label = label(*it), .probability = static_cast<double>(probabilities(0, *it))});
    }
    return prediction;
}

Prediction predictedAnswer(const MatrixView& logits,
                           const std::vector<std::string>& labels,
                           AnswerTraining training)
{
    Matrix probabilities = logits;
    if (training == AnswerTraining::OneIsRight) {
        softmaxRows(probabilities);
    } else {
        probabilities = (1 + (-probabilities.array()).exp()).inverse().matrix().eval();
    }
    return mostProbable("answer", probabilities,
                        [&](Index answer) { return labels[static_cast<std::size_t>(answer)]; });
}

std::vector<Prediction>
maskedWords(const Tokens& tokens, const Tokenizer& tokenizer, const MatrixView& logits)
{
    std::vector<Prediction> predictions;
    for (Index t = 0; t < tokens.size(); ++t) {
        const Token& token = tokens.tokens[static_cast<std::size_t>(t)];
        if (token.part == TokenPart::Caption && token.id == tokenizer.maskId() &&
            !token.isPadding) {
            Matrix probabilities = logits.row(t);
            softmaxRows(probabilities);
            predictions.push_back(mostProbable("word " + std::to_string(token.word), probabilities,
                                               [&](Index id) { return tokenizer.token(id); }));
        }
    }
    return predictions;
}

MatchScore matchScore(const MatrixView& logits, Index column)
{
    Matrix probabilities = logits;
    softmaxRows(probabilities);
    return {.id = "itm",
            .name = "matching head",
            .probability = static_cast<double>(probabilities(0, column)),
            .modalityWeights = {}};
}

Outputs matchingOutputs(const Matrix& logits, float similarity)
{
    Matrix probabilities = logits;
    softmaxRows(probabilities);
    Outputs outputs;
    outputs.match.push_back(matchScore(logits, 1));
    outputs.similarity = similarity;
    outputs.arrays = {oneRow("itm_logits", logits),
                      oneRow("itm_probability", probabilities),
                      {.name = "itc_score", .shape = {1, 1}, .values = std::vector{similarity}}};
    return outputs;
}

} // namespace attenscope
