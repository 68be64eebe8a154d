#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStatusBar>
#include <QTest>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/sample_panel.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

using namespace attenscope;

namespace {

/// What the test lets a slow loader do, and the time by which its progress is judged.
struct Gate {
    std::atomic<int> steps = 0; ///< that it may tell of
    std::atomic<double> nowMs = 0;
};

constexpr int kSteps = 20;

/// "slow" is a model whose loading tells of as many steps as the gate allows, then waits.
Sources slowSources(const std::shared_ptr<ExampleControl>& control,
                    const std::shared_ptr<Gate>& gate)
{
    Sources sources = exampleSources(control);
    sources.progressClockMs = [gate] { return gate->nowMs.load(); };
    sources.loadModel = [load = sources.loadModel, gate](const std::filesystem::path& folder,
                                                         const Progress& progress) {
        if (folder.filename() == "slow") {
            for (int told = -1; told < kSteps;) {
                if (gate->steps > told) {
                    progress.step(++told, kSteps, "weights");
                } else {
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                    if (progress.isStopRequested()) {
                        progress.step(told, kSteps, "weights"); // stops
                    }
                }
            }
        }
        return load(folder, progress);
    };
    return sources;
}

} // namespace

/// What the window shows while something runs.
class RunningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void cleanup() { window_.reset(); }

    void aLongRunSaysHowLongIsLeft();
    void aLongRunCanBeCancelled();
    void aShortRunIsNotSpokenOf();
    void aNewCaptionLeavesTheThumbnail();
    void withReducedMotionNothingMovesByItself();

private:
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(!document().isRunning(), 20'000); }

    Document& document() { return window_->document(); }

    QString status() const { return named<QLabel>("State of the run")->text(); }

    template <typename Widget>
    Widget* named(const QString& name) const
    {
        for (Widget* widget : window_->findChildren<Widget*>()) {
            if (widget->accessibleName() == name) {
                return widget;
            }
        }
        return nullptr;
    }

    std::shared_ptr<ExampleControl> control_;
    std::shared_ptr<Gate> gate_;
    TemporaryFolder folder_;
    std::unique_ptr<MainWindow> window_;
};

void RunningTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    gate_ = std::make_shared<Gate>();
    folder_.write("samples/samples.json",
                  R"([{"file": "a.png", "title": "A", "caption": "a red circle"}])");
    StartOptions options;
    options.dataFolder = folder_.path();
    window_ = std::make_unique<MainWindow>(options, slowSources(control_, gate_));
    window_->show();
    settle();
    QVERIFY(document().result());
}

void RunningTest::aLongRunSaysHowLongIsLeft()
{
    const std::string before = document().result()->model->info().name;
    document().openModel("slow");
    for (int done = 0; done <= 6; ++done) {
        gate_->steps = done;
        QTRY_VERIFY_WITH_TIMEOUT(status().contains(QStringLiteral("weights, %1 of 20").arg(done)),
                                 20'000);
        QCOMPARE(status().contains("left"), done >= 2); // a step, and another like it
        gate_->nowMs = gate_->nowMs + 1000;
    }
    QTRY_VERIFY_WITH_TIMEOUT(status().contains("about 13 s left"), 20'000); // one is nearly done
    QCOMPARE(document().result()->model->info().name, before);              // stays on screen
    gate_->steps = kSteps;
    settle();
    QCOMPARE(document().result()->model->info().name, std::string("slow"));
    QVERIFY(!status().contains("left"));
}

void RunningTest::aLongRunCanBeCancelled()
{
    const auto* bar = window_->statusBar();
    auto* cancel = bar->findChild<QPushButton*>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(cancel);
    QVERIFY(!cancel->isVisible());
    const TracePtr before = document().result()->trace;
    document().openModel("slow");
    QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible(), 20'000);
    cancel->click();
    settle();
    QVERIFY(!cancel->isVisible());
    QCOMPARE(document().result()->trace, before);
    QCOMPARE(document().request().model.filename(), std::filesystem::path("scenes"));
}

void RunningTest::aShortRunIsNotSpokenOf()
{
    document().setCaption("a blue square");
    QVERIFY(!status().contains("Running")); // it has just begun
    settle();
    QCOMPARE(status(), QString("Ran in 20 ms"));
}

void RunningTest::aNewCaptionLeavesTheThumbnail()
{
    const auto* thumbnail = window_->findChild<SamplePanel*>()->findChild<QLabel*>();
    for (const QLabel* label : window_->findChild<SamplePanel*>()->findChildren<QLabel*>()) {
        thumbnail = label->accessibleName() == "The image without a map" ? label : thumbnail;
    }
    const qint64 before = thumbnail->pixmap().cacheKey();
    document().setCaption("a blue square");
    settle();
    QCOMPARE(thumbnail->pixmap().cacheKey(), before); // scaling a photograph takes its time
    document().openPicture("b.png");
    settle();
    QVERIFY(thumbnail->pixmap().cacheKey() != before);
}

/// Waiting for a run whose length is not known yet, and what the desktop lets move.
void RunningTest::withReducedMotionNothingMovesByItself()
{
    const auto* line = named<QProgressBar>("Progress of the run");
    const auto isRunningToAndFro = [line] { return line->minimum() == line->maximum(); };
    QAction* reduced = window_->findChild<Actions*>()->action("view.reduced-motion");
    const int flashTime = QApplication::cursorFlashTime();
    const bool hadEffect = QApplication::isEffectEnabled(Qt::UI_AnimateCombo);
    gate_->steps = -1; // tells of none
    document().openModel("slow");
    QTRY_VERIFY(isRunningToAndFro());
    reduced->trigger();
    QVERIFY(!isRunningToAndFro());
    QCOMPARE(status(), QString("Running…")); // which still says it
    QCOMPARE(QApplication::cursorFlashTime(), 0);
    QVERIFY(!QApplication::isEffectEnabled(Qt::UI_AnimateCombo));
    reduced->trigger();
    QVERIFY(isRunningToAndFro());
    QCOMPARE(QApplication::cursorFlashTime(), flashTime);
    QCOMPARE(QApplication::isEffectEnabled(Qt::UI_AnimateCombo), hadEffect);
    reduced->trigger();
    document().cancel();
    settle();
    window_.reset();
    QCOMPARE(QApplication::cursorFlashTime(), flashTime); // the program's other windows blink
}

QTEST_MAIN(RunningTest)
#include "running_test.moc"
