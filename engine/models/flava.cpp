// FLAVA (Singh et al. 2022), as FlavaModel and FlavaForPreTraining of the Hugging Face library
// compute it: modeling_flava.py. A stack for each modality and a joint one above them, which reads
// their states from before the final norms, image first; no padding mask reaches it.

#include "engine/blocks/key_mask.h"
#include "engine/fusion/shared_latent_space.h"
#include "engine/models/bert_layers.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/config_fields.h"
#include "engine/models/joint_modes.h"
#include "engine/models/predictions.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/models/task_head.h"
#include "engine/models/vit_layers.h"
#include "engine/modes/layer_sites.h"
#include "engine/tensor/row_operations.h"

#include <array>

namespace attenscope {

namespace {

struct FlavaConfig {
    VitStackConfig text;
    VitStackConfig image;
    VitStackConfig joint;
    BertVocabulary vocabulary;
    int imageSize;
    int patchSize;
    bool hasJointClass; ///< a class token of its own before the joint sequence
    Index sharedWidth;  ///< of the contrastive projections
};

FlavaConfig readFlavaConfig(const Config& config)
{
    const ConfigFields fields(config, "");
    const ConfigFields text(config, "/text_config");
    const ConfigFields image(config, "/image_config");
    constexpr int kJointLayers = 6;
    FlavaConfig result{.text = readVitStack(config, "/text_config"),
                       .image = readVitStack(config, "/image_config"),
                       .joint = readVitStack(config, "/multimodal_config", kJointLayers),
                       .vocabulary = {.words = text.count("vocab_size", 30522),
                                      .positions = text.positions(512),
                                      .types = text.count("type_vocab_size", 2)},
                       .imageSize = image.imageSize(224),
                       .patchSize = 0,
                       .hasJointClass = config.boolean("/multimodal_config/use_cls_token", true),
                       .sharedWidth = fields.width("projection_dim", 768)};
    result.patchSize = image.patchSize(16, result.imageSize);
    return result;
}

struct VitStack {
    std::vector<VitLayer> layers;
    LayerNorm norm;
};

VitStack bindStack(WeightBinder& weights, const std::string& prefix, const VitStackConfig& config)
{
    VitStack stack;
    for (int i = 0; i < config.layers; ++i) {
        stack.layers.push_back(
            VitLayer::bind(weights, prefix + "encoder.layer." + std::to_string(i), config));
    }
    stack.norm =
        LayerNorm::bind(weights, prefix + "layernorm", config.sizes.width, config.sizes.epsilon);
    return stack;
}

struct MatchHead {
    Linear pooler;
    Linear output;
};

struct FlavaWeights {
    BertEmbeddings words;
    VitEmbeddings patches;
    VitStack text;
    VitStack image;
    WeightMatrix jointClass; ///< [1, joint width], or empty
    Linear imageToJoint;
    Linear textToJoint;
    std::vector<SingleStream> joint;
    LayerNorm jointNorm;
    Linear imageToShared;
    Linear textToShared;
    std::optional<MatchHead> match;          ///< of pre-training
    std::optional<BertWordHead> masked;      ///< of pre-training, on the joint states
    std::optional<BertWordHead> maskedAlone; ///< likewise, on the text's, which saw no image
};

/// The heads of FlavaForPreTraining that answer about a word or the whole pair.
void bindHeads(WeightBinder& weights, const FlavaConfig& c, FlavaWeights& result)
{
    LayerSizes sizes = c.text.sizes; // the heads' norm is the text's, they read joint states
    sizes.width = c.joint.sizes.width;
    if (weights.contains("itm_head.seq_relationship.weight")) {
        result.match = {
            .pooler = Linear::bind(weights, "itm_head.pooler.dense", sizes.width, sizes.width),
            .output = Linear::bind(weights, "itm_head.seq_relationship", sizes.width, 2)};
    }
    if (weights.contains("mmm_text_head.decoder.weight")) {
        result.masked = BertWordHead::bind(weights, "mmm_text_head", result.words.words, sizes,
                                           c.text.activation);
    }
    if (weights.contains("mlm_head.decoder.weight")) {
        result.maskedAlone = BertWordHead::bind(weights, "mlm_head", result.words.words,
                                                c.text.sizes, c.text.activation);
    }
    for (const char* unused : {"mim_head.", "mmm_image_head.", "image_codebook."}) {
        weights.ignore(unused);
    }
}

FlavaWeights bindFlava(WeightBinder& weights, const FlavaConfig& c)
{
    weights.accept("flava.", {""});
    const std::string base = "flava.";
    const Index textWidth = c.text.sizes.width;
    const Index imageWidth = c.image.sizes.width;
    const Index jointWidth = c.joint.sizes.width;
    const std::string joint = base + "multimodal_model.";
    FlavaWeights result{
        .words = BertEmbeddings::bind(weights, base + "text_model.embeddings", c.vocabulary,
                                      c.text.sizes),
        .patches = VitEmbeddings::bind(weights, base + "image_model.embeddings", imageWidth,
                                       c.imageSize, c.patchSize),
        .text = bindStack(weights, base + "text_model.", c.text),
        .image = bindStack(weights, base + "image_model.", c.image),
        .imageToJoint =
            Linear::bind(weights, base + "image_to_mm_projection", imageWidth, jointWidth),
        .textToJoint = Linear::bind(weights, base + "text_to_mm_projection", textWidth, jointWidth),
        .imageToShared =
            Linear::bind(weights, base + "image_projection", imageWidth, c.sharedWidth),
        .textToShared = Linear::bind(weights, base + "text_projection", textWidth, c.sharedWidth)};
    if (c.hasJointClass) {
        result.jointClass = weights.tensor(joint + "cls_token", {1, 1, jointWidth});
    }
    const VitStack stack = bindStack(weights, joint, c.joint);
    for (const VitLayer& layer : stack.layers) {
        result.joint.push_back({.order = SingleStream::Order::ImageFirst,
                                .self = layer.self,
                                .feedForward = layer.feedForward,
                                .layer = static_cast<int>(result.joint.size())});
    }
    result.jointNorm = stack.norm;
    for (const char* unused :
         {"text_model.pooler.", "image_model.pooler.", "multimodal_model.pooler.",
          "image_model.embeddings.mask_token", "logit_scale"}) {
        weights.ignore(base + unused);
    }
    bindHeads(weights, c, result);
    return result;
}

Preprocessor flavaPreprocessor(const LoadContext& context, const FlavaConfig& config)
{
    Preprocessor fallback;
    fallback.width = fallback.height = config.imageSize;
    fallback.isCropped = true;
    fallback.cropWidth = fallback.cropHeight = config.imageSize;
    fallback.mean = {0.48145466, 0.4578275, 0.40821073};
    fallback.deviation = {0.26862954, 0.26130258, 0.27577711};
    return readPreprocessor(context.folder, fallback, config.imageSize, config.imageSize);
}

class Flava final : public PictureModel {
public:
    Flava(ModelInfo info, const FlavaConfig& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    /// What one run carries along.
    struct Run {
        TraceBuilder& sites;
        const Progress& progress;
        int done = 0;
    };

    Matrix
    tower(Modality side, Matrix states, const Matrix& mask, const Axis& axis, Run& run) const;
    States jointStates(const Matrix& text, const Matrix& image) const;
    Outputs outputs(const States& towers,
                    const States& joint,
                    const Tokens& tokens,
                    const RunOptions& options) const;

    int steps() const { return config_.text.layers + config_.image.layers + config_.joint.layers; }

    Index specialUnits() const { return config_.hasJointClass ? 1 : 0; }

    FlavaConfig config_;
    FlavaWeights weights_;
};

Flava::Flava(ModelInfo info, const FlavaConfig& config, LoadContext& context)
    : PictureModel(std::move(info), context, flavaPreprocessor(context, config)), config_(config)
{
    bindWeights(context, [&](WeightBinder& binder) { weights_ = bindFlava(binder, config_); });
}

std::vector<StackInfo> Flava::stacks(Mode /*mode*/) const
{
    return {{"vision_self", config_.image.layers, config_.image.sizes.heads},
            {"text_self", config_.text.layers, config_.text.sizes.heads},
            {"joint_self", config_.joint.layers, config_.joint.sizes.heads}};
}

/// One modality's own layers, without the final norm.
Matrix
Flava::tower(Modality side, Matrix states, const Matrix& mask, const Axis& axis, Run& run) const
{
    const bool isText = side == Modality::Text;
    const VitStack& stack = isText ? weights_.text : weights_.image;
    for (std::size_t i = 0; i < stack.layers.size(); ++i) {
        run.progress.step(run.done++, steps(), isText ? "text" : "image");
        const VitLayer& layer = stack.layers[i];
        SiteRecorder& site = run.sites.open({.kind = isText ? "text_self" : "vision_self",
                                             .layer = static_cast<int>(i),
                                             .heads = layer.self.attention.heads,
                                             .query = axis,
                                             .key = axis,
                                             .weightPrefix = layer.self.attention.weightPrefix});
        states = layer.self.forward(states, mask, site, pool());
        states = layer.feedForward.forward(states, run.sites.memory(), pool());
    }
    return states;
}

/// Both towers' states at the joint width, the joint class token before the image's.
States Flava::jointStates(const Matrix& text, const Matrix& image) const
{
    States states{.text = weights_.textToJoint.forward(text, pool()),
                  .image = weights_.imageToJoint.forward(image, pool())};
    if (config_.hasJointClass) {
        Matrix withClass(1 + states.image.rows(), states.image.cols());
        withClass << weights_.jointClass.map(), states.image;
        states.image = std::move(withClass);
    }
    return states;
}

/// towers  their states after the final norms
/// joint   likewise
Outputs Flava::outputs(const States& towers,
                       const States& joint,
                       const Tokens& tokens,
                       const RunOptions& options) const
{
    Outputs result;
    result.similarity =
        static_cast<double>(cosine(weights_.imageToShared.forward(towers.image.topRows(1), pool()),
                                   weights_.textToShared.forward(towers.text.topRows(1), pool())));
    if (weights_.match) {
        Matrix pooled = weights_.match->pooler.forward(joint.image.topRows(1), pool());
        activate(Activation::Tanh, pooled, pool());
        const Matrix logits = weights_.match->output.forward(pooled, pool());
        result.arrays.push_back(oneRow("itm_logits", logits));
        result.match.push_back(matchScore(logits, 1));
    }
    if (weights_.masked) {
        const Matrix logits = weights_.masked->forward(joint.text, pool());
        result.arrays.push_back(batchOfOne("mmm_text_logits", logits));
        result.predictions = maskedWords(tokens, tokenizer(), logits);
    }
    if (weights_.maskedAlone) {
        const Matrix logits = weights_.maskedAlone->forward(towers.text, pool());
        result.arrays.push_back(batchOfOne("mlm_logits", logits));
        for (Prediction& word : maskedWords(tokens, tokenizer(), logits)) {
            word.what += " (text alone)";
            result.predictions.push_back(std::move(word));
        }
    }
    if (options.keepStates) {
        result.states = {batchOfOne("text_hidden", towers.text),
                         batchOfOne("image_hidden", towers.image),
                         batchOfOne("joint_hidden", weights_.joint.front().joined(joint))};
    }
    return result;
}

Trace Flava::forward(const Sample& sample,
                     Mode mode,
                     const RunOptions& options,
                     const Progress& progress) const
{
    TextInput text =
        readCaption(sample, config_.vocabulary.positions, config_.vocabulary.words, options);
    PatchLayout layout{.patchSize = config_.patchSize};
    if (config_.hasJointClass) {
        layout.specialUnits = {"[joint CLS]", "[CLS]"};
    }
    ImageInput image = prepareImage(preprocessor(), sample.image, layout, options);

    TraceBuilder sites(options.keeping, options.intervention.headsOff, options.memory);
    Run run{.sites = sites, .progress = progress};
    const KeyMasks jointMasks{.text = keyMask(text.isMasked), .image = keyMask(image.isMasked)};
    const Index units = image.units.size() - specialUnits();
    const Matrix imageStates =
        tower(Modality::Image,
              rememberedPatches(image.pixels, weights_.patches.patches, options.memory,
                                [&] { return weights_.patches.forward(image.pixels, pool()); }),
              jointMasks.image.rightCols(units), Axis::imageOnly(units, specialUnits()), run);
    const Matrix textStates =
        tower(Modality::Text, weights_.words.forward(text.tokens), keyMask(text.isHidden),
              Axis::textOnly(text.tokens.size()), run);
    States joint = jointStates(textStates, imageStates);
    for (SingleStream layer : weights_.joint) {
        progress.step(run.done++, steps(), "joint layers");
        layer.crossing = crossingOf(mode);
        joint = layer.forward(joint, jointMasks, sites, pool());
    }

    Trace trace;
    trace.outputs = outputs({.text = weights_.text.norm.forward(textStates),
                             .image = weights_.image.norm.forward(imageStates)},
                            {.text = weights_.jointNorm.forward(joint.text),
                             .image = weights_.jointNorm.forward(joint.image)},
                            text.tokens, options);
    std::tie(trace.sites, trace.attention) = sites.finish();
    recordText(std::move(text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

/// What tells the task models apart.
constexpr std::array kHeads{
    TaskHead{"FlavaForPreTraining",
             [](const TensorNames& names) {
                 return names.has("itm_head") || names.has("mmm_text_head");
             }},
    TaskHead{"FlavaModel", [](const TensorNames& names) { return names.has("multimodal_model"); },
             true}};

} // namespace

std::unique_ptr<const Model> loadFlava(LoadContext context)
{
    const std::string_view head = requireHead(context, kHeads);
    const FlavaConfig config = readFlavaConfig(context.config);
    ModelInfo info = std::move(context.info);
    info.architecture = head;
    info.nativeMode = Mode::SingleStream;
    info.modes = jointModes("FLAVA");
    info.tasks = {"similarity"};
    const auto line = [](const char* what, const VitStackConfig& stack) {
        return std::string(what) + " " + std::to_string(stack.layers) + " × " +
               std::to_string(stack.sizes.heads) + " layers × heads, width " +
               std::to_string(stack.sizes.width);
    };
    info.facts = {line("image", config.image), line("text", config.text),
                  line("joint", config.joint)};
    info.maximumTokens = static_cast<int>(config.vocabulary.positions);
    info.imageWidth = config.imageSize;
    info.imageHeight = config.imageSize;
    return std::make_unique<const Flava>(std::move(info), config, context);
}

} // namespace attenscope
