#include "engine/models/vision_tower.h"

#include "engine/blocks/grid_resize.h"
#include "engine/models/sample_inputs.h"

#include <cmath>

namespace attenscope {

VisionTowerNames VisionTowerNames::huggingFace()
{
    return {.classToken = "vision_model.embeddings.class_embedding",
            .positions = "vision_model.embeddings.position_embedding",
            .patches = "vision_model.embeddings.patch_embedding",
            .layers = "vision_model.encoder.layers",
            .norm1 = "layer_norm1",
            .attention = "self_attn",
            .projection = "projection",
            .norm2 = "layer_norm2",
            .mlp = "mlp",
            .postNorm = "vision_model.post_layernorm"};
}

VisionTowerNames VisionTowerNames::timm(const std::string& prefix)
{
    return {.classToken = prefix + ".cls_token",
            .positions = prefix + ".pos_embed",
            .patches = prefix + ".patch_embed.proj",
            .layers = prefix + ".blocks",
            .norm1 = "norm1",
            .attention = "attn",
            .projection = "proj",
            .norm2 = "norm2",
            .mlp = "mlp",
            .postNorm = prefix + ".norm"};
}

namespace {

VisionTower::Layer bindLayer(WeightBinder& weights,
                             const std::string& prefix,
                             const VisionTowerNames& names,
                             const VisionTowerSizes& sizes)
{
    const LayerSizes& layer = sizes.layer;
    const std::string attention = prefix + "." + names.attention;
    const std::string mlp = prefix + "." + names.mlp;
    const Linear fused = Linear::bind(weights, attention + ".qkv", layer.width, 3 * layer.width);
    return {.selfAttention = {.normPlace = NormPlace::Before,
                              .norm = LayerNorm::bind(weights, prefix + "." + names.norm1,
                                                      layer.width, layer.epsilon),
                              .attention = {.query = fused.outputs(0, layer.width),
                                            .key = fused.outputs(layer.width, layer.width),
                                            .value = fused.outputs(2 * layer.width, layer.width),
                                            .output = Linear::bind(
                                                weights, attention + "." + names.projection,
                                                layer.width, layer.width),
                                            .heads = layer.heads,
                                            .weightPrefix = attention}},
            .feedForward = {
                .normPlace = NormPlace::Before,
                .norm = LayerNorm::bind(weights, prefix + "." + names.norm2, layer.width,
                                        layer.epsilon),
                .feedForward = {
                    .in = Linear::bind(weights, mlp + ".fc1", layer.width, layer.innerWidth),
                    .out = Linear::bind(weights, mlp + ".fc2", layer.innerWidth, layer.width),
                    .activation = sizes.activation}}};
}

Index sideOf(Index cells)
{
    return std::lround(std::sqrt(static_cast<double>(cells)));
}

/// How many positions the checkpoint has, if they are a class token's and a square grid's; else as
/// many as there must be.
Index storedUnits(const WeightBinder& weights,
                  const std::string& name,
                  const VisionTowerSizes& sizes)
{
    const auto shape = weights.shapeOf(name);
    const Index stored = shape && shape->size() == 3 ? (*shape)[1] : 0;
    const Index side = stored > 1 ? sideOf(stored - 1) : 0;
    return side > 0 && side * side == stored - 1 ? stored : sizes.units();
}

/// The class token's position stays, the grid of the others is stretched.
std::shared_ptr<const Matrix> stretchedPositions(const MatrixView& stored, Index units)
{
    const Index from = sideOf(stored.rows() - 1);
    const Index to = sideOf(units - 1);
    auto result = std::make_shared<Matrix>(units, stored.cols());
    *result << stored.topRows(1),
        resizedGridBicubic(stored.bottomRows(stored.rows() - 1), {from, from}, {to, to});
    return result;
}

} // namespace

VisionTower VisionTower::bind(WeightBinder& weights,
                              const VisionTowerNames& names,
                              const VisionTowerSizes& sizes)
{
    const Index width = sizes.layer.width;
    const Index stored =
        sizes.stretchesPositions ? storedUnits(weights, names.positions, sizes) : sizes.units();
    const WeightMatrix positions = weights.tensor(names.positions, {1, stored, width});
    VisionTower tower{.classToken = weights.tensor(names.classToken, {1, 1, width}),
                      .patches = Convolution::bind(weights, names.patches,
                                                   {.inChannels = 3,
                                                    .outChannels = width,
                                                    .kernel = sizes.patchSize,
                                                    .stride = sizes.patchSize}),
                      .positions = {positions.data, stored, width},
                      .stretched = nullptr,
                      .layers = {},
                      .postNorm =
                          LayerNorm::bind(weights, names.postNorm, width, sizes.layer.epsilon)};
    if (stored != sizes.units() && positions.data != nullptr) {
        tower.stretched = stretchedPositions(tower.positions.map(), sizes.units());
        tower.positions = {tower.stretched->data(), sizes.units(), width};
    }
    for (int i = 0; i < sizes.layers; ++i) {
        tower.layers.push_back(
            bindLayer(weights, names.layers + "." + std::to_string(i), names, sizes));
    }
    return tower;
}

Matrix VisionTower::embedded(const PixelValues& pixels, ThreadPool& pool) const
{
    const FeatureMap map =
        patches.forward(featureMapFromChannels(pixels.values, pixels.height, pixels.width), pool);
    Matrix states(1 + map.values.rows(), map.values.cols());
    states << classToken.map(), map.values;
    states += positions.map();
    return states;
}

Matrix VisionTower::forward(const PixelValues& pixels,
                            const MatrixView& mask,
                            TraceBuilder& sites,
                            const Place& place,
                            ThreadPool& pool) const
{
    Matrix states =
        rememberedPatches(pixels, patches, sites.memory(), [&] { return embedded(pixels, pool); });
    const Axis axis = Axis::imageOnly(states.rows());
    for (std::size_t i = 0; i < layers.size(); ++i) {
        place.progress.step(place.done + static_cast<int>(i), place.total, "image tower");
        const Layer& layer = layers[i];
        SiteRecorder& site =
            sites.open({.kind = "vision_self",
                        .layer = static_cast<int>(i),
                        .heads = layer.selfAttention.attention.heads,
                        .query = axis,
                        .key = axis,
                        .weightPrefix = layer.selfAttention.attention.weightPrefix});
        states = layer.selfAttention.forward(states, mask, site, pool);
        states = layer.feedForward.forward(states, sites.memory(), pool);
    }
    return postNorm.forward(states);
}

} // namespace attenscope
