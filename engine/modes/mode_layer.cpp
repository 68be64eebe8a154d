#include "engine/modes/mode_layer.h"

#include <array>
#include <cassert>
#include <utility>

namespace attenscope {

namespace {

constexpr std::array<std::string_view, 4> kCrossLayerKinds{
    "cross_text_to_image", "cross_image_to_text", "xlayer_text_self", "xlayer_vision_self"};
constexpr std::array<std::string_view, 1> kJointKinds{"joint_self"};

ModeLayer
bindUnnumbered(Mode mode, WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    switch (mode) {
    case Mode::TextToImage:
        return SingleDirection::bind(Modality::Text, weights, prefix, sizes);
    case Mode::ImageToText:
        return SingleDirection::bind(Modality::Image, weights, prefix, sizes);
    case Mode::CoAttention:
        return CoAttention::bind(weights, prefix, sizes);
    case Mode::Alternating:
        return Alternating::bind(weights, prefix, sizes);
    case Mode::Hybrid:
        return Hybrid::bind(weights, prefix, sizes);
    case Mode::SingleStream:
    case Mode::NoCrossing:
        break;
    }
    assert(mode == Mode::SingleStream);
    return SingleStream::bind(weights, prefix, sizes);
}

} // namespace

ModeLayer bindModeLayer(
    Mode mode, WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes, int layer)
{
    ModeLayer result = bindUnnumbered(mode, weights, prefix, sizes);
    std::visit([layer](auto& bound) { bound.layer = layer; }, result);
    return result;
}

States forwardLayer(const ModeLayer& layer,
                    States states,
                    const KeyMasks& masks,
                    TraceBuilder& trace,
                    ThreadPool& pool)
{
    return std::visit(
        [&](const auto& bound) { return bound.forward(std::move(states), masks, trace, pool); },
        layer);
}

std::span<const std::string_view> modeSiteKinds(Mode mode)
{
    const std::span<const std::string_view> all(kCrossLayerKinds);
    switch (mode) {
    case Mode::TextToImage:
        return all.subspan(0, 1);
    case Mode::ImageToText:
        return all.subspan(1, 1);
    case Mode::CoAttention:
    case Mode::Alternating:
        return all.subspan(0, 2);
    case Mode::Hybrid:
        return all;
    case Mode::SingleStream:
    case Mode::NoCrossing:
        break;
    }
    assert(mode == Mode::SingleStream);
    return kJointKinds;
}

bool updates(Mode mode, Modality side)
{
    return mode != (side == Modality::Text ? Mode::ImageToText : Mode::TextToImage);
}

} // namespace attenscope
