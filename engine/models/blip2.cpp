// BLIP-2 (Li et al. 2023), as Blip2ForConditionalGeneration of the Hugging Face library computes
// it: learned queries look at the image, a language model reads them and the text behind them.

#include "engine/blocks/key_mask.h"
#include "engine/models/blip_model.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/opt_decoder.h"
#include "engine/models/query_former.h"
#include "engine/models/task_head.h"

#include <array>
#include <optional>
#include <utility>

namespace attenscope {

namespace {

struct Blip2Config {
    VisionTowerSizes vision;
    QueryFormerSizes former;
    std::optional<OptSizes> language; ///< nothing: one that this program does not have (T5)
    GenerationRules writing;
};

Blip2Config readBlip2Config(const Config& config)
{
    const ConfigFields vision(config, "/vision_config");
    const ConfigFields former(config, "/qformer_config");
    Blip2Config result;
    result.vision = {
        // The library's releases disagree about the epsilon: the authors' 1e-6, which newer ones
        // take, not the 1e-5 of older ones.
        .layer =
            vision.layerSizes({.width = 1408, .innerWidth = 6144, .heads = 16, .epsilon = 1e-6F}),
        .layers = vision.layers(39),
        .activation = readActivation(config, "/vision_config/hidden_act", "gelu"),
        .imageSize = vision.imageSize(224),
        .patchSize = 0};
    result.vision.patchSize = vision.patchSize(14, result.vision.imageSize);
    result.former = {
        .layer =
            former.layerSizes({.width = 768, .innerWidth = 3072, .heads = 12, .epsilon = 1e-12F}),
        .layers = former.layers(12),
        .activation = readActivation(config, "/qformer_config/hidden_act", "gelu"),
        .crossingEvery = former.layers("cross_attention_frequency", 2),
        .queries = ConfigFields(config, "").width("num_query_tokens", 32),
        // The reference takes it from the image tower, whatever encoder_hidden_size says.
        .imageWidth = result.vision.layer.width};
    if (config.text("/text_config/model_type", "opt") == "opt") {
        const ConfigFields text(config, "/text_config");
        result.language = readOptSizes(config, "/text_config");
        constexpr Index kLeastText = 2;
        if (result.language->positions < result.former.queries + kLeastText) {
            throw Error({.id = "E_CONFIG_RANGE",
                         .file = config.file(),
                         .place = "/text_config/max_position_embeddings",
                         .expected = "room for " + std::to_string(result.former.queries) +
                                     " queries and a text",
                         .found = std::to_string(result.language->positions),
                         .remedy = {}});
        }
        result.writing = {.start = {},
                          .end = text.tokenId("eos_token_id", 2, result.language->vocabulary),
                          .longest = static_cast<int>(text.count("max_length", 20))};
    }
    return result;
}

class Blip2 final : public PictureModel {
public:
    Blip2(ModelInfo info, const Blip2Config& config, LoadContext& context);

    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

private:
    struct Run {
        const RunOptions& options;
        const Progress& progress;
        TraceBuilder sites;
        TextInput text; ///< the queries, then the caption
    };

    TextInput prepare(const Sample& sample, const RunOptions& options) const;

    /// Layers before anything is written.
    int steps() const
    {
        return config_.vision.layers + config_.former.layers +
               (config_.language ? config_.language->layers : 0);
    }

    void speak(const Matrix& queries, Run& run, Outputs& outputs) const;
    void
    write(const Matrix& rows, const OptDecoder::Reading& begun, Run& run, Outputs& outputs) const;

    Blip2Config config_;
    VisionTower vision_;
    QueryFormer former_;
    Linear projection_;
    std::optional<OptDecoder> language_;
};

Blip2::Blip2(ModelInfo info, const Blip2Config& config, LoadContext& context)
    : PictureModel(std::move(info),
                   context,
                   blipPreprocessor(context, config.vision.imageSize),
                   config.language ? loadTokenizer(context) : nullptr,
                   context.folder.readWeights(context.progress)),
      config_(config)
{
    bindWeights(context, [&](WeightBinder& binder) {
        vision_ = VisionTower::bind(binder, VisionTowerNames::huggingFace(), config_.vision);
        former_ = QueryFormer::bind(binder, "qformer", config_.former);
        if (config_.language) {
            projection_ = Linear::bind(binder, "language_projection", config_.former.layer.width,
                                       config_.language->layer.width);
            language_ = OptDecoder::bind(binder, "language_model", *config_.language);
        } else {
            binder.ignore("language_projection");
            binder.ignore("language_model");
        }
    });
}

std::vector<StackInfo> Blip2::stacks(Mode /*mode*/) const
{
    const int heads = config_.former.layer.heads;
    std::vector<StackInfo> stacks{
        {"vision_self", config_.vision.layers, config_.vision.layer.heads},
        {"query_self", config_.former.layers, heads},
        {"cross_query_to_image", config_.former.layers, heads}};
    if (config_.language) {
        stacks.push_back({"lm_self", config_.language->layers, config_.language->layer.heads});
        stacks.push_back({"gen_lm_self", config_.language->layers, config_.language->layer.heads});
    }
    return stacks;
}

TextInput Blip2::prepare(const Sample& sample, const RunOptions& options) const
{
    const auto queries = static_cast<int>(config_.former.queries);
    Tokens tokens;
    if (language_) {
        const int room = static_cast<int>(config_.language->positions) - queries;
        tokens = encodeCaption(tokenizer(), sample.caption, room, options);
        checkTokenIds(tokens, config_.language->vocabulary, info().path);
    } else {
        tokens.caption = sample.caption;
    }
    for (int i = 0; i < queries; ++i) {
        insertToken(tokens, static_cast<std::size_t>(i),
                    {.id = i, .text = "query " + std::to_string(i + 1), .part = TokenPart::Added});
    }
    return maskWords(std::move(tokens), options);
}

/// The language model over queries and caption, and what it writes behind them.
void Blip2::speak(const Matrix& queries, Run& run, Outputs& outputs) const
{
    const std::vector<std::int64_t> ids = run.text.tokens.ids(TokenPart::Caption);
    Matrix rows(run.text.tokens.size(), config_.language->layer.width);
    rows << projection_.forward(queries, pool()), language_->words.forward(ids);
    std::vector<bool> isPadding;
    for (const Token& token : run.text.tokens.tokens) {
        isPadding.push_back(token.isPadding);
    }
    const Axis all = Axis::textOnly(rows.rows());
    OptDecoder::Reading reading = language_->begin();
    const Matrix states = language_->read(rows, run.text.isHidden, isPadding, reading,
                                          {.kind = "lm_self",
                                           .query = all,
                                           .key = all,
                                           .trace = run.sites,
                                           .progress = run.progress,
                                           .done = config_.vision.layers + config_.former.layers,
                                           .total = steps()},
                                          pool());
    outputs.arrays.push_back(batchOfOne("logits", language_->head.forward(states, pool())));
    // The last row is read once more, now as the one that writes.
    OptDecoder::unreadLast(reading, isPadding.back());
    write(rows, reading, run, outputs);
}

/// Writes behind what was read.
/// rows  that were read; the last of them writes the first token
void Blip2::write(const Matrix& rows,
                  const OptDecoder::Reading& begun,
                  Run& run,
                  Outputs& outputs) const
{
    const auto before = static_cast<Index>(begun.isHidden.size());
    const auto room = static_cast<int>(config_.language->positions - before - 1);
    const GenerationRules rules = config_.writing.fitted(run.options, room);
    const Matrix last = rows.bottomRows(1);
    const bool isLastPadding = run.text.tokens.tokens.back().isPadding;
    const bool isLastHidden = run.text.isHidden.back();
    const auto read = [&](std::span<const std::int64_t> ids, OptDecoder::Reading& reading,
                          TraceBuilder& sites, const Axis& query, const Axis& key) {
        const bool isFirst = static_cast<Index>(reading.isHidden.size()) == before;
        const auto count = ids.size() + (isFirst ? 1 : 0);
        const Index done = isFirst ? static_cast<Index>(ids.size())
                                   : static_cast<Index>(reading.isHidden.size()) - before;
        Matrix next(static_cast<Index>(count), last.cols());
        std::vector<bool> isHidden(count, false);
        std::vector<bool> isPadding(count, false);
        next.bottomRows(static_cast<Index>(ids.size())) = language_->words.forward(ids);
        if (isFirst) {
            next.row(0) = last;
            isHidden.front() = isLastHidden;
            isPadding.front() = isLastPadding;
        }
        return language_->read(std::move(next), isHidden, isPadding, reading,
                               {.kind = "gen_lm_self",
                                .query = query,
                                .key = key,
                                .trace = sites,
                                .progress = run.progress,
                                .done = static_cast<int>(done),
                                .total = rules.longest,
                                .task = "writing",
                                .isOneStep = true},
                               pool());
    };
    OptDecoder::Reading reading = begun;
    const auto nextScores = [&](std::span<const std::int64_t> written) -> Eigen::RowVectorXf {
        TraceBuilder unrecorded(AttentionKeeping::Weights, run.options.intervention.headsOff);
        const auto fresh = written.last(written.empty() ? 0 : 1);
        return language_->head.forward(read(fresh, reading, unrecorded, {}, {}), pool());
    };
    WritingBasis basis(run.sites, language_->head.weight.data, {rows});
    basis.step.add(run.text.isHidden);
    for (const Token& token : run.text.tokens.tokens) {
        basis.step.add(token.isPadding);
    }
    const std::vector<std::int64_t> ids =
        generateGreedily(rules, std::move(basis), nextScores, run.progress);
    if (!ids.empty()) {
        const auto written = static_cast<Index>(ids.size());
        reading = begun;
        read(std::span(ids).first(ids.size() - 1), reading, run.sites,
             Axis::textOnly(written, before + 1), Axis::textOnly(before + written));
    }
    appendWritten(run.text, ids, std::vector{rules.end, tokenizer().padId()}, tokenizer(), outputs);
}

Trace Blip2::forward(const Sample& sample,
                     Mode /*mode: text→image is the only one*/,
                     const RunOptions& options,
                     const Progress& progress) const
{
    ImageInput image =
        prepareImage(preprocessor(), sample.image, config_.vision.patchSize, true, options);
    Run run{.options = options,
            .progress = progress,
            .sites = TraceBuilder(options.keeping, options.intervention.headsOff, options.memory),
            .text = prepare(sample, options)};
    const Matrix imageMask = keyMask(image.isMasked);
    const Matrix states =
        vision_.forward(image.pixels, imageMask, run.sites,
                        {.progress = progress, .done = 0, .total = steps()}, pool());
    const auto asked = static_cast<std::ptrdiff_t>(config_.former.queries);
    const std::vector<bool> hidden(run.text.isHidden.begin(), run.text.isHidden.begin() + asked);
    const Matrix queries = former_.forward(
        states, keyMask(hidden), imageMask, run.sites,
        {.progress = progress, .done = config_.vision.layers, .total = steps()}, pool());

    Trace trace;
    if (language_) {
        speak(queries, run, trace.outputs);
    }
    if (options.keepStates) {
        trace.outputs.states = {batchOfOne("image_hidden", states),
                                batchOfOne("query_hidden", queries)};
    }
    std::tie(trace.sites, trace.attention) = run.sites.finish();
    recordText(std::move(run.text), options, trace);
    recordImage(std::move(image), options, trace);
    return trace;
}

ModelInfo blip2Info(ModelInfo info,
                    const Blip2Config& config,
                    std::string_view architecture,
                    const std::string& language)
{
    info.architecture = architecture;
    info.nativeMode = Mode::TextToImage;
    for (const Mode mode : kModes) {
        const bool isNative = mode == Mode::TextToImage;
        info.modes.push_back({.mode = mode,
                              .standing = isNative ? Standing::AsTrained : Standing::Unavailable,
                              .reason = isNative ? "" : "BLIP-2 has no weights for image queries"});
    }
    info.facts = {std::to_string(config.former.queries) + " learned queries, width " +
                      std::to_string(config.former.layer.width) + ", image width " +
                      std::to_string(config.vision.layer.width),
                  std::to_string(config.former.layers) + " × " +
                      std::to_string(config.former.layer.heads) + " query layers × heads"};
    info.imageWidth = config.vision.imageSize;
    info.imageHeight = config.vision.imageSize;
    if (config.language) {
        info.tasks = {"caption"};
        info.writes = true;
        info.maximumTokens = static_cast<int>(config.language->positions - config.former.queries);
    } else {
        info.warnings.push_back(
            {"W_LANGUAGE_MODEL", "The language model \"" + language +
                                     "\" is not one that this program runs (OPT is): the queries' "
                                     "attention is shown, the caption is not read and nothing is "
                                     "written."});
    }
    return info;
}

/// What tells the task models apart.
constexpr std::array kHeads{TaskHead{"Blip2ForConditionalGeneration", [](const TensorNames& names) {
                                         return names.has("qformer") &&
                                                names.has("language_projection");
                                     }}};

} // namespace

std::unique_ptr<const Model> loadBlip2(LoadContext context)
{
    const std::string_view head = requireHead(context, kHeads);
    const Blip2Config config = readBlip2Config(context.config);
    ModelInfo info = blip2Info(std::move(context.info), config, head,
                               context.config.text("/text_config/model_type", "opt"));
    return std::make_unique<const Blip2>(std::move(info), config, context);
}

} // namespace attenscope
