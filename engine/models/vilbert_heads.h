#pragma once

#include "engine/models/bert_layers.h"
#include "engine/models/model.h"
#include "engine/modes/states.h"

#include <optional>

namespace attenscope {

struct VilbertHeadSizes {
    LayerSizes text;
    LayerSizes image;
    Index sharedWidth;     ///< of what the poolers give
    Activation activation; ///< of the text side; the image side's transform takes it as well
    bool isProduct;        ///< how the pooled states are brought together; else by a sum
};

/// What ViLBERT says, from the states after its last layers. A checkpoint has any of the heads.
struct VilbertHeads {
    bool isProduct = true;
    Linear textPooler;
    Linear imagePooler;
    std::optional<BertAnswerHead> answers;    ///< VQA
    std::optional<BertAnswerHead> gqaAnswers; ///< GQA
    std::optional<Linear> retrieval;          ///< one score: which of several pairs fits best
    std::optional<Linear> entailment;
    std::optional<Linear> regionScore; ///< which region a phrase means
    std::optional<Linear> tokenScore;
    std::optional<Linear> match; ///< of pre-training
    std::optional<BertWordHead> words;
    std::optional<BertTransform> regionTransform;
    std::optional<Linear> regionClasses; ///< of masked regions

    static VilbertHeads
    bind(WeightBinder& weights, const Embedding& words, const VilbertHeadSizes& sizes);

    Outputs outputs(const States& states,
                    const KeyMasks& masks,
                    const RunOptions& options,
                    ThreadPool& pool) const;
};

} // namespace attenscope
