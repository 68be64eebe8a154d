#pragma once

#include "engine/base/export.h"
#include "engine/blocks/residual_steps.h"
#include "engine/modes/states.h"
#include "engine/trace/trace_builder.h"

namespace attenscope {

/// Both modalities ask each other at the same time ("ViLBERT", 2019, section 2.1):
/// t' = t + X_t(t, v), v' = v + X_v(v, t), both from the old states;
/// then t ← t' + F_t(t'), v ← v' + F_v(v').
struct ATTENSCOPE_EXPORT CoAttention {
    CrossAttentionStep textCross;  ///< text asks
    CrossAttentionStep imageCross; ///< image asks
    FeedForwardStep textFeedForward;
    FeedForwardStep imageFeedForward;
    int layer = 0;

    /// Pre-norm: `prefix`.text_cross, .image_cross, .text_ffn, .image_ffn.
    static CoAttention
    bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

    /// Records cross_text_to_image and cross_image_to_text.
    States forward(const States& states,
                   const KeyMasks& masks,
                   TraceBuilder& trace,
                   ThreadPool& pool) const;
};

} // namespace attenscope
