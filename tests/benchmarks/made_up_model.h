#pragma once

#include "engine/models/model.h"
#include "engine/trace/trace_builder.h"
#include "ui/state/run_request.h"

#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace attenscope {

/// What a made-up model records, both ways between text and image.
struct MadeUpSize {
    int side = 24; ///< patches in a row and in a column
    int layers = 12;
    int heads = 12;
    int words = 12;
};

/// Rows that sum to 1 and differ from each other and from head to head.
inline Matrix rowsOf(Index queries, Index keys, int seed)
{
    Matrix weights(queries, keys);
    for (Index query = 0; query < queries; ++query) {
        for (Index key = 0; key < keys; ++key) {
            weights(query, key) = static_cast<float>((query * 7 + key * 3 + seed) % 101 + 1);
        }
        weights.row(query) /= weights.row(query).sum();
    }
    return weights;
}

/// A co-attention model whose weights are made up.
class MadeUpModel : public Model {
public:
    explicit MadeUpModel(const MadeUpSize& size) : Model(infoOf(size)), size_(size) {}

    std::vector<StackInfo> stacks(Mode /*mode*/) const override
    {
        return {{.kind = "cross_text_to_image", .layers = size_.layers, .heads = size_.heads},
                {.kind = "cross_image_to_text", .layers = size_.layers, .heads = size_.heads}};
    }

private:
    static constexpr int kPatch = 16;

    static ModelInfo infoOf(const MadeUpSize& size)
    {
        ModelInfo info;
        info.name = info.family = "made up";
        info.digest = std::string("0");
        info.nativeMode = Mode::CoAttention;
        for (const Mode mode : kModes) {
            info.modes.push_back({.mode = mode, .standing = Standing::AsTrained, .reason = {}});
        }
        info.imageWidth = info.imageHeight = size.side * kPatch;
        info.maximumTokens = size.words;
        return info;
    }

    Trace forward(const Sample& sample,
                  Mode /*mode*/,
                  const RunOptions& options,
                  const Progress& /*progress*/) const override
    {
        Trace trace;
        for (int t = 0; t < size_.words; ++t) {
            const std::string text = "word" + std::to_string(t);
            trace.tokens.tokens.push_back({.id = t, .text = text, .word = t});
            trace.tokens.words.push_back({.text = text, .tokens = {t}});
        }
        const int input = size_.side * kPatch;
        trace.units = patchGrid({.originalWidth = sample.image.width,
                                 .originalHeight = sample.image.height,
                                 .resizedWidth = input,
                                 .resizedHeight = input,
                                 .inputWidth = input,
                                 .inputHeight = input},
                                kPatch, true);
        const Index units = trace.units.size();
        TraceBuilder builder(options.keeping, {});
        for (int layer = 0; layer < size_.layers; ++layer) {
            const auto record = [&](const char* kind, const Axis& query, const Axis& key) {
                SiteRecorder& recorder = builder.open({.kind = kind,
                                                       .layer = layer,
                                                       .heads = size_.heads,
                                                       .query = query,
                                                       .key = key,
                                                       .weightPrefix = {}});
                for (int head = 0; head < size_.heads; ++head) {
                    recorder.record(head, rowsOf(query.size(), key.size(), 13 * layer + 5 * head));
                }
            };
            record("cross_text_to_image", Axis::textOnly(size_.words), Axis::imageOnly(units));
            record("cross_image_to_text", Axis::imageOnly(units), Axis::textOnly(size_.words));
        }
        std::tie(trace.sites, trace.attention) = builder.finish();
        return trace;
    }

    MadeUpSize size_;
};

/// A picture with something in every pixel.
inline Picture madeUpPicture()
{
    constexpr int kPicture = 1024;
    Picture picture;
    picture.name = "made up";
    picture.image.width = picture.image.height = kPicture;
    for (int y = 0; y < kPicture; ++y) {
        for (int x = 0; x < kPicture; ++x) {
            for (const int value : {x / 4, y / 4, (x ^ y) & 255}) {
                picture.image.rgb.push_back(static_cast<std::uint8_t>(value));
            }
        }
    }
    return picture;
}

/// The made-up model and its picture, whatever is asked for.
inline Sources madeUpSources(const MadeUpSize& size)
{
    Sources sources;
    sources.loadModel = [size](const std::filesystem::path&, const Progress&) -> ModelPtr {
        return std::make_shared<const MadeUpModel>(size);
    };
    sources.readPicture = [](const std::filesystem::path&) { return madeUpPicture(); };
    return sources;
}

} // namespace attenscope
