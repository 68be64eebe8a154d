#include "engine/models/vilbert_config.h"

#include "engine/models/config_fields.h"

#include <cmath>

namespace attenscope {

namespace {

/// Before which layers the connections stand.
std::vector<int> readConnections(const Config& config,
                                 const std::string& pointer,
                                 const std::vector<double>& fallback,
                                 int layers)
{
    std::vector<int> result;
    int least = 0;
    for (const double value : config.numbers(pointer, fallback)) {
        if (value != std::floor(value) || value < least || value > layers) {
            throw Error({.id = "E_CONFIG_RANGE",
                         .file = config.file(),
                         .place = pointer,
                         .expected = "layers in rising order, 0 to " + std::to_string(layers),
                         .found = std::to_string(value),
                         .remedy = {}});
        }
        least = static_cast<int>(value);
        result.push_back(least);
    }
    return result;
}

void requireKnown(const Config& config, const std::string& pointer, bool known)
{
    if (config.boolean(pointer, known) != known) {
        throw Error({.id = "E_MODEL_UNSUPPORTED",
                     .file = config.file(),
                     .place = pointer,
                     .expected = known ? "true" : "false",
                     .found = known ? "false" : "true",
                     .remedy = "Choose a checkpoint of the published kind."});
    }
}

} // namespace

VilbertConfig readVilbertConfig(const Config& config)
{
    requireKnown(config, "/with_coattention", true);
    requireKnown(config, "/dynamic_attention", false);
    const std::string fusion = config.text("/fusion_method", "mul");
    if (fusion != "mul" && fusion != "sum") {
        throw Error({.id = "E_CONFIG_FIELD",
                     .file = config.file(),
                     .place = "/fusion_method",
                     .expected = "mul or sum",
                     .found = fusion,
                     .remedy = {}});
    }
    const ConfigFields fields(config, "");
    VilbertConfig result{
        .text = fields.layerSizes({.width = 768, .innerWidth = 3072, .heads = 12}),
        .image = fields.layerSizes({.width = 768, .innerWidth = 3072, .heads = 12}, "v_"),
        .shared = fields.layerSizes({.width = 1024, .innerWidth = 1024, .heads = 16}, "bi_"),
        .textActivation = readActivation(config, "/hidden_act", "gelu"),
        .imageActivation = readActivation(config, "/v_hidden_act", "gelu"),
        .vocabulary = {.words = fields.count("vocab_size", 30522),
                       .positions = fields.count("max_position_embeddings", 512),
                       .types = fields.count("type_vocab_size", 2)},
        .textLayers = fields.layers(12),
        .imageLayers = fields.layers("v_num_hidden_layers", 3),
        .featureWidth = fields.width("v_feature_size", 2048),
        .isProduct = fusion == "mul"};
    result.text.epsilon = result.image.epsilon = kVilbertEpsilon;
    result.textConnections =
        readConnections(config, "/t_biattention_id", {10, 11}, result.textLayers);
    result.imageConnections =
        readConnections(config, "/v_biattention_id", {0, 1}, result.imageLayers);
    if (result.textConnections.size() != result.imageConnections.size()) {
        throw Error({.id = "E_CONFIG_FIELD",
                     .file = config.file(),
                     .place = "/v_biattention_id",
                     .expected = "as many numbers as t_biattention_id has, " +
                                 std::to_string(result.textConnections.size()),
                     .found = std::to_string(result.imageConnections.size()),
                     .remedy = {}});
    }
    return result;
}

} // namespace attenscope
