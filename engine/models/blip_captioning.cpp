// BLIP captioning (Li et al. 2022), as BlipForConditionalGeneration of the Hugging Face library
// computes it: a decoder reads the given caption, and writes one of its own, while it looks at the
// image.

#include "engine/blocks/key_mask.h"
#include "engine/models/blip_model.h"

#include <utility>

namespace attenscope {

namespace {

class BlipCaptioning final : public BlipModel {
public:
    BlipCaptioning(ModelInfo info,
                   const BlipConfig& config,
                   GenerationRules rules,
                   LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    GenerationRules rules_;
    BlipDecoder decoder_;
};

BlipCaptioning::BlipCaptioning(ModelInfo info,
                               const BlipConfig& config,
                               GenerationRules rules,
                               LoadContext& context)
    : BlipModel(std::move(info), config, context), rules_(std::move(rules))
{
    bindWeights(context, [&](WeightBinder& binder) {
        bindVision(binder);
        decoder_ = BlipDecoder::bind(binder, "text_decoder", config.text);
    });
}

std::vector<StackInfo> BlipCaptioning::stacks(Mode /*mode*/) const
{
    const BlipTextSizes& text = config().text;
    return {{"vision_self", config().vision.layers, config().vision.layer.heads},
            {"text_self", text.layers, text.layer.heads},
            {"cross_text_to_image", text.layers, text.layer.heads},
            {"gen_text_self", text.layers, text.layer.heads},
            {"gen_cross_text_to_image", text.layers, text.layer.heads}};
}

Trace BlipCaptioning::forward(const Sample& sample,
                              Mode /*mode: text→image is the only one*/,
                              const RunOptions& options,
                              const Progress& progress) const
{
    const auto room = static_cast<int>(config().text.positions);
    const GenerationRules rules = rules_.fitted(options, room);
    TextInput text = readCaption(sample, room, config().text.vocabulary, options);
    Run run = see(sample, options, progress, config().vision.layers);

    const Axis tokens = Axis::textOnly(text.tokens.size());
    const Axis units = Axis::imageOnly(run.states.rows());
    const BlipDecoder::Reading begun =
        decoder_.begin(run.states, run.imageMask, options.memory, pool());
    BlipDecoder::Reading reading = begun;
    const Matrix states =
        decoder_.read(text.tokens.ids(), reading, causalMask(text.isHidden, kBertMaskedScore),
                      {.self = "text_self",
                       .cross = "cross_text_to_image",
                       .query = tokens,
                       .key = tokens,
                       .context = units},
                      run.sites, pool());

    Trace trace;
    trace.outputs.arrays.push_back(batchOfOne("logits", decoder_.head.forward(states, pool())));
    const std::vector<std::int64_t> ids =
        decoder_.write(rules, begun,
                       {.self = "gen_text_self",
                        .cross = "gen_cross_text_to_image",
                        .query = {},
                        .key = {},
                        .context = units},
                       tokens.size(), options, run.sites, progress, pool());
    appendWritten(text, ids, specialIds(rules), tokenizer(), trace.outputs);
    if (options.keepStates) {
        trace.outputs.states.push_back(batchOfOne("text_hidden", states));
    }
    finish(run, std::move(text), trace);
    return trace;
}

} // namespace

std::unique_ptr<const Model> loadBlipCaptioning(LoadContext& context)
{
    const BlipConfig config = readBlipConfig(context.config);
    ModelInfo info = blipInfo(std::move(context.info), config, kBlipCaptioning);
    info.tasks = {"caption"};
    info.writes = true;
    return std::make_unique<const BlipCaptioning>(std::move(info), config,
                                                  readBlipWriting(context.config, config), context);
}

} // namespace attenscope
