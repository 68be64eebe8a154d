#pragma once

#include "engine/blocks/convolution.h"
#include "engine/blocks/grid_resize.h"
#include "engine/blocks/residual_steps.h"
#include "engine/checkpoint/weights.h"
#include "engine/models/config_fields.h"
#include "engine/vision/preprocessor.h"

#include <string>

namespace attenscope {

/// What a stack of vision transformer layers is made of.
struct VitStackConfig {
    LayerSizes sizes;
    int layers = 0;
    Activation activation = Activation::Gelu;
    bool hasQkvBias = true;
};

/// hidden_size, num_hidden_layers, hidden_act, qkv_bias, … below one object of a config; what is
/// left out is ViT-B's: width 768, 3072 inside, 12 heads, epsilon 1e-12.
VitStackConfig readVitStack(const Config& config, const std::string& object, int layers = 12);

/// A pre-norm layer ("An Image is Worth 16x16 Words", 2020) under the names that ViLT and FLAVA
/// share: modeling_vilt.py, modeling_flava.py.
struct VitLayer {
    SelfAttentionStep self;
    FeedForwardStep feedForward;

    /// `prefix`.{layernorm_before, attention.attention.{query,key,value}, attention.output.dense,
    /// layernorm_after, intermediate.dense, output.dense}
    static VitLayer
    bind(WeightBinder& weights, const std::string& prefix, const VitStackConfig& config);
};

/// Patches of a picture with their places, a class token before them; no norm.
struct VitEmbeddings {
    WeightMatrix classToken; ///< [1, width]
    WeightMatrix positions;  ///< [1 + trained grid, width], the class token's first
    Convolution patches;
    GridSize trainedGrid;

    /// `prefix`.{cls_token, position_embeddings, patch_embeddings.projection}
    static VitEmbeddings bind(WeightBinder& weights,
                              const std::string& prefix,
                              Index width,
                              int imageSize,
                              int patchSize);

    /// Any grid of patches; the trained positions are resized to it.
    /// returns  [1 + patches, width]
    Matrix forward(const PixelValues& pixels, ThreadPool& pool) const;
};

} // namespace attenscope
