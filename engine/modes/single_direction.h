#pragma once

#include "engine/base/export.h"
#include "engine/blocks/residual_steps.h"
#include "engine/modes/states.h"
#include "engine/trace/trace_builder.h"

#include <optional>

namespace attenscope {

/// One modality asks the other and is updated; the other stays as it is. For text that asks:
/// t ← t + X(t, v); t ← t + F(t).
struct ATTENSCOPE_EXPORT SingleDirection {
    Modality asks = Modality::Text;
    std::optional<SelfAttentionStep> self; ///< before the cross step, where the layer has one
    CrossAttentionStep cross;
    FeedForwardStep feedForward;
    int layer = 0;

    /// Pre-norm without a self step: `prefix`.text_cross and .text_ffn, or .image_cross and
    /// .image_ffn.
    static SingleDirection
    bind(Modality asks, WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

    /// Records text_self or vision_self where there is a self step, then cross_text_to_image or
    /// cross_image_to_text.
    States
    forward(States states, const KeyMasks& masks, TraceBuilder& trace, ThreadPool& pool) const;
};

} // namespace attenscope
