#include "tests/engine/analysis/small_trace.h"

#include "engine/trace/trace_builder.h"
#include "tests/support/golden_trace.h"

#include <cmath>
#include <tuple>
#include <vector>

namespace attenscope {

namespace {

struct Numbers {
    unsigned state = 12345;

    double next()
    {
        state = state * 1103515245U + 12345U;
        return static_cast<double>((state >> 16U) % 1000U + 1U) / 1000;
    }
};

/// Rows that sum to 1 over the keys that are neither padding nor masked.
Matrix weightsOf(Index rows, const Axis& key, Fill fill, Numbers& numbers)
{
    Matrix weights = Matrix::Zero(rows, key.size());
    for (Index q = 0; q < rows; ++q) {
        double sum = 0;
        std::vector<double> row(static_cast<std::size_t>(key.size()), 0);
        const auto put = [&](const Span& span, bool isText) {
            for (Index k = 0; k < span.count; ++k) {
                const bool isOpen = !isClosed(isText, static_cast<int>(k));
                double& value = row[static_cast<std::size_t>(span.begin + k)];
                value = !isOpen                ? 0
                        : fill == Fill::Random ? std::pow(numbers.next(), 3)
                        : fill == Fill::Uniform
                            ? 1
                            : (k == 3 && (!isText || key.image.isEmpty()) ? 1 : 0);
                sum += value;
            }
        };
        put(key.text, true);
        put(key.image, false);
        for (Index k = 0; k < key.size(); ++k) {
            weights(q, k) = static_cast<float>(row[static_cast<std::size_t>(k)] / sum);
        }
    }
    return weights;
}

VisualUnits someUnits()
{
    VisualUnits units;
    units.gridRows = 2;
    units.gridColumns = 3;
    units.geometry.originalWidth = 300;
    units.geometry.originalHeight = 400;
    units.units.push_back({.kind = VisualUnit::Kind::Special, .name = "[CLS]"});
    for (int i = 0; i < 6; ++i) {
        const double x = 100.0 * (i % 3);
        const double y = 200.0 * (i / 3);
        units.units.push_back({.row = i / 3, .column = i % 3, .box = {x, y, x + 100, y + 200}});
    }
    return units;
}

} // namespace

bool isClosed(bool isText, int item)
{
    return isText ? item == kTokens - 1 || item == kMaskedToken : item == kMaskedUnit;
}

Trace traceWith(Fill fill)
{
    Trace trace;
    trace.tokens = goldenTokens();
    trace.units = someUnits();
    trace.isTokenMasked.assign(kTokens, false);
    trace.isTokenMasked[kMaskedToken] = true;
    trace.isUnitMasked.assign(kUnits, false);
    trace.isUnitMasked[kMaskedUnit] = true;
    Numbers numbers;
    TraceBuilder builder(AttentionKeeping::Weights);
    const auto add = [&](const char* kind, int layer, const Axis& query, const Axis& key) {
        SiteRecorder& recorder = builder.open({.kind = kind,
                                               .layer = layer,
                                               .heads = kHeads,
                                               .query = query,
                                               .key = key,
                                               .weightPrefix = {}});
        for (int head = 0; head < kHeads; ++head) {
            recorder.record(head, weightsOf(query.size(), key, fill, numbers));
        }
    };
    const Axis text = Axis::textOnly(kTokens);
    const Axis image = Axis::imageOnly(kUnits);
    const Axis joint = Axis::joint(kTokens, kUnits);
    for (int layer = 0; layer < kLayers; ++layer) {
        add("joint_self", layer, joint, joint);
        add("cross_text_to_image", layer, text, image);
        add("cross_image_to_text", layer, image, text);
        add("vision_self", layer, image, image);
    }
    std::tie(trace.sites, trace.attention) = builder.finish();
    return trace;
}

} // namespace attenscope
