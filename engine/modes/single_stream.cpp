#include "engine/modes/single_stream.h"

#include "engine/modes/layer_sites.h"

#include <cassert>
#include <limits>

namespace attenscope {

namespace {

constexpr float kClosed = -std::numeric_limits<float>::infinity();

/// The masks side by side, an empty one counting as zeros; blocks that don't cross are closed.
/// returns  [1, both] or [both, both]
Matrix jointMask(const KeyMasks& masks, Index tokens, Index units, SingleStream::Crossing crossing)
{
    using Crossing = SingleStream::Crossing;
    Matrix mask = Matrix::Zero(1, tokens + units);
    if (masks.text.size() > 0) {
        mask.leftCols(tokens) = masks.text;
    }
    if (masks.image.size() > 0) {
        mask.rightCols(units) = masks.image;
    }
    if (crossing == Crossing::Both) {
        return mask;
    }
    mask = mask.replicate(tokens + units, 1).eval();
    if (crossing != Crossing::TextToImage) {
        mask.topRightCorner(tokens, units).setConstant(kClosed);
    }
    if (crossing != Crossing::ImageToText) {
        mask.bottomLeftCorner(units, tokens).setConstant(kClosed);
    }
    return mask;
}

} // namespace

SingleStream
SingleStream::bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    return {.self = SelfAttentionStep::bind(weights, prefix + ".joint_self", sizes),
            .feedForward = FeedForwardStep::bind(weights, prefix + ".joint_ffn", sizes)};
}

States SingleStream::forward(const States& states,
                             const KeyMasks& masks,
                             TraceBuilder& trace,
                             ThreadPool& pool) const
{
    const Index tokens = states.text.rows();
    const Index units = states.image.rows();
    assert(states.text.cols() == states.image.cols());
    Matrix joint(tokens + units, states.text.cols());
    joint << states.text, states.image;

    const LayerSites sites{.trace = trace, .states = states, .layer = layer};
    joint = self.forward(joint, jointMask(masks, tokens, units, crossing),
                         sites.openJoint(self.attention), pool);
    joint = feedForward.forward(joint, pool);
    return {.text = joint.topRows(tokens), .image = joint.bottomRows(units)};
}

} // namespace attenscope
