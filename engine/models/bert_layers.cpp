#include "engine/models/bert_layers.h"

namespace attenscope {

namespace {

const AttentionNames kBertNames{
    .query = "self.query", .key = "self.key", .value = "self.value", .output = "output.dense"};

} // namespace

SelfAttentionStep
bindBertSelfAttention(WeightBinder& weights, const std::string& layer, const LayerSizes& sizes)
{
    const std::string prefix = layer + ".attention";
    return {.normPlace = NormPlace::After,
            .norm =
                LayerNorm::bind(weights, prefix + ".output.LayerNorm", sizes.width, sizes.epsilon),
            .attention = Attention::bind(
                weights, prefix, AttentionSizes::uniform(sizes.width, sizes.heads), kBertNames)};
}

CrossAttentionStep bindBertCrossAttention(WeightBinder& weights,
                                          const std::string& layer,
                                          const LayerSizes& sizes,
                                          Index contextWidth)
{
    const std::string prefix = layer + ".crossattention";
    AttentionSizes attention = AttentionSizes::uniform(sizes.width, sizes.heads);
    attention.contextWidth = contextWidth;
    return {.normPlace = NormPlace::After,
            .norm =
                LayerNorm::bind(weights, prefix + ".output.LayerNorm", sizes.width, sizes.epsilon),
            .contextNorm = {},
            .attention = Attention::bind(weights, prefix, attention, kBertNames)};
}

FeedForwardStep bindBertFeedForward(WeightBinder& weights,
                                    const std::string& layer,
                                    const LayerSizes& sizes,
                                    Activation activation)
{
    return {
        .normPlace = NormPlace::After,
        .norm = LayerNorm::bind(weights, layer + ".output.LayerNorm", sizes.width, sizes.epsilon),
        .feedForward = {
            .in =
                Linear::bind(weights, layer + ".intermediate.dense", sizes.width, sizes.innerWidth),
            .out = Linear::bind(weights, layer + ".output.dense", sizes.innerWidth, sizes.width),
            .activation = activation}};
}

} // namespace attenscope
