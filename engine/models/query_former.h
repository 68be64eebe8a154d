#pragma once

#include "engine/models/bert_layers.h"
#include "engine/models/vision_tower.h"
#include "engine/trace/trace_builder.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// The extents of a Q-Former.
struct QueryFormerSizes {
    LayerSizes layer;
    int layers = 12;
    Activation activation = Activation::Gelu;
    int crossingEvery = 2; ///< layers 0, n, 2n, … look at the image
    Index queries = 32;
    Index imageWidth = 0;
};

/// BLIP-2's bridge ("BLIP-2", 2023, section 3.1): learned queries look at each other and at the
/// image; post-norm.
struct QueryFormer {
    struct Layer {
        SelfAttentionStep selfAttention;
        std::optional<CrossAttentionStep> cross;
        FeedForwardStep feedForward;
    };

    WeightMatrix queries; ///< [queries, width]
    LayerNorm norm;
    std::vector<Layer> layers;

    /// query_tokens and `prefix`.{layernorm, encoder.layer.N}
    static QueryFormer
    bind(WeightBinder& weights, const std::string& prefix, const QueryFormerSizes& sizes);

    /// Records query_self, and cross_query_to_image in the layers that have it; the queries are the
    /// first entries of Trace::tokens.
    /// image    [units, image width]
    /// masks    over queries and units, as for Attention::forward
    /// returns  [queries, width]
    Matrix forward(const Matrix& image,
                   const MatrixView& queryMask,
                   const MatrixView& imageMask,
                   TraceBuilder& trace,
                   const VisionTower::Place& place,
                   ThreadPool& pool) const;
};

} // namespace attenscope
