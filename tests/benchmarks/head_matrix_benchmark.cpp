// How long the head matrix takes to show other maps, and to be painted again as it is.
//
//   QT_QPA_PLATFORM=offscreen head_matrix_benchmark [REPEATS]
//
// Milliseconds from the call to the pixels, p50 and p95, for maps and for numbers; the limit for
// 12 × 12 heads is 50 ms (issue 4). Every round has other weights, so that nothing is kept.

#include <QApplication>
#include <QImage>
#include <QPainter>

#include "ui/widgets/head_matrix.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <vector>

using namespace attenscope;

namespace {

struct Size {
    int layers;
    int heads;
    int grid;
};

TracePtr traceWith(int grid)
{
    auto trace = std::make_shared<Trace>();
    trace->units.gridRows = trace->units.gridColumns = grid;
    for (int i = 0; i < grid * grid; ++i) {
        trace->units.units.push_back({.row = i / grid, .column = i % grid});
    }
    return trace;
}

HeadMatrix::Content contentOf(const TracePtr& trace, const Size& size, unsigned seed)
{
    HeadMatrix::Content content;
    content.trace = trace;
    content.kind = "cross_text_to_image";
    auto heads = std::make_shared<HeadMaps>();
    unsigned state = seed;
    const auto next = [&state] {
        state = state * 1664525U + 1013904223U;
        return static_cast<float>(state >> 8U) / static_cast<float>(1U << 24U);
    };
    for (int layer = 0; layer < size.layers; ++layer) {
        std::vector<Map>& maps = heads->emplace_back();
        std::vector<double>& numbers = content.numbers.heads.emplace_back();
        for (int head = 0; head < size.heads; ++head) {
            Map& map = maps.emplace_back();
            for (int unit = 0; unit < size.grid * size.grid; ++unit) {
                map.values.push_back(next());
                map.states.push_back(Map::KeyState::Shown);
            }
            numbers.push_back(static_cast<double>(next()));
        }
        content.numbers.layers.push_back(0.5);
    }
    content.maps = std::move(heads);
    content.head = 0;
    return content;
}

double millisecondsOf(const std::function<void()>& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

void report(const char* what, const Size& size, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    std::printf("%-28s %2d × %2d heads, %2d × %2d patches: p50 %7.2f ms, p95 %7.2f ms\n", what,
                size.layers, size.heads, size.grid, size.grid, times[times.size() / 2],
                times[times.size() * 95 / 100]);
}

void measure(const Size& size, int repeats, bool showsNumbers)
{
    HeadMatrix matrix;
    matrix.resize(392, 400);
    const TracePtr trace = traceWith(size.grid);
    HeadMatrix::Content first = contentOf(trace, size, 1);
    first.listing.showsNumbers = showsNumbers;
    matrix.setContent(first);
    matrix.resize(392, matrix.heightForWidth(392));
    QImage pixels(matrix.size(), QImage::Format_ARGB32_Premultiplied);
    std::vector<double> fresh;
    std::vector<double> again;
    for (int i = 0; i < repeats; ++i) {
        HeadMatrix::Content content = contentOf(trace, size, 100U + static_cast<unsigned>(i));
        content.listing.showsNumbers = showsNumbers;
        fresh.push_back(millisecondsOf([&] {
            matrix.setContent(content);
            matrix.render(&pixels);
        }));
        content.layer = 1;
        again.push_back(millisecondsOf([&] {
            matrix.setContent(content);
            matrix.render(&pixels);
        }));
    }
    report(showsNumbers ? "numbers, other weights" : "maps, other weights", size, fresh);
    report(showsNumbers ? "numbers, another choice" : "maps, another choice", size, again);
}

} // namespace

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    const int repeats = argc > 1 ? std::max(1, std::atoi(argv[1])) : 100;
    for (const Size size : {Size{12, 12, 12}, Size{12, 12, 24}, Size{24, 16, 24}}) {
        measure(size, repeats, false);
        measure(size, repeats, true);
    }
    return 0;
}
