#include "tests/support/golden_trace.h"

#include "engine/trace/trace_builder.h"
#include "tests/support/npy_reader.h"

#include <string>
#include <tuple>

namespace attenscope {

Tokens goldenTokens()
{
    Tokens tokens;
    tokens.caption = "a reddish ring";
    tokens.tokens = {
        {.id = 2, .text = "[CLS]", .word = 0, .isSpecial = true},
        {.id = 5, .text = "a", .begin = 0, .end = 1, .word = 1},
        {.id = 6, .text = "red", .begin = 2, .end = 5, .word = 2},
        {.id = 7, .text = "##dish", .begin = 5, .end = 9, .word = 2},
        {.id = 8, .text = "ring", .begin = 10, .end = 14, .word = 3},
        {.id = 3, .text = "[SEP]", .word = 4, .isSpecial = true},
        {.id = 0, .text = "[PAD]", .isPadding = true},
    };
    tokens.words = {{.text = "[CLS]", .tokens = {0}, .isSpecial = true},
                    {.text = "a", .tokens = {1}},
                    {.text = "reddish", .tokens = {2, 3}},
                    {.text = "ring", .tokens = {4}},
                    {.text = "[SEP]", .tokens = {5}, .isSpecial = true}};
    return tokens;
}

namespace {

VisualUnits goldenUnits()
{
    VisualUnits units;
    units.gridRows = 2;
    units.gridColumns = 2;
    units.units.push_back({.kind = VisualUnit::Kind::Special, .name = "[CLS]"});
    for (int i = 0; i < 4; ++i) {
        units.units.push_back({.row = i / 2, .column = i % 2});
    }
    return units;
}

void addSites(TraceBuilder& builder, const std::string& kind, const Axis& query, const Axis& key)
{
    const NamedArray golden = readNpy(TEST_DATA "/analysis/" + kind + ".npy");
    const auto layers = golden.shape[0];
    const auto heads = golden.shape[1];
    const float* data = golden.floats().data();
    for (int layer = 0; layer < layers; ++layer) {
        SiteRecorder& recorder = builder.open({.kind = kind,
                                               .layer = layer,
                                               .heads = static_cast<int>(heads),
                                               .query = query,
                                               .key = key,
                                               .weightPrefix = {}});
        for (int head = 0; head < heads; ++head) {
            recorder.record(head, Eigen::Map<const Matrix>(data, query.size(), key.size()));
            data += query.size() * key.size();
        }
    }
}

} // namespace

Trace goldenTrace()
{
    TraceBuilder builder(AttentionKeeping::Weights);
    addSites(builder, "joint_self", Axis::joint(kGoldenTokens, kGoldenUnits),
             Axis::joint(kGoldenTokens, kGoldenUnits));
    addSites(builder, "cross_text_to_image", Axis::textOnly(kGoldenTokens),
             Axis::imageOnly(kGoldenUnits));
    addSites(builder, "cross_image_to_text", Axis::imageOnly(kGoldenUnits),
             Axis::textOnly(kGoldenTokens));
    Trace trace;
    trace.tokens = goldenTokens();
    trace.units = goldenUnits();
    trace.isTokenMasked.assign(kGoldenTokens, false);
    trace.isUnitMasked = {false, false, false, true, false};
    std::tie(trace.sites, trace.attention) = builder.finish();
    return trace;
}

} // namespace attenscope
