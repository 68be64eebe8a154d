#include "engine/models/blip_model.h"

#include "engine/blocks/key_mask.h"

#include <utility>

namespace attenscope {

BlipConfig readBlipConfig(const Config& config)
{
    const ConfigFields text(config, "/text_config");
    const ConfigFields vision(config, "/vision_config");
    BlipConfig result;
    result.vision = {.layer = vision.layerSizes(
                         {.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-5F}),
                     .layers = vision.layers(12),
                     .activation = readActivation(config, "/vision_config/hidden_act", "gelu"),
                     .imageSize = vision.imageSize(384),
                     .patchSize = 0};
    result.vision.patchSize = vision.patchSize(16, result.vision.imageSize);
    result.text = {
        .layer = text.layerSizes({.width = 768, .innerWidth = 3072, .heads = 8, .epsilon = 1e-12F}),
        .layers = text.layers(12),
        .activation = readActivation(config, "/text_config/hidden_act", "gelu"),
        // The reference takes it from the image tower, whatever encoder_hidden_size says.
        .contextWidth = result.vision.layer.width,
        .vocabulary = text.count("vocab_size", 30524),
        .positions = text.positions(512)};
    result.jointWidth = ConfigFields(config, "").width("image_text_hidden_size", 256);
    return result;
}

GenerationRules readBlipWriting(const Config& config, const BlipConfig& sizes)
{
    const ConfigFields text(config, "/text_config");
    return {.start = {text.tokenId("bos_token_id", 30522, sizes.text.vocabulary)},
            .end = text.tokenId("sep_token_id", 102, sizes.text.vocabulary),
            .longest = static_cast<int>(text.count("max_length", 20))};
}

Preprocessor blipPreprocessor(const LoadContext& context, int imageSize)
{
    Preprocessor fallback;
    fallback.width = imageSize;
    fallback.height = imageSize;
    fallback.mean = {0.48145466, 0.4578275, 0.40821073};
    fallback.deviation = {0.26862954, 0.26130258, 0.27577711};
    return readPreprocessor(context.folder, fallback, imageSize, imageSize);
}

BlipModel::BlipModel(ModelInfo info, const BlipConfig& config, LoadContext& context)
    : PictureModel(std::move(info), context, blipPreprocessor(context, config.vision.imageSize)),
      config_(config)
{
}

void BlipModel::bindVision(WeightBinder& weights)
{
    vision_ = VisionTower::bind(weights, VisionTowerNames::huggingFace(), config_.vision);
}

BlipModel::Run BlipModel::see(const Sample& sample,
                              const RunOptions& options,
                              const Progress& progress,
                              int steps) const
{
    Run run{.options = options,
            .progress = progress,
            .sites = TraceBuilder(options.keeping, options.intervention.headsOff, options.memory),
            .image =
                prepareImage(preprocessor(), sample.image, config_.vision.patchSize, true, options),
            .imageMask = {},
            .states = {},
            .steps = steps};
    run.imageMask = keyMask(run.image.isMasked);
    run.states = vision_.forward(run.image.pixels, run.imageMask, run.sites,
                                 {.progress = progress, .done = 0, .total = steps}, pool());
    return run;
}

Matrix BlipModel::encode(const BlipText& text, Matrix states, Matrix mask, Run& run) const
{
    const KeyMasks masks{.text = std::move(mask), .image = run.imageMask};
    States both{.text = std::move(states), .image = run.states};
    for (const SingleDirection& layer : text.layers) {
        run.progress.step(config_.vision.layers + layer.layer, run.steps, "text with image");
        both = layer.forward(std::move(both), masks, run.sites, pool());
    }
    return std::move(both.text);
}

void BlipModel::finish(Run& run, TextInput text, Trace& trace)
{
    if (run.options.keepStates) {
        trace.outputs.states.insert(trace.outputs.states.begin(),
                                    batchOfOne("image_hidden", run.states));
    }
    std::tie(trace.sites, trace.attention) = run.sites.finish();
    recordText(std::move(text), run.options, trace);
    recordImage(std::move(run.image), run.options, trace);
}

std::vector<std::int64_t> BlipModel::specialIds(const GenerationRules& rules) const
{
    std::vector<std::int64_t> ids = rules.start;
    ids.push_back(rules.end);
    ids.push_back(tokenizer().padId());
    return ids;
}

ModelInfo blipInfo(ModelInfo info, const BlipConfig& config, std::string_view architecture)
{
    info.architecture = architecture;
    info.nativeMode = Mode::TextToImage;
    for (const Mode mode : kModes) {
        const bool isNative = mode == Mode::TextToImage;
        info.modes.push_back({.mode = mode,
                              .standing = isNative ? Standing::AsTrained : Standing::Unavailable,
                              .reason = isNative ? "" : "BLIP has no weights for image queries"});
    }
    info.facts = {"text width " + std::to_string(config.text.layer.width) + ", image width " +
                      std::to_string(config.vision.layer.width),
                  std::to_string(config.text.layers) + " × " +
                      std::to_string(config.text.layer.heads) + " text layers × heads"};
    info.maximumTokens = static_cast<int>(config.text.positions);
    info.imageWidth = config.vision.imageSize;
    info.imageHeight = config.vision.imageSize;
    return info;
}

} // namespace attenscope
