// Whether typing into the caption ever stalls the window: the longest time during which the event
// loop took nothing.
//
//   typing_benchmark [FOLDER]      (a checkpoint's; the bundled model without one)
//
// A watchdog on a thread of its own sends a call to the window's thread every millisecond and
// measures how long it waits, while sentences are typed at 12 keys a second, with the pauses that
// make the maps follow. What a single event took on the window's thread is told beside it, in
// processor time, which other programs do not change. Runs offscreen.

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTimer>

#include "tests/benchmarks/thread_time.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/main_window.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace attenscope;

namespace {

/// Measures every event that the window's thread takes.
class MeasuringApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (depth_ > 0 || !isMeasuring) {
            return QApplication::notify(receiver, event);
        }
        const int type = event->type();
        const std::string name = receiver->metaObject()->className();
        const double start = threadMs();
        ++depth_;
        const bool result = QApplication::notify(receiver, event);
        --depth_;
        const double took = threadMs() - start;
        eventMs.push_back(took);
        double& longest = longestMs[name + ", event " + std::to_string(type)];
        longest = std::max(longest, took);
        return result;
    }

    bool isMeasuring = false;
    std::vector<double> eventMs;
    std::map<std::string, double> longestMs;

private:
    int depth_ = 0;
};

/// Waits for the window's thread again and again.
class Watchdog {
public:
    Watchdog() : thread_([this](const std::stop_token& stop) { watch(stop); }) {}

    /// How long each call waited, in milliseconds.
    std::vector<double> finish()
    {
        thread_.request_stop();
        thread_.join();
        return waitedMs_;
    }

private:
    using Clock = std::chrono::steady_clock;

    void watch(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            const auto isThere = std::make_shared<std::atomic<bool>>(false);
            const auto sent = Clock::now();
            QMetaObject::invokeMethod(
                qApp, [isThere] { *isThere = true; }, Qt::QueuedConnection);
            while (!*isThere) {
                if (stop.stop_requested()) {
                    return; // nobody answers any more
                }
                std::this_thread::sleep_for(std::chrono::microseconds(100));
            }
            waitedMs_.push_back(
                std::chrono::duration<double, std::milli>(Clock::now() - sent).count());
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    std::vector<double> waitedMs_;
    std::jthread thread_;
};

void print(const char* what, std::vector<double> ms)
{
    std::sort(ms.begin(), ms.end());
    const auto at = [&](double share) {
        return ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
    };
    std::printf("%s: p50 %.2f ms, p95 %.2f ms, longest %.2f ms (%zu)\n", what, at(0.5), at(0.95),
                ms.back(), ms.size());
}

/// Processes events until something holds.
void waitFor(const std::function<bool()>& condition)
{
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
}

/// Types as a person does; a '|' is a pause long enough for a run.
class Typist {
public:
    Typist(QLineEdit& field, QString text) : field_(field), text_(std::move(text)) {}

    bool isDone() const { return next_ >= text_.size(); }

    void start()
    {
        constexpr int kKeyMs = 80;
        constexpr int kPauseMs = 700;
        if (isDone()) {
            return;
        }
        const QChar c = text_[next_++];
        if (c != QLatin1Char('|')) {
            for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
                QCoreApplication::postEvent(&field_, new QKeyEvent(type, c.toUpper().unicode(),
                                                                   Qt::NoModifier, QString(c)));
            }
        }
        QTimer::singleShot(c == QLatin1Char('|') ? kPauseMs : kKeyMs, &field_, [this] { start(); });
    }

private:
    QLineEdit& field_;
    QString text_;
    qsizetype next_ = 0;
};

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    MeasuringApplication application(argc, argv);
    StartOptions options;
    options.dataFolder = DATA_FOLDER;
    options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    if (argc > 1) {
        options.model = argv[1];
    }
    MainWindow window(options);
    window.show();
    waitFor([&] { return window.document().result().has_value(); });
    auto* field = window.findChild<CaptionField*>()->findChild<QLineEdit*>();
    window.activateWindow();
    field->setFocus();
    field->selectAll();
    waitFor([&] { return !window.document().isRunning(); });

    int runs = 0;
    QObject::connect(&window.document(), &Document::resultChanged, [&runs] { ++runs; });
    Typist typist(*field, QStringLiteral("a |small |red |circle |left |of |a |blue |square|"
                                         " and two |green triangles above| a yellow star|"));
    application.isMeasuring = true;
    Watchdog watchdog;
    typist.start();
    waitFor([&] { return typist.isDone() && !window.document().isRunning(); });
    const std::vector<double> waited = watchdog.finish();
    application.isMeasuring = false;

    std::printf("%d results while typing\n", runs);
    print("a call waited", waited);
    print("an event took, processor time", application.eventMs);
    std::vector<std::pair<double, std::string>> worst;
    for (const auto& [name, ms] : application.longestMs) {
        worst.emplace_back(ms, name);
    }
    std::sort(worst.rbegin(), worst.rend());
    for (std::size_t i = 0; i < std::min<std::size_t>(8, worst.size()); ++i) {
        std::printf("  %7.2f ms  %s\n", worst[i].first, worst[i].second.c_str());
    }
    return 0;
}
