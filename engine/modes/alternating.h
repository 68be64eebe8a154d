#pragma once

#include "engine/base/export.h"
#include "engine/blocks/residual_steps.h"
#include "engine/modes/states.h"
#include "engine/trace/trace_builder.h"

namespace attenscope {

/// First text asks and is finished, then the image asks the new text:
/// t ← t + X_t(t, v); t ← t + F_t(t); then v ← v + X_v(v, t); v ← v + F_v(v).
struct ATTENSCOPE_EXPORT Alternating {
    CrossAttentionStep textCross;  ///< text asks
    CrossAttentionStep imageCross; ///< image asks
    FeedForwardStep textFeedForward;
    FeedForwardStep imageFeedForward;
    int layer = 0;

    /// Pre-norm: `prefix`.text_cross, .image_cross, .text_ffn, .image_ffn.
    static Alternating
    bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

    /// Records cross_text_to_image and cross_image_to_text.
    States
    forward(States states, const KeyMasks& masks, TraceBuilder& trace, ThreadPool& pool) const;
};

} // namespace attenscope
