#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/config.h"
#include "engine/tensor/matrix.h"
#include "engine/text/tokenizer.h"
#include "engine/text/tokens.h"
#include "engine/trace/trace.h"

#include <functional>
#include <string>
#include <vector>

namespace attenscope {

/// What a config's id2label calls its classes. A name that a library made up ("LABEL_17"), or none
/// at all, becomes "answer 17".
/// count  classes that the head has
ATTENSCOPE_EXPORT std::vector<std::string> labelsOf(const Config& config, Index count);

/// The most probable of several candidates, at most five, most likely first; the first of equals.
/// what           as in Prediction
/// probabilities  [1, candidates]
ATTENSCOPE_EXPORT Prediction mostProbable(std::string what,
                                          const MatrixView& probabilities,
                                          const std::function<std::string(Index candidate)>& label);

/// How a head's answers were trained: one of them is right, or each is right or wrong by itself.
enum class AnswerTraining { OneIsRight, EachByItself };

/// The most probable answers: softmax or sigmoid of the logits, by how they were trained.
/// logits  [1, labels]
ATTENSCOPE_EXPORT Prediction predictedAnswer(const MatrixView& logits,
                                             const std::vector<std::string>& labels,
                                             AnswerTraining training);

/// What each literal [MASK] of a caption stands for, by a head for masked words: "word 3".
/// logits  [tokens or more, vocabulary]: row t is that of token t
ATTENSCOPE_EXPORT std::vector<Prediction>
maskedWords(const Tokens& tokens, const Tokenizer& tokenizer, const MatrixView& logits);

/// How well caption and picture fit, by a head of two classes: match "itm".
/// logits  [1, 2]
/// column  the class that says they do
ATTENSCOPE_EXPORT MatchScore matchScore(const MatrixView& logits, Index column);

/// What a matching head and a contrastive one say together: match "itm", similarity, and the arrays
/// itm_logits, itm_probability and itc_score.
/// logits  [1, 2]: no match, match
ATTENSCOPE_EXPORT Outputs matchingOutputs(const Matrix& logits, float similarity);

} // namespace attenscope
