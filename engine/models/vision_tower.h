#pragma once

#include "engine/base/progress.h"
#include "engine/blocks/convolution.h"
#include "engine/blocks/layer_norm.h"
#include "engine/blocks/residual_steps.h"
#include "engine/trace/trace_builder.h"
#include "engine/vision/preprocessor.h"

#include <memory>
#include <string>
#include <vector>

namespace attenscope {

/// The extents of a vision transformer over square pictures.
struct VisionTowerSizes {
    LayerSizes layer;
    int layers = 12;
    Activation activation = Activation::Gelu;
    int imageSize = 384;
    int patchSize = 16;
    /// Whether positions that were trained for another picture size are stretched to this one.
    bool stretchesPositions = false;

    Index patches() const
    {
        const Index side = imageSize / patchSize;
        return side * side;
    }

    Index units() const { return 1 + patches(); }
};

/// What a checkpoint calls the parts of a vision transformer; the layers' parts stand below
/// `layers`.N.
struct VisionTowerNames {
    std::string classToken;
    std::string positions;
    std::string patches;
    std::string layers;
    std::string norm1;
    std::string attention; ///< its .`qkv` holds all of q, then k, then v
    std::string projection;
    std::string norm2;
    std::string mlp;
    std::string postNorm;

    /// BLIP and BLIP-2 in the Hugging Face library: vision_model.*
    static VisionTowerNames huggingFace();
    /// The timm library, as ALBEF's original files have it: `prefix`.blocks.N.attn.qkv
    static VisionTowerNames timm(const std::string& prefix);
};

/// "An Image is Worth 16x16 Words" (2020): [class, patches] + positions, pre-norm layers whose
/// projections lie fused in one matrix, a norm on every token.
struct VisionTower {
    struct Layer {
        SelfAttentionStep selfAttention;
        FeedForwardStep feedForward;
    };

    WeightMatrix classToken;
    Convolution patches;
    WeightMatrix positions;                  ///< [units, width]
    std::shared_ptr<const Matrix> stretched; ///< the memory of `positions`, where they are not the
                                             ///< checkpoint's own
    std::vector<Layer> layers;
    LayerNorm postNorm;

    static VisionTower
    bind(WeightBinder& weights, const VisionTowerNames& names, const VisionTowerSizes& sizes);

    /// Where the layers are in the work of a whole run, for its progress.
    struct Place {
        const Progress& progress;
        int done = 0;
        int total = 1;
    };

    /// The patches with their places, the class token before them.
    /// returns  [units, width]
    Matrix embedded(const PixelValues& pixels, ThreadPool& pool) const;

    /// Records vision_self.
    /// mask     over the units, as for Attention::forward
    /// returns  [units, width], normed
    Matrix forward(const PixelValues& pixels,
                   const MatrixView& mask,
                   TraceBuilder& sites,
                   const Place& place,
                   ThreadPool& pool) const;
};

} // namespace attenscope
