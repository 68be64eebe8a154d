#pragma once

#include "engine/blocks/residual_steps.h"

#include <string>

namespace attenscope {

/// Parts of PyTorch's transformer layers in tests/data/blocks, by the names of its modules: width
/// 16, 4 heads, inner width 40, epsilon 1e-12.
LayerNorm bindTorchNorm(WeightBinder& weights, const std::string& prefix);
Attention bindTorchAttention(WeightBinder& weights, const std::string& prefix);
/// prefix  of `linear1` and `linear2`, with its dot
FeedForward bindTorchFeedForward(WeightBinder& weights, const std::string& prefix);

/// torch.nn.TransformerDecoderLayer, post-norm.
struct TorchDecoder {
    SelfAttentionStep self;
    CrossAttentionStep cross;
    FeedForwardStep feedForward;
};

/// prefix  with its dot
TorchDecoder bindTorchDecoder(WeightBinder& weights, const std::string& prefix);

} // namespace attenscope
