#include "engine/models/bridgetower_weights.h"

#include "engine/base/limits.h"
#include "engine/models/dual_encoder.h"

namespace attenscope {

namespace {

[[noreturn]] void refuse(const Config& config, ErrorInfo info)
{
    info.file = config.file();
    throw Error(std::move(info));
}

void requireFlag(const Config& config, const std::string& pointer, bool expected)
{
    if (config.boolean(pointer, expected) != expected) {
        refuse(config, {.id = "E_MODEL_UNSUPPORTED",
                        .file = {},
                        .place = pointer,
                        .expected = expected ? "true, as in every published checkpoint"
                                             : "false, as in every published checkpoint",
                        .found = expected ? "false" : "true",
                        .remedy = {}});
    }
}

/// The vision tower gives its heads by their width, and no width inside.
ClipVisionConfig readVision(const Config& config)
{
    constexpr int kHeadWidth = 64;
    const std::string object = "/vision_config";
    const ConfigFields fields(config, object);
    const Index width = fields.width("hidden_size", 768);
    if (width % kHeadWidth != 0) {
        refuse(config, {.id = "E_CONFIG_RANGE",
                        .file = {},
                        .place = object + "/hidden_size",
                        .expected = "a multiple of 64, the width of one head",
                        .found = std::to_string(width),
                        .remedy = {}});
    }
    ClipVisionConfig result{
        .stack = {.sizes = {.width = width,
                            .innerWidth = 4 * width,
                            .heads = static_cast<int>(width / kHeadWidth),
                            .epsilon = static_cast<float>(config.number(
                                object + "/layer_norm_eps", 1e-5, {.minimum = 0, .maximum = 1}))},
                  .layers = fields.layers(12),
                  .activation = Activation::QuickGelu},
        .imageSize = fields.imageSize(288),
        .patchSize = 0};
    result.patchSize = fields.patchSize(16, result.imageSize);
    const bool isCut = config.boolean(object + "/remove_last_layer",
                                      config.boolean(object + "/vit_remove_last", false));
    result.stack.layers -= isCut ? 1 : 0;
    return result;
}

void checkExtents(const Config& config, const BridgeTowerConfig& c)
{
    const auto range = [&](std::string place, std::string expected, Index found) {
        refuse(config, {.id = "E_CONFIG_RANGE",
                        .file = {},
                        .place = std::move(place),
                        .expected = std::move(expected),
                        .found = std::to_string(found),
                        .remedy = {}});
    };
    const Index width = ConfigFields(config, "").width("hidden_size", 768);
    if (width != c.text.width) {
        range("/hidden_size", "the text tower's width " + std::to_string(c.text.width), width);
    }
    if (c.crossLayers > c.textLayers) {
        range("/num_hidden_layers",
              "at most the text tower's " + std::to_string(c.textLayers) + " layers",
              c.crossLayers);
    }
    if (c.vision.stack.layers < c.textLayers) {
        range("/vision_config/num_hidden_layers",
              "as many layers as the text tower has, " + std::to_string(c.textLayers),
              c.vision.stack.layers);
    }
    if (c.tokens() < 2) {
        range("/text_config/max_position_embeddings",
              "room for two tokens behind the padding id " + std::to_string(c.paddingId),
              c.vocabulary.positions);
    }
}

BridgeTowerLink
bindLink(WeightBinder& weights, const std::string& prefix, const BridgeTowerConfig& c)
{
    BridgeTowerLink link{
        .norm = LayerNorm::bind(weights, prefix + ".LayerNorm", c.text.width, c.epsilon)};
    const auto factor = [&](const std::string& name) {
        const WeightMatrix value = bindScalar(weights, name);
        return value.data == nullptr ? 0.0F : value.map()(0, 0);
    };
    if (c.linkType == "scaled_add") {
        link.towerFactor = factor(prefix + ".scaled_factor");
    } else if (c.linkType == "interpolate") {
        // Weights calls every beta a bias, as old layer norms need it.
        const std::string beta = prefix + ".beta";
        link.crossedFactor = factor(weights.contains(beta) ? beta : prefix + ".bias");
        link.towerFactor = 1 - link.crossedFactor;
    }
    return link;
}

Hybrid bindCrossLayer(WeightBinder& weights,
                      const std::string& base,
                      int layer,
                      const BridgeTowerConfig& c)
{
    const auto place = [&](const char* side) {
        return base + "cross_modal_" + side + "_layers." + std::to_string(layer);
    };
    const std::string text = place("text");
    const std::string image = place("image");
    const auto crossing = [&](const std::string& prefix) {
        return bindBertCrossAttention(weights, prefix + ".crossattention", c.text, c.text.width);
    };
    return {.order = Hybrid::Order::SelfThenCrossToOld,
            .textSelf = bindBertSelfAttention(weights, text + ".attention", c.text),
            .imageSelf = bindBertSelfAttention(weights, image + ".attention", c.text),
            .textCross = crossing(text),
            .imageCross = crossing(image),
            .textFeedForward = bindBertFeedForward(weights, text, c.text, c.textActivation),
            .imageFeedForward = bindBertFeedForward(weights, image, c.text, c.textActivation),
            .layer = layer,
            .imageSelfKind = "xlayer_image_self"};
}

void bindHeads(WeightBinder& weights, const BridgeTowerConfig& c, BridgeTowerWeights& result)
{
    const Index width = c.text.width;
    if (weights.contains("itm_score.fc.weight")) {
        result.match = Linear::bind(weights, "itm_score.fc", 2 * width, 2);
    }
    if (weights.contains("mlm_score.transform.dense.weight")) {
        LayerSizes sizes = c.text;
        sizes.epsilon = c.epsilon;
        result.words =
            BertWordHead::bind(weights, "mlm_score", result.text.words, sizes, c.headActivation);
    }
    if (const auto shape = weights.shapeOf("itc_text_head.fc.weight"); shape && !shape->empty()) {
        const Index shared = shape->front();
        result.contrast = {.text = Linear::bind(weights, "itc_text_head.fc", width, shared),
                           .image = Linear::bind(weights, "itc_image_head.fc", width, shared),
                           .both =
                               Linear::bind(weights, "itc_cross_modal_head.fc", 2 * width, shared)};
        weights.ignore("logit_scale"); // of the training
    }
}

} // namespace

BridgeTowerConfig BridgeTowerConfig::read(const Config& config)
{
    requireFlag(config, "/share_cross_modal_transformer_layers", true);
    requireFlag(config, "/share_link_tower_layers", false);
    const ConfigFields fields(config, "");
    const ConfigFields text(config, "/text_config");
    BridgeTowerConfig result{
        .text = text.layerSizes({.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-5F}),
        .textLayers = text.layers(12),
        .textActivation = readActivation(config, "/text_config/hidden_act", "gelu"),
        .headActivation = readActivation(config, "/hidden_act", "gelu"),
        .vocabulary = {.words = text.count("vocab_size", 50265),
                       .positions = text.positions(514),
                       .types = text.count("type_vocab_size", 1)},
        .paddingId = config.integer(
            "/text_config/pad_token_id", 1,
            {.minimum = 0, .maximum = static_cast<double>(limits::kVocabularyEntries)}),
        .vision = readVision(config),
        .crossLayers = fields.layers(6),
        .epsilon = static_cast<float>(
            config.number("/layer_norm_eps", 1e-5, {.minimum = 0, .maximum = 1})),
        .linkType = config.text("/link_tower_type", "add")};
    if (result.linkType != "add" && result.linkType != "scaled_add" &&
        result.linkType != "interpolate") {
        refuse(config, {.id = "E_CONFIG_FIELD",
                        .file = {},
                        .place = "/link_tower_type",
                        .expected = "add, scaled_add or interpolate",
                        .found = result.linkType,
                        .remedy = {}});
    }
    checkExtents(config, result);
    return result;
}

BridgeTowerWeights BridgeTowerWeights::bind(WeightBinder& weights, const BridgeTowerConfig& c)
{
    const std::string base = "bridgetower.";
    weights.accept(base, {""});
    const std::string visual = base + "vision_model.visual.";
    const std::string cross = base + "cross_modal_";
    const LayerSizes& vision = c.vision.stack.sizes;
    const auto norm = [&](const std::string& name) {
        return LayerNorm::bind(weights, name, c.text.width, c.epsilon);
    };
    BridgeTowerWeights result{
        .text = BertEmbeddings::bind(weights, base + "text_model.embeddings", c.vocabulary, c.text),
        .patches = ClipPatches::bind(weights, visual + "embeddings", c.vision),
        .visionPreNorm = LayerNorm::bind(weights, visual + "ln_pre", vision.width, vision.epsilon),
        .visionPostNorm =
            LayerNorm::bind(weights, visual + "ln_post", vision.width, vision.epsilon),
        .textTransform =
            Linear::bind(weights, cross + "text_transform", c.text.width, c.text.width),
        .imageTransform =
            Linear::bind(weights, cross + "image_transform", vision.width, c.text.width),
        .modalities = Embedding::bind(weights, base + "token_type_embeddings", 2, c.text.width),
        .textNorm = norm(cross + "text_layernorm"),
        .imageNorm = norm(cross + "image_layernorm"),
        .textPooler =
            Linear::bind(weights, cross + "text_pooler.dense", c.text.width, c.text.width),
        .imagePooler =
            Linear::bind(weights, cross + "image_pooler.dense", c.text.width, c.text.width)};
    for (int i = 0; i < c.textLayers; ++i) {
        const std::string number = std::to_string(i);
        result.textLayers.push_back(BertLayer::bind(
            weights, base + "text_model.encoder.layer." + number, c.text, c.textActivation));
        result.vision.layers.push_back(ClipLayer::bindFused(
            weights, visual + "transformer.resblocks." + number, c.vision.stack));
    }
    for (int i = 0; i < c.crossLayers; ++i) {
        result.crossLayers.push_back(bindCrossLayer(weights, base, i, c));
        if (i > 0) {
            const std::string number = std::to_string(i - 1);
            result.textLinks.push_back(bindLink(weights, cross + "text_link_tower." + number, c));
            result.imageLinks.push_back(bindLink(weights, cross + "image_link_tower." + number, c));
        }
    }
    bindHeads(weights, c, result);
    // Layers behind the last bridge, norms and a pooler that the cross-modal states don't use.
    weights.ignore(visual + "transformer.resblocks.");
    weights.ignore(visual + "ln_separate.");
    weights.ignore(base + "text_model.pooler.");
    return result;
}

} // namespace attenscope
