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

    Crossing crossing = Crossing::Both;
    SelfAttentionStep self;
    FeedForwardStep feedForward;
    int layer = 0;

    /// Pre-norm: `prefix`.joint_self, .joint_ffn.
    static SingleStream
    bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

    /// Both modalities have the same width. Records joint_self, tokens first, then units.
    States forward(const States& states,
                   const KeyMasks& masks,
                   TraceBuilder& trace,
                   ThreadPool& pool) const;
};

} // namespace attenscope
