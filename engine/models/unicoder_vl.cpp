// Unicoder-VL (Li et al. 2020, arXiv 1908.06066), section 3. No weights were published: the names
// are those that the guide proposes.

#include "engine/models/config_fields.h"
#include "engine/models/joint_bert.h"
#include "engine/models/predictions.h"
#include "engine/models/region_heads.h"

namespace attenscope {

namespace {

constexpr Index kLocationWidth = 5; // x0 y0 x1 y1, area

struct UnicoderVlWeights {
    JointBertWeights base;
    Linear feature;
    Linear location;
    LayerNorm regionNorm;
    std::optional<Linear> match;
    std::optional<BertWordHead> words;
    std::optional<Linear> objects; ///< classes of masked regions
};

UnicoderVlWeights bindUnicoderVl(WeightBinder& weights, const JointBertConfig& c)
{
    const Index width = c.sizes.width;
    const std::string regions = "image_embeddings.";
    UnicoderVlWeights result{
        .base = JointBertWeights::bind(weights, "", c),
        .feature = Linear::bind(weights, regions + "feature", c.featureWidth, width),
        .location = Linear::bind(weights, regions + "location", kLocationWidth, width),
        .regionNorm = LayerNorm::bind(weights, regions + "LayerNorm", width, c.sizes.epsilon)};
    if (weights.contains("cls.match.weight")) {
        result.match = Linear::bind(weights, "cls.match", width, 2);
    }
    if (weights.contains("cls.predictions.transform.dense.weight")) {
        result.words = BertWordHead::bind(weights, "cls.predictions", result.base.embeddings.words,
                                          c.sizes, c.activation);
    }
    if (weights.contains("cls.object.weight")) {
        result.objects = bindOutputs(weights, "cls.object", width);
    }
    return result;
}

class UnicoderVl final : public JointBert {
public:
    UnicoderVl(ModelInfo info, const JointBertConfig& config, LoadContext& context);

protected:
    const JointBertWeights& base() const override { return weights_.base; }

    Matrix embedRegions(const Regions& regions) const override;
    Outputs heads(const Encoded& encoded, const Inputs& inputs, TraceBuilder& sites) const override;

private:
    UnicoderVlWeights weights_;
    std::vector<std::string> classes_;
};

UnicoderVl::UnicoderVl(ModelInfo info, const JointBertConfig& config, LoadContext& context)
    : JointBert(std::move(info), config, context)
{
    bindWeights(context, [&](WeightBinder& binder) { weights_ = bindUnicoderVl(binder, config); });
    if (weights_.objects) {
        classes_ = classLabels(context.folder, "objects_vocab.txt", "object",
                               weights_.objects->weight.rows);
    }
}

Matrix UnicoderVl::embedRegions(const Regions& regions) const
{
    return weights_.regionNorm.forward(
        weights_.feature.forward(regions.features, pool()) +
        weights_.location.forward(boxesWithArea(regions.boxes), pool()));
}

Outputs
UnicoderVl::heads(const Encoded& encoded, const Inputs& inputs, TraceBuilder& /*sites*/) const
{
    Outputs result;
    if (weights_.match) {
        const Matrix logits = weights_.match->forward(encoded.pooled, pool());
        result.arrays.push_back(oneRow("itm_logits", logits));
        result.match.push_back(matchScore(logits, 1));
    }
    if (weights_.words) {
        const Matrix logits = weights_.words->forward(encoded.states.text, pool());
        result.arrays.push_back(batchOfOne("mlm_logits", logits));
        result.predictions = maskedWords(inputs.tokens, tokenizer(), logits);
    }
    if (weights_.objects) {
        const Matrix logits = weights_.objects->forward(encoded.states.image, pool());
        result.arrays.push_back(batchOfOne("object_logits", logits));
        addRegionPredictions("object", logits, classes_, inputs.regions, result);
    }
    return result;
}

} // namespace

std::unique_ptr<const Model> loadUnicoderVl(LoadContext context)
{
    const ConfigFields fields(context.config, "");
    const JointBertConfig config =
        JointBertConfig::read(context.config, "visual_feature_dim", 2048);
    if (const Index width = fields.width("visual_location_dim", kLocationWidth);
        width != kLocationWidth) {
        throw Error({.id = "E_CONFIG_RANGE",
                     .file = context.config.file(),
                     .place = "/visual_location_dim",
                     .expected = "5: x0 y0 x1 y1 and the area",
                     .found = std::to_string(width),
                     .remedy = {}});
    }
    ModelInfo info = std::move(context.info);
    info.architecture = "Unicoder-VL";
    return std::make_unique<const UnicoderVl>(std::move(info), config, context);
}

} // namespace attenscope
