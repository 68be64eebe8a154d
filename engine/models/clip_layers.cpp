#include "engine/models/clip_layers.h"

#include "engine/models/sample_inputs.h"

#include <utility>

namespace attenscope {

ClipStackConfig
readClipStack(const ConfigFields& fields, const LayerSizes& fallback, const std::string& activation)
{
    return {.sizes = fields.layerSizes(fallback),
            .layers = fields.layers(12),
            .activation =
                readActivation(fields.config(), fields.pointer("hidden_act"), activation)};
}

std::string stackFact(const std::string& name, const ClipStackConfig& config)
{
    return name + " " + std::to_string(config.layers) + " × " + std::to_string(config.sizes.heads) +
           " layers × heads, width " + std::to_string(config.sizes.width);
}

Attention
bindFusedAttention(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes)
{
    const Linear fused{.weight =
                           weights.matrix(prefix + ".in_proj_weight", 3 * sizes.width, sizes.width),
                       .bias = weights.vector(prefix + ".in_proj_bias", 3 * sizes.width)};
    return {.query = fused.outputs(0, sizes.width),
            .key = fused.outputs(sizes.width, sizes.width),
            .value = fused.outputs(2 * sizes.width, sizes.width),
            .output = Linear::bind(weights, prefix + ".out_proj", sizes.width, sizes.width),
            .heads = sizes.heads,
            .weightPrefix = prefix};
}

ClipLayer
ClipLayer::bind(WeightBinder& weights, const std::string& prefix, const ClipStackConfig& config)
{
    const LayerSizes& sizes = config.sizes;
    const auto norm = [&](const char* name) {
        return LayerNorm::bind(weights, prefix + name, sizes.width, sizes.epsilon);
    };
    return {
        .self =
            {.normPlace = NormPlace::Before,
             .norm = norm(".layer_norm1"),
             .attention = Attention::bind(
                 weights, prefix + ".self_attn", AttentionSizes::uniform(sizes.width, sizes.heads),
                 {.query = "q_proj", .key = "k_proj", .value = "v_proj", .output = "out_proj"})},
        .feedForward = {
            .normPlace = NormPlace::Before,
            .norm = norm(".layer_norm2"),
            .feedForward = {
                .in = Linear::bind(weights, prefix + ".mlp.fc1", sizes.width, sizes.innerWidth),
                .out = Linear::bind(weights, prefix + ".mlp.fc2", sizes.innerWidth, sizes.width),
                .activation = config.activation}}};
}

ClipLayer ClipLayer::bindFused(WeightBinder& weights,
                               const std::string& prefix,
                               const ClipStackConfig& config)
{
    const LayerSizes& sizes = config.sizes;
    const auto norm = [&](const char* name) {
        return LayerNorm::bind(weights, prefix + name, sizes.width, sizes.epsilon);
    };
    return {.self = {.normPlace = NormPlace::Before,
                     .norm = norm(".ln_1"),
                     .attention = bindFusedAttention(weights, prefix + ".attn", sizes)},
            .feedForward = {.normPlace = NormPlace::Before,
                            .norm = norm(".ln_2"),
                            .feedForward = {.in = Linear::bind(weights, prefix + ".mlp.c_fc",
                                                               sizes.width, sizes.innerWidth),
                                            .out = Linear::bind(weights, prefix + ".mlp.c_proj",
                                                                sizes.innerWidth, sizes.width),
                                            .activation = config.activation}}};
}

ClipStack
ClipStack::bind(WeightBinder& weights, const std::string& prefix, const ClipStackConfig& config)
{
    ClipStack result;
    for (int i = 0; i < config.layers; ++i) {
        result.layers.push_back(
            ClipLayer::bind(weights, prefix + ".layers." + std::to_string(i), config));
    }
    return result;
}

namespace {

void keepStep(const Matrix& states, std::size_t step, Modality side, const TowerRun& run)
{
    if (run.states != nullptr) {
        const std::string name = side == Modality::Text ? "text" : "image";
        run.states->push_back(batchOfOne(name + "_hidden_step" + std::to_string(step), states));
    }
}

} // namespace

Matrix ClipStack::forwardLayer(std::size_t layer,
                               const Matrix& states,
                               Modality side,
                               const TowerRun& run) const
{
    const bool isText = side == Modality::Text;
    const auto& [self, feedForward] = layers[layer];
    const int number = static_cast<int>(layer);
    run.progress.step(run.firstStep + number, run.steps, isText ? "text tower" : "image tower");
    const Axis axis = isText ? Axis::textOnly(states.rows()) : Axis::imageOnly(states.rows());
    SiteRecorder& site = run.sites.open({.kind = isText ? "text_self" : "vision_self",
                                         .layer = number,
                                         .heads = self.attention.heads,
                                         .query = axis,
                                         .key = axis,
                                         .weightPrefix = self.attention.weightPrefix});
    return feedForward.forward(self.forward(states, run.mask, site, run.pool), run.sites.memory(),
                               run.pool);
}

Matrix ClipStack::forward(Matrix states, Modality side, const TowerRun& run) const
{
    keepStep(states, 0, side, run);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        states = forwardLayer(i, states, side, run);
        keepStep(states, i + 1, side, run);
    }
    return states;
}

ClipVisionConfig readClipVision(const ConfigFields& fields, int imageSize, int patchSize)
{
    ClipVisionConfig result{
        .stack = readClipStack(fields,
                               {.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-5F}),
        .imageSize = fields.imageSize(imageSize),
        .patchSize = 0};
    result.patchSize = fields.patchSize(patchSize, result.imageSize);
    return result;
}

ClipPatches
ClipPatches::bind(WeightBinder& weights, const std::string& prefix, const ClipVisionConfig& config)
{
    const Index width = config.stack.sizes.width;
    const WeightMatrix classToken = weights.tensor(prefix + ".class_embedding", {width});
    return {.classEmbedding = {classToken.data, 1, width},
            .patches = Convolution::bindWithoutBias(weights, prefix + ".patch_embedding",
                                                    {.inChannels = 3,
                                                     .outChannels = width,
                                                     .kernel = config.patchSize,
                                                     .stride = config.patchSize}),
            .positions = Embedding::bind(weights, prefix + ".position_embedding",
                                         1 + config.patches(), width)};
}

Matrix ClipPatches::forward(const PixelValues& pixels, ThreadPool& pool) const
{
    const FeatureMap grid =
        patches.forward(featureMapFromChannels(pixels.values, pixels.height, pixels.width), pool);
    Matrix states(1 + grid.values.rows(), grid.values.cols());
    states << classEmbedding.map(), grid.values;
    return states + positions.firstRows(states.rows());
}

ClipVisionTower ClipVisionTower::bind(WeightBinder& weights,
                                      const std::string& prefix,
                                      const ClipVisionConfig& config,
                                      const std::string& preNorm)
{
    const LayerSizes& sizes = config.stack.sizes;
    return {.patches = ClipPatches::bind(weights, prefix + ".embeddings", config),
            .preNorm = LayerNorm::bind(weights, prefix + "." + preNorm, sizes.width, sizes.epsilon),
            .stack = ClipStack::bind(weights, prefix + ".encoder", config.stack),
            .postNorm =
                LayerNorm::bind(weights, prefix + ".post_layernorm", sizes.width, sizes.epsilon)};
}

Matrix ClipVisionTower::forward(const PixelValues& pixels, const TowerRun& run) const
{
    Matrix states = rememberedPatches(pixels, patches.patches, run.sites.memory(), [&] {
        return preNorm.forward(patches.forward(pixels, run.pool));
    });
    return stack.forward(std::move(states), Modality::Image, run);
}

} // namespace attenscope
