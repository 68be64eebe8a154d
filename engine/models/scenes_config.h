#pragma once

#include "engine/blocks/pooling.h"
#include "engine/models/config_fields.h"
#include "engine/modes/mode.h"

#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// What config and weights of the bundled model call a mode: "text_to_image".
std::string_view weightNameOf(Mode mode);

/// What the bundled model's config says.
struct ScenesConfig {
    LayerSizes text;
    int textLayers;
    Index vocabulary;
    Index positions;
    LayerSizes vision;
    int visionLayers;
    int imageSize;
    std::vector<Index> stemChannels;
    LayerSizes fusion;
    int fusionLayers;
    std::vector<Mode> modes;
    Pooling textPooling;
    Pooling imagePooling;
    std::vector<std::string> colours;
    std::vector<std::string> shapes;

    /// Pixels of the model's input along one side of a unit: each stage of the stem halves.
    int unitPixels() const { return 1 << stemChannels.size(); }

    Index units() const
    {
        const Index side = imageSize / unitPixels();
        return side * side;
    }
};

/// Throws E_CONFIG_FIELD, E_CONFIG_RANGE.
ScenesConfig readScenesConfig(const Config& config);

} // namespace attenscope
