#include "engine/models/joint_bert.h"

#include "engine/blocks/key_mask.h"
#include "engine/models/config_fields.h"
#include "engine/models/joint_modes.h"
#include "engine/models/region_heads.h"

#include <tuple>
#include <utility>

namespace attenscope {

JointBertConfig
JointBertConfig::read(const Config& config, const std::string& features, Index featureFallback)
{
    const ConfigFields fields(config, "");
    return {.sizes = fields.layerSizes(
                {.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-12F}),
            .activation = readActivation(config, "/hidden_act", "gelu"),
            .vocabulary = {.words = fields.count("vocab_size", 30522),
                           .positions = fields.positions(512),
                           .types = fields.count("type_vocab_size", 2)},
            .layers = fields.layers(12),
            .featureWidth = fields.width(features, featureFallback)};
}

SingleStream bindJointBertLayer(WeightBinder& weights,
                                const std::string& prefix,
                                const JointBertConfig& config,
                                int layer)
{
    return {.self = bindBertSelfAttention(weights, prefix + ".attention", config.sizes),
            .feedForward = bindBertFeedForward(weights, prefix, config.sizes, config.activation),
            .layer = layer};
}

JointBertWeights JointBertWeights::bind(WeightBinder& weights,
                                        const std::string& prefix,
                                        const JointBertConfig& config)
{
    const Index width = config.sizes.width;
    JointBertWeights result{.embeddings = BertEmbeddings::bind(weights, prefix + "embeddings",
                                                               config.vocabulary, config.sizes),
                            .layers = {},
                            .pooler = Linear::bind(weights, prefix + "pooler.dense", width, width)};
    for (int i = 0; i < config.layers; ++i) {
        result.layers.push_back(
            bindJointBertLayer(weights, prefix + "encoder.layer." + std::to_string(i), config, i));
    }
    return result;
}

namespace {

ModelInfo jointBertInfo(ModelInfo info, const JointBertConfig& config)
{
    info.nativeMode = Mode::SingleStream;
    info.needsRegions = true;
    info.modes = jointModes(info.family);
    info.facts = {std::to_string(config.layers) + " × " + std::to_string(config.sizes.heads) +
                      " layers × heads, width " + std::to_string(config.sizes.width),
                  "regions " + std::to_string(config.featureWidth) + " wide"};
    info.maximumTokens = static_cast<int>(config.vocabulary.positions);
    return info;
}

} // namespace

JointBert::JointBert(ModelInfo info, const JointBertConfig& config, LoadContext& context)
    : CheckpointModel(jointBertInfo(std::move(info), config), context), config_(config)
{
}

std::vector<StackInfo> JointBert::stacks(Mode /*mode*/) const
{
    return {{"joint_self", config_.layers, config_.sizes.heads}};
}

States JointBert::encode(States states,
                         Mode mode,
                         const KeyMasks& masks,
                         TraceBuilder& sites,
                         const Progress& progress) const
{
    for (int i = 0; i < config_.layers; ++i) {
        progress.step(i, config_.layers, "joint layers");
        SingleStream layer = base().layers[static_cast<std::size_t>(i)];
        layer.crossing = crossingOf(mode);
        states = layer.forward(states, masks, sites, pool());
    }
    return states;
}

Trace JointBert::forward(const Sample& sample,
                         Mode mode,
                         const RunOptions& options,
                         const Progress& progress) const
{
    TextInput text =
        readCaption(sample, config_.vocabulary.positions, config_.vocabulary.words, options);
    RegionInput regions = prepareRegions(sample, config_.featureWidth, options);
    const KeyMasks masks{.text = keyMask(text.isHidden, config_.maskedScore),
                         .image = keyMask(regions.isHidden, config_.maskedScore)};

    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    Encoded encoded{.joint = {},
                    .states = encode({.text = base().embeddings.forward(text.tokens),
                                      .image = embedRegions(regions.regions)},
                                     mode, masks, sites, progress),
                    .pooled = {}};
    const auto& [words, units] = encoded.states;
    encoded.joint.resize(words.rows() + units.rows(), words.cols());
    encoded.joint << words, units;
    encoded.pooled = base().pooler.forward(words.topRows(1), pool());
    activate(Activation::Tanh, encoded.pooled, pool());

    Trace trace;
    trace.outputs = heads(encoded, {text.tokens, regions, masks}, sites);
    if (options.keepStates) {
        trace.outputs.states = {batchOfOne("joint_hidden", encoded.joint),
                                oneRow("pooled", encoded.pooled)};
    }
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordRegions(std::move(regions), options, trace);
    return trace;
}

} // namespace attenscope
