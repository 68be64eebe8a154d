#include "tests/support/sample_trace.h"

#include "engine/trace/trace_builder.h"

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace attenscope {

namespace {

/// Rows that sum to 1 and differ from each other, from head to head and from site to site.
Matrix attention(Index rows, Index columns, int seed)
{
    Matrix weights(rows, columns);
    for (Index row = 0; row < rows; ++row) {
        for (Index column = 0; column < columns; ++column) {
            weights(row, column) = static_cast<float>((row * 7 + column * 3 + seed) % 11 + 1);
        }
        weights.row(row) /= weights.row(row).sum();
    }
    return weights;
}

Tokens sampleTokens()
{
    Tokens tokens;
    tokens.caption = "Größe \"x\"\n"; // two bytes in a letter, a quote, a line end
    tokens.tokens = {
        {.id = 101, .text = "[CLS]", .begin = 0, .end = 0, .word = 0, .isSpecial = true},
        {.id = 7, .text = "gr", .begin = 0, .end = 4, .word = 1},
        {.id = 8, .text = "##öße", .begin = 4, .end = 7, .word = 1},
        {.id = 0, .text = "[PAD]", .begin = 0, .end = 0, .word = -1, .isPadding = true},
    };
    tokens.words = {{.text = "[CLS]", .tokens = {0}, .isSpecial = true},
                    {.text = "Größe", .tokens = {1, 2}, .isSpecial = false}};
    tokens.warnings = {{.id = "W_CAPTION_CUT", .text = "The caption was cut to 3 tokens."}};
    return tokens;
}

VisualUnits sampleUnits()
{
    VisualUnits units;
    units.gridRows = 2;
    units.gridColumns = 2;
    units.patchSize = 16;
    units.geometry = {.originalWidth = 641,
                      .originalHeight = 480,
                      .resizedWidth = 43,
                      .resizedHeight = 32,
                      .cropX = 5,
                      .cropY = -1,
                      .inputWidth = 32,
                      .inputHeight = 32};
    units.units.push_back({.kind = VisualUnit::Kind::Special, .name = "[CLS]"});
    for (int row = 0; row < 2; ++row) {
        for (int column = 0; column < 2; ++column) {
            const double x = 0.1 + column * 238.51162790697674;
            units.units.push_back(
                {.kind = VisualUnit::Kind::Patch,
                 .row = row,
                 .column = column,
                 .box = {.x0 = x, .y0 = row * 240.0, .x1 = x + 238.5, .y1 = 1e-7}});
        }
    }
    return units;
}

Outputs sampleOutputs()
{
    Outputs outputs;
    outputs.match = {{.id = "weighted-sum",
                      .name = "weighted sum",
                      .probability = 0.1 + 0.2, // needs 17 digits
                      .modalityWeights = {0.25, 0.75}},
                     {.id = "itm", .name = "matching head", .probability = 1e-30}};
    outputs.similarity = -0.125;
    outputs.predictions = {{.what = "word 1",
                            .candidates = {{.label = "red", .probability = 0.9},
                                           {.label = "blue", .probability = 0.1}}}};
    outputs.arrays = {{.name = "itm_logits", .shape = {1, 2}, .values = std::vector<float>{-1, 2}},
                      {.name = "generated_ids",
                       .shape = {1, 3},
                       .values = std::vector<std::int64_t>{1, -2, std::int64_t{1} << 40}}};
    outputs.states = {
        {.name = "text_hidden", .shape = {1, 4, 2}, .values = std::vector<float>(8, 0.5F)}};
    return outputs;
}

} // namespace

Trace sampleTrace()
{
    Trace trace;
    trace.tokens = sampleTokens();
    trace.units = sampleUnits();
    trace.isTokenMasked = {false, false, true, false};
    trace.isUnitMasked = {false, true, false, false, false};
    trace.headsOff = {{.kind = "joint_self", .layer = 1, .head = 1}};
    TraceBuilder builder(AttentionKeeping::Weights);
    const auto record = [&builder](Site site, int seed) {
        SiteRecorder& recorder = builder.open(site);
        for (int head = 0; head < site.heads; ++head) {
            recorder.record(head, attention(site.query.size(), site.key.size(), seed + 5 * head));
        }
    };
    record({.kind = "cross_text_to_image",
            .layer = 0,
            .heads = 2,
            .query = Axis::textOnly(4),
            .key = Axis::imageOnly(5),
            .weightPrefix = "text.layer.0"},
           1);
    record({.kind = "joint_self",
            .layer = 1,
            .heads = 2,
            .query = Axis::joint(4, 5),
            .key = Axis::joint(4, 5),
            .weightPrefix = "joint.layer.1"},
           2);
    std::tie(trace.sites, trace.attention) = builder.finish();
    trace.outputs = sampleOutputs();
    trace.inputs = {
        {.name = "input_ids", .shape = {1, 4}, .values = std::vector<std::int64_t>{101, 7, 8, 0}}};
    trace.provenance = {.modelName = "scenes",
                        .modelFamily = "scenes",
                        .modelPath = "/models/scenes",
                        .modelDigest = std::string(64, 'a'),
                        .mode = "hybrid",
                        .standing = "as trained",
                        .engineVersion = "0.1.0",
                        .elapsedMs = 12.5};
    trace.warnings = {{.id = "W_TEST", .text = "A reservation."}};
    return trace;
}

} // namespace attenscope
