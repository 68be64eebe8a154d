#pragma once

#include "engine/blocks/attention.h"
#include "engine/modes/states.h"
#include "engine/trace/trace_builder.h"

namespace attenscope {

/// Opens the sites of one layer, for its states as they are now. The kinds are those of the
/// recorded references.
struct LayerSites {
    TraceBuilder& trace;
    const States& states;
    int layer = 0;

    /// cross_text_to_image or cross_image_to_text, by who asks.
    SiteRecorder& openCross(Modality asks, const Attention& attention) const;
    /// text_self or vision_self: a layer's own self-attention where only one side has layers.
    SiteRecorder& openSelf(Modality side, const Attention& attention) const;
    /// Self-attention inside a cross-modal layer, of the kind that the caller names.
    SiteRecorder& openOnText(const char* kind, const Attention& attention) const;
    SiteRecorder& openOnImage(const char* kind, const Attention& attention) const;

    /// joint_self: everything looks at everything but for blocks that are closed.
    struct JointBlocks {
        Axis both;
        bool closesTextToImage = false;
        bool closesImageToText = false;
    };

    SiteRecorder& openJoint(const Attention& attention, const JointBlocks& blocks) const;

private:
    Axis axis(Modality side) const;
    SiteRecorder&
    open(const char* kind, const Axis& query, const Axis& key, const Attention& attention) const;
};

} // namespace attenscope
