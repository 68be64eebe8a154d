#pragma once

#include "engine/blocks/activation.h"
#include "engine/models/bert_layers.h"

#include <vector>

namespace attenscope {

inline constexpr float kVilbertEpsilon = 1e-12F; ///< whatever a config says

struct VilbertConfig {
    LayerSizes text;
    LayerSizes image;
    LayerSizes shared; ///< what queries and keys meet in
    Activation textActivation;
    Activation imageActivation;
    BertVocabulary vocabulary;
    int textLayers;
    int imageLayers;
    Index featureWidth;
    bool isProduct; ///< how text and image are brought together for the heads; else by a sum
    /// Before which layer each connection stands, in rising order.
    std::vector<int> textConnections{};
    std::vector<int> imageConnections{};
};

/// Throws E_CONFIG_FIELD, E_CONFIG_RANGE, and E_MODEL_UNSUPPORTED for what no published checkpoint
/// switches on.
VilbertConfig readVilbertConfig(const Config& config);

} // namespace attenscope
