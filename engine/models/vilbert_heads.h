#pragma once

#include "engine/models/bert_layers.h"
#include "engine/models/model.h"
#include "engine/models/sample_inputs.h"
#include "engine/modes/states.h"

#include <optional>
#include <string>
#include <vector>

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

    /// What the heads' words come from.
    struct Inputs {
        const Tokens& tokens;
        const Tokenizer& tokenizer;
        const RegionInput& regions;
        const KeyMasks& masks;
        const std::vector<std::string>& labels; ///< of the VQA head's answers
    };

    Outputs outputs(const States& states,
                    const Inputs& inputs,
                    const RunOptions& options,
                    ThreadPool& pool) const;

private:
    void addAnswers(const Matrix& both,
                    const std::vector<std::string>& labels,
                    ThreadPool& pool,
                    Outputs& result) const;
    void
    addRegions(const Matrix& image, const Inputs& inputs, ThreadPool& pool, Outputs& result) const;
};

} // namespace attenscope
