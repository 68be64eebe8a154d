#include "engine/models/query_former.h"

namespace attenscope {

QueryFormer
QueryFormer::bind(WeightBinder& weights, const std::string& prefix, const QueryFormerSizes& sizes)
{
    const Index width = sizes.layer.width;
    const WeightMatrix queries = weights.tensor("query_tokens", {1, sizes.queries, width});
    QueryFormer former{
        .queries = {queries.data, sizes.queries, width},
        .norm = LayerNorm::bind(weights, prefix + ".layernorm", width, sizes.layer.epsilon),
        .layers = {}};
    for (int i = 0; i < sizes.layers; ++i) {
        const std::string place = prefix + ".encoder.layer." + std::to_string(i);
        former.layers.push_back({.selfAttention = bindBertSelfAttention(
                                     weights, place + ".attention", sizes.layer, "attention"),
                                 .cross = std::nullopt,
                                 .feedForward = bindBertFeedForward(
                                     weights, place, sizes.layer, sizes.activation,
                                     {.in = "intermediate_query", .out = "output_query"})});
        if (i % sizes.crossingEvery == 0) {
            former.layers.back().cross = bindBertCrossAttention(
                weights, place + ".crossattention", sizes.layer, sizes.imageWidth, "attention");
        }
    }
    return former;
}

Matrix QueryFormer::forward(const Matrix& image,
                            const MatrixView& queryMask,
                            const MatrixView& imageMask,
                            TraceBuilder& trace,
                            const VisionTower::Place& place,
                            ThreadPool& pool) const
{
    const Axis asking = Axis::textOnly(queries.rows);
    const Axis units = Axis::imageOnly(image.rows());
    Matrix states = norm.forward(queries.map());
    for (std::size_t i = 0; i < layers.size(); ++i) {
        place.progress.step(place.done + static_cast<int>(i), place.total, "queries");
        const Layer& layer = layers[i];
        const auto open = [&](const char* kind, const Axis& key,
                              const Attention& attention) -> SiteRecorder& {
            return trace.open({.kind = kind,
                               .layer = static_cast<int>(i),
                               .heads = attention.heads,
                               .query = asking,
                               .key = key,
                               .weightPrefix = attention.weightPrefix});
        };
        states = layer.selfAttention.forward(
            states, queryMask, open("query_self", asking, layer.selfAttention.attention), pool);
        if (layer.cross) {
            states = layer.cross->forward(
                states, image, imageMask,
                open("cross_query_to_image", units, layer.cross->attention), pool);
        }
        states = layer.feedForward.forward(states, trace.memory(), pool);
    }
    return states;
}

} // namespace attenscope
