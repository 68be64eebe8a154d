#include "engine/modes/alternating.h"

#include "engine/modes/layer_sites.h"

namespace attenscope {

Alternating
Alternating::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.textCross = CrossAttentionStep::bind(weights, prefix + ".text_cross", sizes),
            .imageCross = CrossAttentionStep::bind(weights, prefix + ".image_cross", sizes),
            .textFeedForward = FeedForwardStep::bind(weights, prefix + ".text_ffn", sizes),
            .imageFeedForward = FeedForwardStep::bind(weights, prefix + ".image_ffn", sizes)};
}

States Alternating::forward(States states,
                            const KeyMasks& masks,
                            TraceBuilder& trace,
                            ThreadPool& pool) const
{
    auto& [text, image] = states;
    const LayerSites sites{.trace = trace, .states = states, .layer = layer};
    SiteRecorder& textToImage = sites.openCross(Modality::Text, textCross.attention);
    SiteRecorder& imageToText = sites.openCross(Modality::Image, imageCross.attention);
    text = textCross.forward(text, image, masks.image, textToImage, pool);
    text = textFeedForward.forward(text, trace.memory(), pool);
    image = imageCross.forward(image, text, masks.text, imageToText, pool);
    image = imageFeedForward.forward(image, trace.memory(), pool);
    return states;
}

} // namespace attenscope
