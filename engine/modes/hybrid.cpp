#include "engine/modes/hybrid.h"

#include "engine/modes/layer_sites.h"

#include <utility>

namespace attenscope {

Hybrid Hybrid::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.textSelf = SelfAttentionStep::bind(weights, prefix + ".text_self", sizes),
            .imageSelf = SelfAttentionStep::bind(weights, prefix + ".image_self", sizes),
            .textCross = CrossAttentionStep::bind(weights, prefix + ".text_cross", sizes),
            .imageCross = CrossAttentionStep::bind(weights, prefix + ".image_cross", sizes),
            .textFeedForward = FeedForwardStep::bind(weights, prefix + ".text_ffn", sizes),
            .imageFeedForward = FeedForwardStep::bind(weights, prefix + ".image_ffn", sizes)};
}

namespace {

/// The recorders of one layer, opened in a fixed order; null where an ablation leaves a step out.
struct HybridSites {
    SiteRecorder* textToImage;
    SiteRecorder* imageToText;
    SiteRecorder* textToText;
    SiteRecorder* imageToImage;

    HybridSites(const Hybrid& layer, const LayerSites& sites)
        : textToImage(layer.textAsks ? &sites.openCross(Modality::Text, layer.textCross.attention)
                                     : nullptr),
          imageToText(layer.imageAsks != Hybrid::ImageAsks::Nothing
                          ? &sites.openCross(Modality::Image, layer.imageCross.attention)
                          : nullptr),
          textToText(layer.hasSelf ? &sites.openOnText("xlayer_text_self", layer.textSelf.attention)
                                   : nullptr),
          imageToImage(layer.hasSelf
                           ? &sites.openOnImage(layer.imageSelfKind, layer.imageSelf.attention)
                           : nullptr)
    {
    }
};

} // namespace

States
Hybrid::forward(States states, const KeyMasks& masks, TraceBuilder& trace, ThreadPool& pool) const
{
    const HybridSites sites(*this, {.trace = trace, .states = states, .layer = layer});
    const auto selfOfText = [&](Matrix t) {
        return hasSelf ? textSelf.forward(t, masks.text, *sites.textToText, pool) : t;
    };
    const auto selfOfImage = [&](Matrix v) {
        return hasSelf ? imageSelf.forward(v, masks.image, *sites.imageToImage, pool) : v;
    };
    const bool isSelfFirst = order != Order::CrossThenSelf;
    const States old = order == Order::SelfThenCrossToOld ? states : States{};
    const Matrix text = isSelfFirst ? selfOfText(std::move(states.text)) : std::move(states.text);
    const Matrix image =
        isSelfFirst ? selfOfImage(std::move(states.image)) : std::move(states.image);

    const Matrix& seenText = order == Order::SelfThenCrossToOld ? old.text : text;
    const Matrix& seenImage = order == Order::SelfThenCrossToOld ? old.image : image;

    const Matrix crossedText =
        textAsks ? textCross.forward(text, seenImage, masks.image, *sites.textToImage, pool) : text;
    Matrix finishedText = textFeedForward.forward(
        isSelfFirst ? crossedText : selfOfText(crossedText), trace.memory(), pool);

    const Matrix& asked = imageAsks == ImageAsks::FinishedText  ? finishedText
                          : imageAsks == ImageAsks::CrossedText ? crossedText
                                                                : seenText;
    const Matrix crossedImage =
        imageAsks == ImageAsks::Nothing
            ? image
            : imageCross.forward(image, asked, masks.text, *sites.imageToText, pool);
    Matrix finishedImage = imageFeedForward.forward(
        isSelfFirst ? crossedImage : selfOfImage(crossedImage), trace.memory(), pool);
    return {.text = std::move(finishedText), .image = std::move(finishedImage)};
}

} // namespace attenscope
