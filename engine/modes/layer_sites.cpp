#include "engine/modes/layer_sites.h"

namespace attenscope {

Axis LayerSites::axis(Modality side) const
{
    return side == Modality::Text ? Axis::textOnly(states.text.rows())
                                  : Axis::imageOnly(states.image.rows());
}

SiteRecorder& LayerSites::open(const char* kind,
                               const Axis& query,
                               const Axis& key,
                               const Attention& attention) const
{
    return trace.open({.kind = kind,
                       .layer = layer,
                       .heads = attention.heads,
                       .query = query,
                       .key = key,
                       .weightPrefix = attention.weightPrefix});
}

SiteRecorder& LayerSites::openCross(Modality asks, const Attention& attention) const
{
    const bool asksText = asks == Modality::Text;
    return open(asksText ? "cross_text_to_image" : "cross_image_to_text", axis(asks),
                axis(asksText ? Modality::Image : Modality::Text), attention);
}

SiteRecorder& LayerSites::openSelf(Modality side, const Attention& attention) const
{
    return open(side == Modality::Text ? "text_self" : "vision_self", axis(side), axis(side),
                attention);
}

SiteRecorder& LayerSites::openOnText(const char* kind, const Attention& attention) const
{
    return open(kind, axis(Modality::Text), axis(Modality::Text), attention);
}

SiteRecorder& LayerSites::openOnImage(const char* kind, const Attention& attention) const
{
    return open(kind, axis(Modality::Image), axis(Modality::Image), attention);
}

SiteRecorder& LayerSites::openJoint(const Attention& attention, const JointBlocks& blocks) const
{
    return trace.open({.kind = "joint_self",
                       .layer = layer,
                       .heads = attention.heads,
                       .query = blocks.both,
                       .key = blocks.both,
                       .weightPrefix = attention.weightPrefix,
                       .closesTextToImage = blocks.closesTextToImage,
                       .closesImageToText = blocks.closesImageToText});
}

} // namespace attenscope
