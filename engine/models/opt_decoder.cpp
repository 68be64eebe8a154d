#include "engine/models/opt_decoder.h"

#include "engine/blocks/key_mask.h"

namespace attenscope {

namespace {

constexpr std::int64_t kFirstPosition = 2;   // OPTLearnedPositionalEmbedding's offset
constexpr std::int64_t kPaddingPosition = 1; // of a row that takes no position

void requireFlag(const Config& config, const std::string& pointer, bool wanted)
{
    if (config.boolean(pointer, wanted) != wanted) {
        throw Error({.id = "E_MODEL_UNSUPPORTED",
                     .file = config.file(),
                     .place = pointer,
                     .expected = wanted ? "true" : "false",
                     .found = wanted ? "false" : "true",
                     .remedy = "Choose a checkpoint with another language model."});
    }
}

OptDecoder::Layer bindLayer(WeightBinder& weights, const std::string& prefix, const OptSizes& sizes)
{
    const LayerSizes& layer = sizes.layer;
    return {
        .selfAttention =
            {.normPlace = NormPlace::Before,
             .norm = LayerNorm::bind(weights, prefix + ".self_attn_layer_norm", layer.width,
                                     layer.epsilon),
             .attention = Attention::bind(
                 weights, prefix + ".self_attn", AttentionSizes::uniform(layer.width, layer.heads),
                 {.query = "q_proj", .key = "k_proj", .value = "v_proj", .output = "out_proj"})},
        .feedForward = {
            .normPlace = NormPlace::Before,
            .norm =
                LayerNorm::bind(weights, prefix + ".final_layer_norm", layer.width, layer.epsilon),
            .feedForward = {
                .in = Linear::bind(weights, prefix + ".fc1", layer.width, layer.innerWidth),
                .out = Linear::bind(weights, prefix + ".fc2", layer.innerWidth, layer.width),
                .activation = sizes.activation}}};
}

} // namespace

OptSizes readOptSizes(const Config& config, const std::string& object)
{
    requireFlag(config, object + "/do_layer_norm_before", true);
    requireFlag(config, object + "/enable_bias", true);
    requireFlag(config, object + "/layer_norm_elementwise_affine", true);
    requireFlag(config, object + "/_remove_final_layer_norm", false);
    const ConfigFields fields(config, object);
    OptSizes sizes{.layer = fields.layerSizes(
                       {.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-5F}),
                   .layers = fields.layers(12),
                   .activation = readActivation(config, object + "/activation_function", "relu"),
                   .vocabulary = fields.count("vocab_size", 50272),
                   .positions = fields.positions(2048)};
    sizes.layer.innerWidth = fields.width("ffn_dim", 3072);
    const Index wordWidth = fields.width("word_embed_proj_dim", sizes.layer.width);
    if (wordWidth != sizes.layer.width) {
        throw Error({.id = "E_MODEL_UNSUPPORTED",
                     .file = config.file(),
                     .place = object + "/word_embed_proj_dim",
                     .expected = std::to_string(sizes.layer.width) + ", the width of the layers",
                     .found = std::to_string(wordWidth),
                     .remedy = "Choose a checkpoint with another language model."});
    }
    return sizes;
}

OptDecoder OptDecoder::bind(WeightBinder& weights, const std::string& prefix, const OptSizes& sizes)
{
    const std::string decoder = prefix + ".model.decoder.";
    const Index width = sizes.layer.width;
    OptDecoder result{
        .words = Embedding::bind(weights, decoder + "embed_tokens", sizes.vocabulary, width),
        .positions = Embedding::bind(weights, decoder + "embed_positions",
                                     sizes.positions + kFirstPosition, width),
        .layers = {},
        .norm = LayerNorm::bind(weights, decoder + "final_layer_norm", width, sizes.layer.epsilon),
        .head = {}};
    for (int i = 0; i < sizes.layers; ++i) {
        result.layers.push_back(bindLayer(weights, decoder + "layers." + std::to_string(i), sizes));
    }
    const std::string head = prefix + ".lm_head.weight";
    result.head.weight = weights.contains(head) ? weights.matrix(head, sizes.vocabulary, width)
                                                : result.words.weight;
    return result;
}

void OptDecoder::unreadLast(Reading& reading, bool isPadding)
{
    const auto rows = static_cast<Index>(reading.isHidden.size()) - 1;
    for (KeysAndValues& layer : reading.past) {
        layer.key.conservativeResize(rows, Eigen::NoChange);
        layer.value.conservativeResize(rows, Eigen::NoChange);
    }
    reading.isHidden.pop_back();
    reading.position -= isPadding ? 0 : 1;
}

Matrix OptDecoder::read(Matrix rows,
                        const std::vector<bool>& isHidden,
                        const std::vector<bool>& isPadding,
                        Reading& reading,
                        const Place& place,
                        ThreadPool& pool) const
{
    std::vector<std::int64_t> places;
    for (const bool padding : isPadding) {
        places.push_back(padding ? kPaddingPosition : kFirstPosition + reading.position++);
    }
    reading.isHidden.insert(reading.isHidden.end(), isHidden.begin(), isHidden.end());
    const Matrix mask = causalMask(reading.isHidden).bottomRows(rows.rows());
    Matrix states = std::move(rows);
    states += positions.forward(places);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        place.progress.step(place.done + (place.isOneStep ? 0 : static_cast<int>(i)), place.total,
                            place.task);
        const Layer& layer = layers[i];
        const Attention& attention = layer.selfAttention.attention;
        SiteRecorder& site = place.trace.open({.kind = place.kind,
                                               .layer = static_cast<int>(i),
                                               .heads = attention.heads,
                                               .query = place.query,
                                               .key = place.key,
                                               .weightPrefix = attention.weightPrefix});
        states = layer.selfAttention.next(states, reading.past[i], mask, site, pool);
        states = layer.feedForward.forward(states, place.trace.memory(), pool);
    }
    return norm.forward(states);
}

} // namespace attenscope
