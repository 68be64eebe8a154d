#pragma once

#include "engine/base/export.h"
#include "engine/blocks/residual_steps.h"
#include "engine/modes/states.h"
#include "engine/trace/trace_builder.h"

namespace attenscope {

/// Self-attention of each modality and attention between them in one layer ("LXMERT", 2019,
/// section 2.2). Both cross steps read the states from before either of them; each side ends with
/// its feed-forward network.
struct ATTENSCOPE_EXPORT Hybrid {
    enum class Order {
        SelfThenCross, ///< t ← t + S_t(t), v ← v + S_v(v); then both cross steps from these
        CrossThenSelf, ///< LXMERT: both cross steps from the old states, then S_t and S_v
        /// BridgeTower: as SelfThenCross, but each side looks at what the other one was before its
        /// self step.
        SelfThenCrossToOld
    };

    /// What the image asks: as trained the text's old state; in ablations (modes.md) nothing, or a
    /// newer state of the text.
    enum class ImageAsks { OldText, CrossedText, FinishedText, Nothing };

    Order order = Order::SelfThenCross;
    ImageAsks imageAsks = ImageAsks::OldText;
    bool textAsks = true; ///< false: an ablation in which the text asks nothing
    bool hasSelf = true;  ///< false: an ablation without the self-attention steps
    SelfAttentionStep textSelf;
    SelfAttentionStep imageSelf;
    CrossAttentionStep textCross;  ///< text asks
    CrossAttentionStep imageCross; ///< image asks; may view the same weights as textCross
    FeedForwardStep textFeedForward;
    FeedForwardStep imageFeedForward;
    int layer = 0;
    const char* imageSelfKind = "xlayer_vision_self"; ///< what the references call it

    /// Pre-norm: `prefix`.text_self, .image_self, .text_cross, .image_cross, .text_ffn, .image_ffn.
    static Hybrid bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

    /// Records cross_text_to_image, cross_image_to_text, xlayer_text_self and `imageSelfKind`, in
    /// this order whatever the steps' order is; what an ablation leaves out is not recorded.
    States
    forward(States states, const KeyMasks& masks, TraceBuilder& trace, ThreadPool& pool) const;
};

} // namespace attenscope
