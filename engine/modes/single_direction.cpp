#include "engine/modes/single_direction.h"

#include "engine/modes/layer_sites.h"

namespace attenscope {

SingleDirection SingleDirection::bind(Modality asks,
                                      WeightBinder& weights,
                                      const std::string& prefix,
                                      const LayerSizes& sizes)
{
    const std::string side = prefix + (asks == Modality::Text ? ".text" : ".image");
    return {.asks = asks,
            .self = std::nullopt,
            .cross = CrossAttentionStep::bind(weights, side + "_cross", sizes),
            .feedForward = FeedForwardStep::bind(weights, side + "_ffn", sizes)};
}

States SingleDirection::forward(States states,
                                const KeyMasks& masks,
                                TraceBuilder& trace,
                                ThreadPool& pool) const
{
    const bool asksText = asks == Modality::Text;
    Matrix& x = asksText ? states.text : states.image;
    const Matrix& context = asksText ? states.image : states.text;
    const Matrix& ownMask = asksText ? masks.text : masks.image;
    const Matrix& contextMask = asksText ? masks.image : masks.text;
    const LayerSites sites{.trace = trace, .states = states, .layer = layer};

    if (self) {
        x = self->forward(x, ownMask, sites.openSelf(asks, self->attention), pool);
    }
    x = cross.forward(x, context, contextMask, sites.openCross(asks, cross.attention), pool);
    x = feedForward.forward(x, trace.memory(), pool);
    return states;
}

} // namespace attenscope
