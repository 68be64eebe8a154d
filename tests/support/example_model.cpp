#include "tests/support/example_model.h"

#include "engine/analysis/selection.h"
#include "engine/trace/trace_builder.h"

#include <algorithm>
#include <sstream>
#include <thread>
#include <tuple>
#include <utility>

namespace attenscope {

namespace {

constexpr int kLayers = 2;
constexpr int kHeads = 3;
constexpr int kSide = 12;
constexpr int kPatch = 8;
constexpr int kUnits = kSide * kSide;

ModelInfo infoNamed(std::string name)
{
    ModelInfo info;
    info.name = std::move(name);
    info.family = "example";
    info.digest = std::string("0123456789abcdef");
    info.nativeMode = Mode::Hybrid;
    for (const Mode mode : kModes) {
        info.modes.push_back({.mode = mode, .standing = Standing::AsTrained, .reason = {}});
    }
    info.modes[3] = {.mode = Mode::Alternating,
                     .standing = Standing::Ablation,
                     .reason = "the image reads the finished text"};
    info.modes[5] = {.mode = Mode::SingleStream,
                     .standing = Standing::Unavailable,
                     .reason = "there is no joint attention"};
    info.fusions = {{.id = "concat", .name = "concatenation"},
                    {.id = "weighted-sum", .name = "weighted sum"}};
    info.notice = "An example.";
    info.imageWidth = info.imageHeight = kSide * kPatch;
    info.maximumTokens = 40;
    return info;
}

Tokens tokensOf(const std::string& caption)
{
    Tokens tokens;
    tokens.caption = caption;
    const auto add = [&tokens](const std::string& text, bool isSpecial) {
        const int index = tokens.size();
        tokens.tokens.push_back({.id = index, .text = text, .word = index, .isSpecial = isSpecial});
        tokens.words.push_back({.text = text, .tokens = {index}, .isSpecial = isSpecial});
    };
    add("[CLS]", true);
    std::istringstream words(caption);
    for (std::string word; words >> word;) {
        add(word, false);
    }
    add("[SEP]", true);
    return tokens;
}

/// Half of the weight on the peak, the rest spread; nothing on masked keys.
void fillRow(Matrix& weights, Index row, int peak, const std::vector<bool>& isMasked)
{
    for (Index key = 0; key < weights.cols(); ++key) {
        weights(row, key) = 0.5F / static_cast<float>(weights.cols());
    }
    weights(row, peak) += 0.5F;
    for (Index key = 0; key < weights.cols(); ++key) {
        if (isMasked[static_cast<std::size_t>(key)]) {
            weights(row, key) = 0;
        }
    }
    weights.row(row) /= weights.row(row).sum();
}

void recordSites(TraceBuilder& builder, const Trace& trace, Direction direction)
{
    const Index tokens = trace.tokens.size();
    const bool isToImage = direction == Direction::TextToImage;
    const int words = std::max(1, trace.tokens.size() - 2);
    for (int layer = 0; layer < kLayers; ++layer) {
        Site site;
        site.kind = isToImage ? "cross_text_to_image" : "cross_image_to_text";
        site.layer = layer;
        site.heads = kHeads;
        site.query = isToImage ? Axis::textOnly(tokens) : Axis::imageOnly(kUnits);
        site.key = isToImage ? Axis::imageOnly(kUnits) : Axis::textOnly(tokens);
        SiteRecorder& recorder = builder.open(site);
        for (int head = 0; head < kHeads; ++head) {
            Matrix weights(site.query.size(), site.key.size());
            for (Index row = 0; row < weights.rows(); ++row) {
                const auto query = static_cast<int>(row);
                fillRow(weights, row,
                        isToImage ? examplePeak(query, layer, head) : 1 + query % words,
                        isToImage ? trace.isUnitMasked : trace.isTokenMasked);
            }
            recorder.record(head, std::move(weights));
        }
    }
}

} // namespace

int examplePeak(int token, int layer, int head)
{
    return (17 * token + 5 * layer + head) % kUnits;
}

Image exampleImage(int width, int height)
{
    Image image;
    image.width = width;
    image.height = height;
    image.rgb.assign(static_cast<std::size_t>(3 * width * height), 128);
    return image;
}

ExampleModel::ExampleModel(std::shared_ptr<ExampleControl> control, std::string name)
    : Model(infoNamed(std::move(name))), control_(std::move(control))
{
}

std::vector<StackInfo> ExampleModel::stacks(Mode mode) const
{
    std::vector<StackInfo> stacks;
    if (mode != Mode::ImageToText) {
        stacks.push_back({.kind = "cross_text_to_image", .layers = kLayers, .heads = kHeads});
    }
    if (mode != Mode::TextToImage) {
        stacks.push_back({.kind = "cross_image_to_text", .layers = kLayers, .heads = kHeads});
    }
    return stacks;
}

Trace ExampleModel::forward(const Sample& sample,
                            Mode mode,
                            const RunOptions& options,
                            const Progress& progress) const
{
    ++control_->runs;
    progress.step(0, kLayers, "example");
    while (control_->holds) {
        progress.step(1, kLayers, "holding");
        std::this_thread::yield();
    }
    if (control_->fails) {
        throw Error({.id = "E_INTERNAL",
                     .file = {},
                     .place = "run",
                     .expected = "a result",
                     .found = "none",
                     .remedy = {}});
    }
    const ImageGeometry geometry{.originalWidth = sample.image.width,
                                 .originalHeight = sample.image.height,
                                 .resizedWidth = kSide * kPatch,
                                 .resizedHeight = kSide * kPatch,
                                 .inputWidth = kSide * kPatch,
                                 .inputHeight = kSide * kPatch};
    Trace trace;
    trace.tokens = tokensOf(sample.caption);
    trace.units = patchGrid(geometry, kPatch, false);
    trace.isTokenMasked.assign(static_cast<std::size_t>(trace.tokens.size()), false);
    trace.isUnitMasked.assign(kUnits, false);
    checkIndices(options.intervention.maskedWords, trace.tokens.size(), "--mask-words");
    checkIndices(options.intervention.maskedUnits, kUnits, "--mask-units");
    for (const int word : options.intervention.maskedWords) {
        trace.isTokenMasked[static_cast<std::size_t>(word)] = true;
    }
    for (const int unit : options.intervention.maskedUnits) {
        trace.isUnitMasked[static_cast<std::size_t>(unit)] = true;
    }
    TraceBuilder builder(options.keeping, options.intervention.headsOff);
    if (mode != Mode::ImageToText) {
        recordSites(builder, trace, Direction::TextToImage);
    }
    if (mode != Mode::TextToImage) {
        recordSites(builder, trace, Direction::ImageToText);
    }
    std::tie(trace.sites, trace.attention) = builder.finish();
    const auto masks = static_cast<double>(options.intervention.maskedWords.size() +
                                           options.intervention.maskedUnits.size() +
                                           options.intervention.headsOff.size());
    trace.outputs.match = {
        {.id = "concat", .name = "concatenation", .probability = 0.9 - 0.1 * masks},
        {.id = "weighted-sum",
         .name = "weighted sum",
         .probability = 0.8 - 0.1 * masks,
         .modalityWeights = {0.6, 0.4}}};
    return trace;
}

} // namespace attenscope
