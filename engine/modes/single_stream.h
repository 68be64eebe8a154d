#pragma once

#include "engine/base/export.h"
#include "engine/blocks/residual_steps.h"
#include "engine/modes/states.h"
#include "engine/trace/trace_builder.h"

namespace attenscope {

/// One self-attention over both modalities ("VisualBERT", 2019; "ViLT", 2021):
/// z = [t; v]; z ← z + S(z); z ← z + F(z).
struct ATTENSCOPE_EXPORT SingleStream {
    /// Which blocks across the modalities are open; the others get -inf (ablations, modes.md).
    enum class Crossing { Both, TextToImage, ImageToText, None };

    enum class Order { TextFirst, ImageFirst };

    Crossing crossing = Crossing::Both;
    Order order = Order::TextFirst;
    /// A decoder with the image before the text: words see no later words, the image sees no words
    /// at all ("GIT", 2022).
    bool isCausal = false;
    SelfAttentionStep self;
    FeedForwardStep feedForward;
    int layer = 0;

    /// Pre-norm: `prefix`.joint_self, .joint_ffn.
    static SingleStream
    bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

    /// Both modalities have the same width. Records joint_self in the layer's order.
    States forward(const States& states,
                   const KeyMasks& masks,
                   TraceBuilder& trace,
                   ThreadPool& pool) const;

    /// The states as one sequence in the layer's order, [tokens + units, width].
    Matrix joined(const States& states) const;
};

} // namespace attenscope
