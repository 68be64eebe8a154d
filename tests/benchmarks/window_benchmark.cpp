// What a change of the view costs in the whole window: the real MainWindow over a made-up run,
// 1600 × 1000 pixels, from the wish to the painted frame, and until everything that follows later
// has come. The offscreen platform is enough (QT_QPA_PLATFORM).
//
//   window_benchmark [REPEATS [SIDE [PART]]]
//
// SIDE: only the model with so many patches in a row. PART: only changes whose name has this in it.
//
// One line for each change, in milliseconds: the 50 % and the 95 % quantile of the time to the
// frame, of the window's thread's processor time until then, of the longest time during which the
// window's thread took nothing, and of the time until nothing more comes, of REPEATS changes after
// five that are not counted.

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>

#include "engine/analysis/statistics.h"
#include "tests/benchmarks/made_up_model.h"
#include "tests/benchmarks/thread_time.h"
#include "ui/state/document.h"
#include "ui/state/tab.h"
#include "ui/widgets/main_window.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace attenscope;

namespace {

constexpr int kWarmUps = 5;

double quantileOf(std::vector<double> values, double q)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

class Bench {
public:
    Bench(const MadeUpSize& size, int repeats, std::string part)
        : size_(size),
          repeats_(repeats),
          part_(std::move(part)),
          window_(options(), madeUpSources(size))
    {
        window_.show();
        QEventLoop loop;
        QObject::connect(&document(), &Document::runEnded, &loop, &QEventLoop::quit);
        loop.exec();
        settle();
    }

    void run()
    {
        std::printf("%d × %d patches, %d layers of %d heads\n", size_.side, size_.side,
                    size_.layers, size_.heads);
        for (const TabInfo& tab : tabs()) {
            if (tab.tab == Tab::Compare) {
                document().pin();
            }
            document().setTab(tab.tab);
            settle();
            measureFocus(std::string(tab.id));
        }
        document().unpin();
        document().setTab(Tab::Image);
        document().focusWord(1, false);
        measure("another tab", [&](int i) {
            document().setTab(tabs()[static_cast<std::size_t>(i) % tabs().size()].tab);
        });
        document().setTab(Tab::Image);
        settle();
        measureStyles();
        measureHeads();
    }

private:
    static StartOptions options()
    {
        StartOptions options;
        options.dataFolder = DATA_FOLDER;
        return options;
    }

    Document& document() { return window_.document(); }

    void measureFocus(const std::string& tab)
    {
        const int units = size_.side * size_.side;
        measure(tab + ", word", [&](int i) { document().focusWord(i % size_.words, false); });
        measure(tab + ", patch", [&](int i) { document().focusUnit(1 + i % units, false); });
        measure(tab + ", layer", [&](int i) { document().setLayer(i % size_.layers); });
        measure(tab + ", head", [&](int i) { document().setHead(i % size_.heads); });
        measure(tab + ", all heads or one",
                [&](int i) { document().setHead(i % 2 == 0 ? std::nullopt : std::optional(1)); });
        measure(tab + ", everything", [&](int i) {
            if (i % 2 == 0) {
                document().clearFocus();
            } else {
                document().focusWord(i % size_.words, false);
            }
        });
        measure(tab + ", pane",
                [&](int i) { document().setActive(i % 2 == 0 ? Pane::Words : Pane::Image); });
        document().setActive(Pane::Image);
        settle();
    }

    void measureStyles()
    {
        measure("opacity", [&](int i) {
            changeStyle([i](FigureStyle& style) { style.opacity = 0.3 + 0.001 * (i % 500); });
        });
        measure("scale", [&](int i) {
            changeStyle([i](FigureStyle& style) {
                style.scale = scales()[static_cast<std::size_t>(i) % scales().size()].scale;
            });
        });
        for (const ScaleInfo& scale : scales()) {
            changeStyle([&](FigureStyle& style) { style.scale = scale.scale; });
            measure("word, scale " + std::string(scale.id),
                    [&](int i) { document().focusWord(i % size_.words, false); });
        }
        changeStyle([](FigureStyle& style) { style.scale = Scale::Shared; });
        measure("kind of overlay", [&](int i) {
            changeStyle([i](FigureStyle& style) {
                style.overlay =
                    overlayKinds()[static_cast<std::size_t>(i) % overlayKinds().size()].kind;
            });
        });
        for (const OverlayInfo& overlay : overlayKinds()) {
            changeStyle([&](FigureStyle& style) { style.overlay = overlay.kind; });
            measure("word, overlay " + std::string(overlay.id),
                    [&](int i) { document().focusWord(i % size_.words, false); });
        }
        changeStyle([](FigureStyle& style) { style.overlay = OverlayKind::Tint; });
        measure("cells or smooth", [&](int i) {
            changeStyle([i](FigureStyle& style) { style.isSmooth = i % 2 == 0; });
        });
        changeStyle([](FigureStyle& style) { style.isSmooth = false; });
    }

    void measureHeads()
    {
        const auto list = [&](const std::function<void(HeadListing&)>& edit) {
            HeadListing listing = document().view().heads;
            edit(listing);
            document().setHeadListing(listing);
        };
        measure("heads as maps or numbers",
                [&](int i) { list([i](HeadListing& l) { l.showsNumbers = i % 2 == 0; }); });
        for (const bool showsNumbers : {false, true}) {
            list([&](HeadListing& l) { l.showsNumbers = showsNumbers; });
            for (const StatisticInfo& info : statistics()) {
                list([&](HeadListing& l) { l.statistic = std::string(info.id); });
                measure("word, " + std::string(showsNumbers ? "numbers " : "maps and ") +
                            std::string(info.id),
                        [&](int i) { document().focusWord(i % size_.words, false); });
            }
        }
        list([](HeadListing& l) { l = HeadListing(); });
        settle();
    }

    void changeStyle(const std::function<void(FigureStyle&)>& edit)
    {
        FigureStyle style = document().view().style;
        edit(style);
        document().setStyle(style);
    }

    /// Lays out and paints what the change made necessary, as the next turn of the event loop does.
    void paint()
    {
        QCoreApplication::sendPostedEvents();
        QEvent update(QEvent::UpdateRequest);
        QCoreApplication::sendEvent(&window_, &update);
    }

    /// Until nothing more comes. Returns the longest turn in milliseconds.
    double settle()
    {
        double longest = 0;
        do {
            QElapsedTimer timer;
            timer.start();
            QCoreApplication::processEvents();
            paint();
            longest = std::max(longest, static_cast<double>(timer.nsecsElapsed()) / 1e6);
        } while (document().isRunning());
        return longest;
    }

    void measure(const std::string& name, const std::function<void(int)>& change)
    {
        if (name.find(part_) == std::string::npos) {
            return;
        }
        std::vector<double> frames;
        std::vector<double> processor;
        std::vector<double> blocks;
        std::vector<double> ends;
        for (int i = 0; i < kWarmUps + repeats_; ++i) {
            QElapsedTimer timer;
            timer.start();
            const double before = threadMs();
            change(i);
            paint();
            const double frame = static_cast<double>(timer.nsecsElapsed()) / 1e6;
            const double used = threadMs() - before;
            const double block = settle();
            if (i >= kWarmUps) {
                frames.push_back(frame);
                processor.push_back(used);
                blocks.push_back(std::max(frame, block));
                ends.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            }
        }
        std::printf("  %-36s", name.c_str());
        for (const auto& [what, times] :
             {std::pair("frame", &frames), std::pair("processor", &processor),
              std::pair("block", &blocks), std::pair("all", &ends)}) {
            std::printf("  %s %6.1f %6.1f", what, quantileOf(*times, 0.5),
                        quantileOf(*times, 0.95));
        }
        std::printf("\n");
        std::fflush(stdout);
    }

    MadeUpSize size_;
    int repeats_;
    std::string part_;
    MainWindow window_;
};

} // namespace

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    const auto number = [&](int at, int otherwise) {
        return argc > at ? std::max(1, std::atoi(argv[at])) : otherwise;
    };
    const int repeats = number(1, 20);
    for (const MadeUpSize& size : {MadeUpSize{.side = 24}, MadeUpSize{.side = 64},
                                   MadeUpSize{.side = 25, .layers = 24, .heads = 16}}) {
        if (number(2, size.side) == size.side) {
            Bench(size, repeats, argc > 3 ? argv[3] : "").run();
        }
    }
    return EXIT_SUCCESS;
}
