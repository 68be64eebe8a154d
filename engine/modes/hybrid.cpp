#include "engine/modes/hybrid.h"

#include "engine/modes/layer_sites.h"

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

States
Hybrid::forward(States states, const KeyMasks& masks, TraceBuilder& trace, ThreadPool& pool) const
{
    const LayerSites sites{.trace = trace, .states = states, .layer = layer};
    SiteRecorder& textToImage = sites.openCross(Modality::Text, textCross.attention);
    SiteRecorder& imageToText = sites.openCross(Modality::Image, imageCross.attention);
    SiteRecorder& textToText = sites.openCrossLayerSelf(Modality::Text, textSelf.attention);
    SiteRecorder& imageToImage = sites.openCrossLayerSelf(Modality::Image, imageSelf.attention);

    const auto afterSelf = [&](const States& old) -> States {
        return {.text = textSelf.forward(old.text, masks.text, textToText, pool),
                .image = imageSelf.forward(old.image, masks.image, imageToImage, pool)};
    };
    const auto afterCross = [&](const States& old) -> States {
        return {.text = textCross.forward(old.text, old.image, masks.image, textToImage, pool),
                .image = imageCross.forward(old.image, old.text, masks.text, imageToText, pool)};
    };
    states = order == Order::SelfThenCross ? afterCross(afterSelf(states))
                                           : afterSelf(afterCross(states));
    return {.text = textFeedForward.forward(states.text, pool),
            .image = imageFeedForward.forward(states.image, pool)};
}

} // namespace attenscope
