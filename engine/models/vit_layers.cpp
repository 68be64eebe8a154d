#include "engine/models/vit_layers.h"

namespace attenscope {

namespace {

Linear bindProjection(WeightBinder& weights,
                      const std::string& prefix,
                      const char* name,
                      const VitStackConfig& config)
{
    const Index width = config.sizes.width;
    const std::string place = prefix + "." + name;
    return config.hasQkvBias ? Linear::bind(weights, place, width, width)
                             : Linear::bindWithoutBias(weights, place, width, width);
}

} // namespace

VitStackConfig readVitStack(const Config& config, const std::string& object, int layers)
{
    const ConfigFields fields(config, object);
    return {.sizes = fields.layerSizes(
                {.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-12F}),
            .layers = fields.layers(layers),
            .activation = readActivation(config, object + "/hidden_act", "gelu"),
            .hasQkvBias = config.boolean(object + "/qkv_bias", true)};
}

VitLayer
VitLayer::bind(WeightBinder& weights, const std::string& prefix, const VitStackConfig& config)
{
    const LayerSizes& sizes = config.sizes;
    const std::string self = prefix + ".attention.attention";
    const auto norm = [&](const char* name) {
        return LayerNorm::bind(weights, prefix + name, sizes.width, sizes.epsilon);
    };
    return {
        .self = {.normPlace = NormPlace::Before,
                 .norm = norm(".layernorm_before"),
                 .attention = {.query = bindProjection(weights, self, "query", config),
                               .key = bindProjection(weights, self, "key", config),
                               .value = bindProjection(weights, self, "value", config),
                               .output = Linear::bind(weights, prefix + ".attention.output.dense",
                                                      sizes.width, sizes.width),
                               .heads = sizes.heads,
                               .weightPrefix = self}},
        .feedForward = {.normPlace = NormPlace::Before,
                        .norm = norm(".layernorm_after"),
                        .feedForward = {.in = Linear::bind(weights, prefix + ".intermediate.dense",
                                                           sizes.width, sizes.innerWidth),
                                        .out = Linear::bind(weights, prefix + ".output.dense",
                                                            sizes.innerWidth, sizes.width),
                                        .activation = config.activation}}};
}

VitEmbeddings VitEmbeddings::bind(
    WeightBinder& weights, const std::string& prefix, Index width, int imageSize, int patchSize)
{
    const GridSize grid{.rows = imageSize / patchSize, .columns = imageSize / patchSize};
    const std::string positions = prefix + ".position_embeddings";
    return {.classToken = weights.tensor(prefix + ".cls_token", {1, 1, width}),
            .positions = {weights.tensor(positions, {1, 1 + grid.cells(), width}).data,
                          1 + grid.cells(), width},
            .patches = Convolution::bind(
                weights, prefix + ".patch_embeddings.projection",
                {.inChannels = 3, .outChannels = width, .kernel = patchSize, .stride = patchSize}),
            .trainedGrid = grid};
}

Matrix VitEmbeddings::forward(const PixelValues& pixels, ThreadPool& pool) const
{
    const FeatureMap grid =
        patches.forward(featureMapFromChannels(pixels.values, pixels.height, pixels.width), pool);
    Matrix states(1 + grid.values.rows(), grid.values.cols());
    states.row(0) = classToken.map().row(0) + positions.map().row(0);
    states.bottomRows(grid.values.rows()) =
        grid.values + resizedGridAlignedCorners(positions.map().bottomRows(trainedGrid.cells()),
                                                trainedGrid,
                                                {.rows = grid.height, .columns = grid.width});
    return states;
}

} // namespace attenscope
