#include "engine/modes/co_attention.h"

#include "engine/modes/layer_sites.h"

namespace attenscope {

CoAttention
CoAttention::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.textCross = CrossAttentionStep::bind(weights, prefix + ".text_cross", sizes),
            .imageCross = CrossAttentionStep::bind(weights, prefix + ".image_cross", sizes),
            .textFeedForward = FeedForwardStep::bind(weights, prefix + ".text_ffn", sizes),
            .imageFeedForward = FeedForwardStep::bind(weights, prefix + ".image_ffn", sizes)};
}

States CoAttention::forward(const States& states,
                            const KeyMasks& masks,
                            TraceBuilder& trace,
                            ThreadPool& pool) const
{
    const LayerSites sites{.trace = trace, .states = states, .layer = layer};
    SiteRecorder& textToImage = sites.openCross(Modality::Text, textCross.attention);
    SiteRecorder& imageToText = sites.openCross(Modality::Image, imageCross.attention);
    const Matrix text =
        textCross.forward(states.text, states.image, masks.image, textToImage, pool);
    const Matrix image =
        imageCross.forward(states.image, states.text, masks.text, imageToText, pool);
    return {.text = textFeedForward.forward(text, trace.memory(), pool),
            .image = imageFeedForward.forward(image, trace.memory(), pool)};
}

} // namespace attenscope
