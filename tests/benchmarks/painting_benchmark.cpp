// What a change of the selection costs until its frame is painted: the real Document and the real
// ImageCanvas over a made-up run of 12 layers of 12 heads, 24 × 24 and 64 × 64 patches, on a canvas
// that shows the picture at 1024 × 1024. The offscreen platform is enough (QT_QPA_PLATFORM).
//
//   painting_benchmark [REPEATS]
//
// One line for each change: the 50 % and the 95 % quantile in milliseconds, of the time and of the
// thread's processor time, of REPEATS frames after ten that are not counted. Changes alternate, so
// that no frame finds its own answer in a cache.

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>

#include "tests/benchmarks/made_up_model.h"
#include "tests/benchmarks/thread_time.h"
#include "ui/state/document.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/window_content.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

using namespace attenscope;

namespace {

constexpr int kLayers = 12;
constexpr int kHeads = 12;
constexpr int kWords = 12;
constexpr int kPicture = 1024;
constexpr int kWarmUps = 10;

double quantileOf(std::vector<double>& sorted, double q)
{
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

class Bench {
public:
    Bench(int side, int repeats)
        : side_(side),
          repeats_(repeats),
          document_(
              madeUpSources({.side = side, .layers = kLayers, .heads = kHeads, .words = kWords}))
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
    void measure(const std::string& name, const std::function<void(int)>& change)
    {
        std::vector<double> times;
        std::vector<double> processor;
        for (int i = 0; i < kWarmUps + repeats_; ++i) {
            QElapsedTimer timer;
            timer.start();
            const double before = threadMs();
            change(i);
            canvas_.repaint();
            if (i >= kWarmUps) {
                times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
                processor.push_back(threadMs() - before);
            }
            QCoreApplication::processEvents();
        }
        std::sort(times.begin(), times.end());
        std::sort(processor.begin(), processor.end());
        std::printf("  %-28s p50 %6.1f ms  p95 %6.1f ms  processor p50 %6.1f ms  p95 %6.1f ms\n",
                    name.c_str(), quantileOf(times, 0.5), quantileOf(times, 0.95),
                    quantileOf(processor, 0.5), quantileOf(processor, 0.95));
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
