// BLIP image-text matching (Li et al. 2022), as BlipForImageTextRetrieval of the Hugging Face
// library computes it: model_type "blip", modeling_blip.py and modeling_blip_text.py.

#include "engine/blocks/key_mask.h"
#include "engine/fusion/shared_latent_space.h"
#include "engine/models/blip_model.h"
#include "engine/models/predictions.h"
#include "engine/tensor/row_operations.h"

#include <utility>

namespace attenscope {

namespace {

class BlipMatching final : public BlipModel {
public:
    BlipMatching(ModelInfo info, const BlipConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    Matrix contrastivePass(Matrix states, const Matrix& mask, Run& run) const;
    Outputs outputs(const Matrix& image, const Matrix& text, const Matrix& textAlone) const;

    int steps() const { return config().vision.layers + 2 * config().text.layers; }

    BlipText text_;
    Linear matchHead_;
    Linear imageProjection_;
    Linear textProjection_;
};

BlipMatching::BlipMatching(ModelInfo info, const BlipConfig& config, LoadContext& context)
    : BlipModel(std::move(info), config, context)
{
    bindWeights(context, [&](WeightBinder& binder) {
        const Index width = config.text.layer.width;
        bindVision(binder);
        text_ = BlipText::bind(binder, "text_encoder", config.text);
        matchHead_ = Linear::bind(binder, "itm_head", width, 2);
        imageProjection_ =
            Linear::bind(binder, "vision_proj", config.vision.layer.width, config.jointWidth);
        textProjection_ = Linear::bind(binder, "text_proj", width, config.jointWidth);
        binder.ignore("logit_scale"); // of the contrastive training, unused by this head
    });
}

std::vector<StackInfo> BlipMatching::stacks(Mode /*mode*/) const
{
    const BlipTextSizes& text = config().text;
    return {{"vision_self", config().vision.layers, config().vision.layer.heads},
            {"text_self", text.layers, text.layer.heads},
            {"cross_text_to_image", text.layers, text.layer.heads},
            {"itc_text_self", text.layers, text.layer.heads}};
}

/// The text by itself, cross-attention left out: what the contrastive head compares.
Matrix BlipMatching::contrastivePass(Matrix states, const Matrix& mask, Run& run) const
{
    const Axis tokens = Axis::textOnly(states.rows());
    for (const SingleDirection& layer : text_.layers) {
        run.progress.step(steps() - config().text.layers + layer.layer, steps(), "text by itself");
        SiteRecorder& site = run.sites.open({.kind = "itc_text_self",
                                             .layer = layer.layer,
                                             .heads = config().text.layer.heads,
                                             .query = tokens,
                                             .key = tokens,
                                             .weightPrefix = layer.self->attention.weightPrefix});
        states = layer.self->forward(states, mask, site, pool());
        states = layer.feedForward.forward(states, run.sites.memory(), pool());
    }
    return states;
}

Outputs
BlipMatching::outputs(const Matrix& image, const Matrix& text, const Matrix& textAlone) const
{
    const Matrix logits = matchHead_.forward(text.topRows(1), pool());
    const float similarity = cosine(imageProjection_.forward(image.topRows(1), pool()),
                                    textProjection_.forward(textAlone.topRows(1), pool()));
    return matchingOutputs(logits, similarity);
}

Trace BlipMatching::forward(const Sample& sample,
                            Mode /*mode: text→image is the only one*/,
                            const RunOptions& options,
                            const Progress& progress) const
{
    TextInput text =
        readCaption(sample, config().text.positions, config().text.vocabulary, options);
    Run run = see(sample, options, progress, steps());
    const Matrix mask = keyMask(text.isHidden, kBertMaskedScore);
    const Matrix embedded = text_.embed(text.tokens.ids());
    const Matrix matched = encode(text_, embedded, mask, run);
    const Matrix textAlone = contrastivePass(embedded, mask, run);

    Trace trace;
    trace.outputs = outputs(run.states, matched, textAlone);
    if (options.keepStates) {
        const Matrix pooled = vision().postNorm.forward(run.states.topRows(1));
        trace.outputs.states = {{.name = "image_pooled_twice_normed",
                                 .shape = {1, pooled.cols()},
                                 .values = valuesOf(pooled)},
                                batchOfOne("text_hidden", matched),
                                batchOfOne("itc_text_hidden", textAlone)};
    }
    finish(run, std::move(text), trace);
    return trace;
}

} // namespace

std::unique_ptr<const Model> loadBlipMatching(LoadContext& context)
{
    const BlipConfig config = readBlipConfig(context.config);
    ModelInfo info = blipInfo(std::move(context.info), config, kBlipMatching);
    info.fusions = {{"itm", "matching head"}};
    info.tasks = {"match", "similarity"};
    return std::make_unique<const BlipMatching>(std::move(info), config, context);
}

} // namespace attenscope
