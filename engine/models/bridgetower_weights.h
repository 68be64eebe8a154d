#pragma once

#include "engine/models/bert_layers.h"
#include "engine/models/clip_layers.h"
#include "engine/modes/hybrid.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

struct BridgeTowerConfig {
    LayerSizes text; ///< of the text tower and of the cross layers
    int textLayers;
    Activation textActivation;
    Activation headActivation; ///< of the head for masked words
    BertVocabulary vocabulary;
    std::int64_t paddingId;
    ClipVisionConfig vision;
    int crossLayers;
    float epsilon; ///< of the bridges
    std::string linkType;

    /// Most tokens: positions are counted from the padding id on.
    int tokens() const { return static_cast<int>(vocabulary.positions - paddingId - 1); }

    /// Throws E_CONFIG_FIELD, E_CONFIG_RANGE, and E_MODEL_UNSUPPORTED for transforms or bridges
    /// that the reference can't run either.
    static BridgeTowerConfig read(const Config& config);
};

/// What joins a tower's next layer with the cross-modal state before it:
/// norm(tower · towerFactor + crossed · crossedFactor)
struct BridgeTowerLink {
    LayerNorm norm;
    float towerFactor = 1;
    float crossedFactor = 1;

    Matrix forward(const Matrix& tower, const Matrix& crossed) const
    {
        return norm.forward(towerFactor * tower + crossedFactor * crossed);
    }
};

struct BridgeTowerWeights {
    /// Of a model that compares pictures and captions.
    struct Contrast {
        Linear text;
        Linear image;
        Linear both;
    };

    BertEmbeddings text;
    std::vector<BertLayer> textLayers;
    ClipPatches patches;
    LayerNorm visionPreNorm;
    ClipStack vision;
    LayerNorm visionPostNorm;
    Linear textTransform;
    Linear imageTransform;
    Embedding modalities;
    LayerNorm textNorm;
    LayerNorm imageNorm;
    std::vector<BridgeTowerLink> textLinks; ///< one less than cross layers
    std::vector<BridgeTowerLink> imageLinks;
    std::vector<Hybrid> crossLayers;
    Linear textPooler;
    Linear imagePooler;
    std::optional<Linear> match;
    std::optional<BertWordHead> words;
    std::optional<Contrast> contrast;

    static BridgeTowerWeights bind(WeightBinder& weights, const BridgeTowerConfig& config);
};

} // namespace attenscope
