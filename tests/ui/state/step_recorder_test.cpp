#include <QSignalSpy>
#include <QTest>

#include "tests/support/example_sources.h"
#include "ui/state/document.h"
#include "ui/state/step_recorder.h"

#include <memory>

using namespace attenscope;

class StepRecorderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void it_runs_only_while_somebody_looks();
    void another_result_is_recorded_anew();
    void what_failed_is_told_and_tried_again();
    void the_run_is_the_same_one();

private:
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000); }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<StepRecorder> recorder_;
};

void StepRecorderTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    document_ = std::make_unique<Document>(exampleSources(control_));
    recorder_ = std::make_unique<StepRecorder>(*document_);
    document_->start("one", "first.png", {}, "a red circle", std::nullopt);
    settle();
}

void StepRecorderTest::cleanup()
{
    control_->holds = false;
    recorder_.reset();
    document_.reset();
}

void StepRecorderTest::it_runs_only_while_somebody_looks()
{
    QCOMPARE(control_->runs.load(), 1);
    QVERIFY(recorder_->trace() == nullptr);
    recorder_->setWanted(true);
    QTRY_VERIFY(recorder_->trace() != nullptr);
    QCOMPARE(control_->runs.load(), 2);
    recorder_->setWanted(true); // it is there
    QCOMPARE(control_->runs.load(), 2);
    recorder_->setWanted(false);
    QVERIFY(recorder_->trace() == nullptr); // its memory is free again
    document_->setCaption("two circles");
    settle();
    QCOMPARE(control_->runs.load(), 3);
}

void StepRecorderTest::another_result_is_recorded_anew()
{
    recorder_->setWanted(true);
    QTRY_VERIFY(recorder_->trace() != nullptr);
    QSignalSpy recorded(recorder_.get(), &StepRecorder::recorded);
    document_->setLayer(0); // the same run
    QCOMPARE(control_->runs.load(), 2);
    document_->setCaption("two circles");
    QTRY_COMPARE(recorded.count(), 1);
    QCOMPARE(recorder_->trace()->tokens.caption, std::string("two circles"));
}

void StepRecorderTest::what_failed_is_told_and_tried_again()
{
    QSignalSpy failed(recorder_.get(), &StepRecorder::failed);
    control_->fails = true;
    recorder_->setWanted(true);
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(recorder_->trace() == nullptr);
    control_->fails = false;
    recorder_->setWanted(true);
    QTRY_VERIFY(recorder_->trace() != nullptr);
}

void StepRecorderTest::the_run_is_the_same_one()
{
    document_->setWordMasked(2, true);
    document_->setMode(Mode::CoAttention);
    settle();
    recorder_->setWanted(true);
    QTRY_VERIFY(recorder_->trace() != nullptr);
    const Trace& here = *document_->trace();
    const Trace& again = *recorder_->trace();
    QCOMPARE(again.isTokenMasked, here.isTokenMasked);
    QCOMPARE(again.provenance.mode, here.provenance.mode);
    QCOMPARE(again.sites.size(), here.sites.size());
}

QTEST_GUILESS_MAIN(StepRecorderTest)
#include "step_recorder_test.moc"
