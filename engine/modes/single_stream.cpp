#include "engine/modes/single_stream.h"

#include "engine/modes/layer_sites.h"

#include <cassert>
#include <limits>

namespace attenscope {

namespace {

constexpr float kClosed = -std::numeric_limits<float>::infinity();

/// The masks side by side, an empty one counting as zeros; blocks that don't cross are closed.
/// returns  [1, both] or [both, both]
Matrix
jointMask(const KeyMasks& masks, const LayerSites::JointBlocks& blocks, const SingleStream& layer)
{
    const Span& text = blocks.both.text;
    const Span& image = blocks.both.image;
    const Index size = blocks.both.size();
    Matrix mask = Matrix::Zero(1, size);
    if (masks.text.size() > 0) {
        mask.middleCols(text.begin, text.count) = masks.text;
    }
    if (masks.image.size() > 0) {
        mask.middleCols(image.begin, image.count) = masks.image;
    }
    if (!blocks.closesTextToImage && !blocks.closesImageToText) {
        return mask;
    }
    mask = mask.replicate(size, 1).eval();
    if (blocks.closesTextToImage) {
        mask.block(text.begin, image.begin, text.count, image.count).setConstant(kClosed);
    }
    if (blocks.closesImageToText) {
        mask.block(image.begin, text.begin, image.count, text.count).setConstant(kClosed);
    }
    if (layer.isCausal) {
        mask.block(text.begin, text.begin, text.count, text.count)
            .triangularView<Eigen::StrictlyUpper>()
            .setConstant(kClosed);
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
    const Axis axis =
        order == Order::TextFirst ? Axis::joint(tokens, units) : Axis::imageFirst(units, tokens);
    const LayerSites::JointBlocks blocks{
        .both = axis,
        .closesTextToImage = crossing == Crossing::ImageToText || crossing == Crossing::None,
        .closesImageToText =
            isCausal || crossing == Crossing::TextToImage || crossing == Crossing::None};
    Matrix joint = joined(states);

    const LayerSites sites{.trace = trace, .states = states, .layer = layer};
    joint = self.forward(joint, jointMask(masks, blocks, *this),
                         sites.openJoint(self.attention, blocks), pool);
    joint = feedForward.forward(joint, trace.memory(), pool);
    return {.text = joint.middleRows(axis.text.begin, tokens),
            .image = joint.middleRows(axis.image.begin, units)};
}

Matrix SingleStream::joined(const States& states) const
{
    Matrix joint(states.text.rows() + states.image.rows(), states.text.cols());
    if (order == Order::TextFirst) {
        joint << states.text, states.image;
    } else {
        joint << states.image, states.text;
    }
    return joint;
}

} // namespace attenscope
