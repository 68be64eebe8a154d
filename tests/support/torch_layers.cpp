#include "tests/support/torch_layers.h"

namespace attenscope {

namespace {

constexpr Index kWidth = 16;
constexpr Index kInnerWidth = 40;
constexpr int kHeads = 4;

} // namespace

LayerNorm bindTorchNorm(WeightBinder& weights, const std::string& prefix)
{
    return LayerNorm::bind(weights, prefix, kWidth, 1e-12F);
}

Attention bindTorchAttention(WeightBinder& weights, const std::string& prefix)
{
    const Linear fused{.weight = weights.matrix(prefix + ".in_proj_weight", 3 * kWidth, kWidth),
                       .bias = weights.vector(prefix + ".in_proj_bias", 3 * kWidth)};
    return {.query = fused.outputs(0, kWidth),
            .key = fused.outputs(kWidth, kWidth),
            .value = fused.outputs(2 * kWidth, kWidth),
            .output = Linear::bind(weights, prefix + ".out_proj", kWidth, kWidth),
            .heads = kHeads,
            .weightPrefix = prefix};
}

FeedForward bindTorchFeedForward(WeightBinder& weights, const std::string& prefix)
{
    return {.in = Linear::bind(weights, prefix + "linear1", kWidth, kInnerWidth),
            .out = Linear::bind(weights, prefix + "linear2", kInnerWidth, kWidth),
            .activation = Activation::Gelu};
}

TorchDecoder bindTorchDecoder(WeightBinder& weights, const std::string& prefix)
{
    return {.self = {.normPlace = NormPlace::After,
                     .norm = bindTorchNorm(weights, prefix + "norm1"),
                     .attention = bindTorchAttention(weights, prefix + "self_attn")},
            .cross = {.normPlace = NormPlace::After,
                      .norm = bindTorchNorm(weights, prefix + "norm2"),
                      .contextNorm = {},
                      .attention = bindTorchAttention(weights, prefix + "multihead_attn")},
            .feedForward = {.normPlace = NormPlace::After,
                            .norm = bindTorchNorm(weights, prefix + "norm3"),
                            .feedForward = bindTorchFeedForward(weights, prefix)}};
}

} // namespace attenscope
