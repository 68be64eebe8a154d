#include "engine/models/scenes_config.h"

#include "engine/base/limits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace attenscope {

std::string_view weightNameOf(Mode mode)
{
    constexpr std::array<std::string_view, 6> kNames{
        "text_to_image", "image_to_text", "co_attention", "alternating", "hybrid", "single_stream"};
    return kNames.at(static_cast<std::size_t>(mode));
}

namespace {

[[noreturn]] void refuse(const Config& config, std::string pointer, std::string expected)
{
    throw Error({.id = "E_CONFIG_RANGE",
                 .file = config.file(),
                 .place = std::move(pointer),
                 .expected = std::move(expected),
                 .found = "another value",
                 .remedy = {}});
}

std::vector<Index> readStem(const Config& config, int imageSize)
{
    const std::string pointer = "/vision_config/stem_channels";
    std::vector<Index> channels;
    for (const double value : config.numbers(pointer, std::nullopt)) {
        if (!(value >= 1 && value <= static_cast<double>(limits::kHiddenWidth))) {
            refuse(config, pointer, "numbers of channels");
        }
        channels.push_back(static_cast<Index>(value));
    }
    constexpr std::size_t kMostStages = 6;
    if (channels.empty() || channels.size() > kMostStages ||
        imageSize % (1 << channels.size()) != 0) {
        refuse(config, pointer, "1 to 6 stages, each halving the image exactly");
    }
    return channels;
}

/// "text_to_image" in the file is "text-to-image" everywhere else.
std::vector<Mode> readModes(const Config& config)
{
    std::vector<Mode> modes;
    for (const std::string& name : config.texts("/modes", std::nullopt)) {
        const auto found =
            std::ranges::find_if(kModes, [&](Mode mode) { return weightNameOf(mode) == name; });
        if (found == kModes.end()) {
            refuse(config, "/modes", "names of modes");
        }
        modes.push_back(*found);
    }
    if (modes.empty()) {
        refuse(config, "/modes", "at least one mode");
    }
    return modes;
}

Pooling readPooling(const Config& config, const std::string& pointer)
{
    const auto pooling = poolingFromName(config.text(pointer, "max"));
    if (!pooling) {
        refuse(config, pointer, "max, mean or first");
    }
    return *pooling;
}

} // namespace

ScenesConfig readScenesConfig(const Config& config)
{
    const ConfigFields all(config, "");
    const ConfigFields text(config, "/text_config");
    const ConfigFields vision(config, "/vision_config");
    const ConfigFields fusion(config, "/fusion_config");
    ScenesConfig result{
        .text = text.layerSizes({.width = 64, .innerWidth = 128, .heads = 4, .epsilon = 1e-5F}),
        .textLayers = text.layers(1),
        .vocabulary = text.count("vocab_size", 64),
        .positions = text.positions(40),
        .vision = vision.layerSizes({.width = 96, .innerWidth = 192, .heads = 4, .epsilon = 1e-5F}),
        .visionLayers = vision.layers(1),
        .imageSize = vision.imageSize(96),
        .stemChannels = {},
        .fusion = all.layerSizes({.width = 64, .innerWidth = 128, .heads = 4, .epsilon = 1e-5F}),
        .fusionLayers = fusion.layers(2),
        .modes = readModes(config),
        .textPooling = readPooling(config, "/text_pooling"),
        .imagePooling = readPooling(config, "/image_pooling"),
        .colours = config.texts("/colours", std::nullopt),
        .shapes = config.texts("/shapes", std::nullopt),
    };
    result.stemChannels = readStem(config, result.imageSize);
    result.fusion.innerWidth = fusion.width("intermediate_size", result.fusion.innerWidth);
    result.text.epsilon = result.fusion.epsilon;
    result.vision.epsilon = result.fusion.epsilon;
    if (result.stemChannels.back() != result.vision.width) {
        refuse(config, "/vision_config/stem_channels", "a last entry equal to hidden_size");
    }
    return result;
}

} // namespace attenscope
