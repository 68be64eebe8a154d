#pragma once

#include "engine/base/progress.h"
#include "engine/blocks/convolution.h"
#include "engine/blocks/embedding.h"
#include "engine/blocks/residual_steps.h"
#include "engine/checkpoint/weights.h"
#include "engine/models/config_fields.h"
#include "engine/modes/states.h"
#include "engine/trace/trace_builder.h"
#include "engine/vision/preprocessor.h"

#include <string>
#include <vector>

namespace attenscope {

/// What a stack of CLIP layers is made of.
struct ClipStackConfig {
    LayerSizes sizes;
    int layers = 12;
    Activation activation = Activation::QuickGelu;
};

/// hidden_size, num_hidden_layers, hidden_act, …; 12 layers where the file leaves it out.
ClipStackConfig readClipStack(const ConfigFields& fields,
                              const LayerSizes& fallback,
                              const std::string& activation = "quick_gelu");

/// "text 12 × 8 layers × heads, width 512", for ModelInfo::facts.
std::string stackFact(const std::string& name, const ClipStackConfig& config);

/// As torch.nn.MultiheadAttention stores it: `prefix`.{in_proj_weight, in_proj_bias, out_proj}; all
/// of q, then k, then v lie in one matrix.
Attention
bindFusedAttention(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

/// A pre-norm layer of "Learning Transferable Visual Models From Natural Language Supervision"
/// (2021): modeling_clip.py.
struct ClipLayer {
    SelfAttentionStep self;
    FeedForwardStep feedForward;

    /// `prefix`.{layer_norm1, self_attn.{q,k,v}_proj, self_attn.out_proj, layer_norm2, mlp.fc1,
    /// mlp.fc2}
    static ClipLayer
    bind(WeightBinder& weights, const std::string& prefix, const ClipStackConfig& config);

    /// The names of the first implementation, which BridgeTower keeps: `prefix`.{ln_1,
    /// attn (fused), ln_2, mlp.c_fc, mlp.c_proj}.
    static ClipLayer
    bindFused(WeightBinder& weights, const std::string& prefix, const ClipStackConfig& config);
};

/// What a tower's run hands from layer to layer.
struct TowerRun {
    TraceBuilder& sites;
    const Matrix& mask; ///< over the keys, as for Attention::forward
    const Progress& progress;
    int firstStep = 0; ///< of the tower's first layer in the model's progress
    int steps = 0;     ///< of the whole model
    ThreadPool& pool;
    /// Receives text_hidden_step<N> or image_hidden_step<N>, the states before layer 0 and after
    /// every layer; null: they are not kept.
    std::vector<NamedArray>* states = nullptr;
};

struct ClipStack {
    std::vector<ClipLayer> layers;

    /// `prefix`.layers.<N>
    static ClipStack
    bind(WeightBinder& weights, const std::string& prefix, const ClipStackConfig& config);

    /// Records text_self or vision_self.
    /// states   [rows, width]
    /// returns  [rows, width], no norm after the last layer
    Matrix forward(Matrix states, Modality side, const TowerRun& run) const;

    /// One layer of it.
    Matrix
    forwardLayer(std::size_t layer, const Matrix& states, Modality side, const TowerRun& run) const;
};

struct ClipVisionConfig {
    ClipStackConfig stack;
    int imageSize = 224;
    int patchSize = 32;

    Index patches() const
    {
        const Index side = imageSize / patchSize;
        return side * side;
    }
};

/// Width 768, 3072 inside, 12 heads, epsilon 1e-5 where the file leaves it out.
ClipVisionConfig readClipVision(const ConfigFields& fields, int imageSize, int patchSize);

/// A class token and the patches of a picture with their places; no norm.
struct ClipPatches {
    WeightMatrix classEmbedding; ///< [1, width]
    Convolution patches;         ///< without bias
    Embedding positions;         ///< [1 + patches, width]

    /// `prefix`.{class_embedding, patch_embedding.weight, position_embedding.weight}
    static ClipPatches
    bind(WeightBinder& weights, const std::string& prefix, const ClipVisionConfig& config);

    /// returns  [1 + patches, width]
    Matrix forward(const PixelValues& pixels, ThreadPool& pool) const;
};

/// CLIP's picture side.
struct ClipVisionTower {
    ClipPatches patches;
    LayerNorm preNorm;
    ClipStack stack;
    LayerNorm postNorm; ///< CLIP applies it to the class token alone, GIT to all

    /// `prefix`.{embeddings, `preNorm`, encoder.layers, post_layernorm}
    /// preNorm  "pre_layrnorm" (spelled so), or "pre_layernorm" in OWL-ViT
    static ClipVisionTower bind(WeightBinder& weights,
                                const std::string& prefix,
                                const ClipVisionConfig& config,
                                const std::string& preNorm = "pre_layrnorm");

    /// returns  [1 + patches, width] after the last layer, without `postNorm`
    Matrix forward(const PixelValues& pixels, const TowerRun& run) const;
};

} // namespace attenscope
