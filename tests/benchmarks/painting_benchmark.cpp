// What a change of the selection costs until its frame is painted: the real Document and the real
// ImageCanvas over a made-up run of 12 layers of 12 heads, 24 × 24 and 64 × 64 patches, on a canvas
// that shows the picture at 1024 × 1024. The offscreen platform is enough (QT_QPA_PLATFORM).
//
//   painting_benchmark [REPEATS]
//
// One line for each change: the 50 % and the 95 % quantile in milliseconds, of REPEATS frames after
// ten that are not counted. Changes alternate, so that no frame finds its own answer in a cache.

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>

#include "engine/trace/trace_builder.h"
#include "ui/state/document.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/window_content.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

using namespace attenscope;

namespace {

constexpr int kLayers = 12;
constexpr int kHeads = 12;
constexpr int kWords = 12;
constexpr int kPatch = 16;
constexpr int kPicture = 1024;
constexpr int kWarmUps = 10;

/// Rows that sum to 1 and differ from each other and from head to head.
Matrix rowsOf(Index queries, Index keys, int seed)
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
    explicit MadeUpModel(int side) : Model(infoOf(side)), side_(side) {}

    std::vector<StackInfo> stacks(Mode /*mode*/) const override
    {
        return {{.kind = "cross_text_to_image", .layers = kLayers, .heads = kHeads},
                {.kind = "cross_image_to_text", .layers = kLayers, .heads = kHeads}};
    }

private:
    static ModelInfo infoOf(int side)
    {
        ModelInfo info;
        info.name = info.family = "made up";
        info.digest = std::string("0");
        info.nativeMode = Mode::CoAttention;
        for (const Mode mode : kModes) {
            info.modes.push_back({.mode = mode, .standing = Standing::AsTrained, .reason = {}});
        }
        info.imageWidth = info.imageHeight = side * kPatch;
        info.maximumTokens = kWords;
        return info;
    }

    Trace forward(const Sample& sample,
                  Mode /*mode*/,
                  const RunOptions& options,
                  const Progress& /*progress*/) const override
    {
        Trace trace;
        for (int t = 0; t < kWords; ++t) {
            const std::string text = "word" + std::to_string(t);
            trace.tokens.tokens.push_back({.id = t, .text = text, .word = t});
            trace.tokens.words.push_back({.text = text, .tokens = {t}});
        }
        const int input = side_ * kPatch;
        trace.units = patchGrid({.originalWidth = sample.image.width,
                                 .originalHeight = sample.image.height,
                                 .resizedWidth = input,
                                 .resizedHeight = input,
                                 .inputWidth = input,
                                 .inputHeight = input},
                                kPatch, true);
        const Index units = trace.units.size();
        TraceBuilder builder(options.keeping, {});
        for (int layer = 0; layer < kLayers; ++layer) {
            const auto record = [&](const char* kind, const Axis& query, const Axis& key) {
                SiteRecorder& recorder = builder.open({.kind = kind,
                                                       .layer = layer,
                                                       .heads = kHeads,
                                                       .query = query,
                                                       .key = key,
                                                       .weightPrefix = {}});
                for (int head = 0; head < kHeads; ++head) {
                    recorder.record(head, rowsOf(query.size(), key.size(), 13 * layer + 5 * head));
                }
            };
            record("cross_text_to_image", Axis::textOnly(kWords), Axis::imageOnly(units));
            record("cross_image_to_text", Axis::imageOnly(units), Axis::textOnly(kWords));
        }
        std::tie(trace.sites, trace.attention) = builder.finish();
        return trace;
    }

    int side_;
};

/// A picture with something in every pixel.
Picture madeUpPicture()
{
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

double quantileOf(std::vector<double>& sorted, double q)
{
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

class Bench {
public:
    Bench(int side, int repeats) : side_(side), repeats_(repeats), document_(sources(side))
    {
        canvas_.resize(kPicture + 160, kPicture + 80); // with heading and colour bar
        canvas_.show();
        QObject::connect(&canvas_, &ImageCanvas::unitHovered, &document_, &Document::hoverUnit);
        for (const auto changed : {&Document::viewChanged, &Document::hoverChanged}) {
            QObject::connect(&document_, changed, &canvas_, [this] {
                canvas_.setContent(canvasContent(document_));
                words_ = wordPaneContent(document_);
            });
        }
        QEventLoop loop;
        QObject::connect(&document_, &Document::resultChanged, &canvas_, [this] {
            canvas_.setPicture(qImageFrom(document_.result()->request.picture->image),
                               document_.result()->trace);
        });
        QObject::connect(&document_, &Document::runEnded, &loop, &QEventLoop::quit);
        document_.start("made up", "made up", {}, "made up", std::nullopt);
        loop.exec();
    }

    void run()
    {
        std::printf("%d × %d patches, picture at %.0f %%\n", side_, side_,
                    100 * canvas_.magnification());
        const auto styled = [this](const std::function<void(FigureStyle&)>& edit) {
            FigureStyle style = document_.view().style;
            edit(style);
            document_.setStyle(style);
        };
        measure("word", [&](int i) { document_.focusWord(i % kWords, false); });
        measure("patch", [&](int i) { document_.focusUnit(1 + i % (side_ * side_), false); });
        measure("layer", [&](int i) { document_.setLayer(i % kLayers); });
        measure("head", [&](int i) { document_.setHead(i % kHeads); });
        measure("pointing at a word", [&](int i) { document_.hoverWord(i % kWords); });
        document_.hoverWord(std::nullopt);
        measure("pointing at a patch", [&](int i) { document_.hoverUnit(1 + i % 100); });
        document_.hoverUnit(std::nullopt);
        measure("opacity", [&](int i) {
            styled([i](FigureStyle& style) { style.opacity = 0.3 + 0.001 * (i % 500); });
        });
        for (const ScaleInfo& scale : scales()) {
            styled([&](FigureStyle& style) { style.scale = scale.scale; });
            measure("word, scale " + std::string(scale.id),
                    [&](int i) { document_.focusWord(i % kWords, false); });
        }
        styled([](FigureStyle& style) { style.scale = Scale::Shared; });
        for (const bool isSmooth : {false, true}) {
            for (const OverlayInfo& overlay : overlayKinds()) {
                styled([&](FigureStyle& style) {
                    style.isSmooth = isSmooth;
                    style.overlay = overlay.kind;
                });
                measure("word, " + std::string(overlay.id) + (isSmooth ? ", smooth" : ""),
                        [&](int i) { document_.focusWord(i % kWords, false); });
            }
        }
    }

private:
    static Sources sources(int side)
    {
        Sources sources;
        sources.loadModel = [side](const std::filesystem::path&, const Progress&) -> ModelPtr {
            return std::make_shared<const MadeUpModel>(side);
        };
        sources.readPicture = [](const std::filesystem::path&) { return madeUpPicture(); };
        return sources;
    }

    void measure(const std::string& name, const std::function<void(int)>& change)
    {
        std::vector<double> times;
        for (int i = 0; i < kWarmUps + repeats_; ++i) {
            QElapsedTimer timer;
            timer.start();
            change(i);
            canvas_.repaint();
            if (i >= kWarmUps) {
                times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            }
            QCoreApplication::processEvents();
        }
        std::sort(times.begin(), times.end());
        std::printf("  %-28s p50 %6.1f ms  p95 %6.1f ms\n", name.c_str(), quantileOf(times, 0.5),
                    quantileOf(times, 0.95));
        std::fflush(stdout);
    }

    int side_;
    int repeats_;
    Document document_;
    ImageCanvas canvas_;
    WordPane::Content words_;
};

} // namespace

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    const int repeats = argc > 1 ? std::max(1, std::atoi(argv[1])) : 100;
    for (const int side : {24, 64}) {
        Bench(side, repeats).run();
    }
    return EXIT_SUCCESS;
}
