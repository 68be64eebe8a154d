#include <QtTest>

#include "engine/base/error.h"
#include "engine/base/progress.h"

#include <string>
#include <vector>

using namespace attenscope;

class ProgressTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStepIsReported();
    void aStopIsThrownAtTheNextStep();
    void withoutAnythingItIsSilentAndGoesOn();
};

void ProgressTest::aStepIsReported()
{
    std::vector<std::string> reports;
    const Progress progress({}, [&](int done, int total, const std::string& task) {
        reports.push_back(task + " " + std::to_string(done) + "/" + std::to_string(total));
    });
    progress.step(1, 12, "image tower");
    progress.step(2, 12, "image tower");
    QCOMPARE(reports, (std::vector<std::string>{"image tower 1/12", "image tower 2/12"}));
}

void ProgressTest::aStopIsThrownAtTheNextStep()
{
    std::stop_source source;
    int reports = 0;
    const Progress progress(source.get_token(), [&](int, int, const std::string&) { ++reports; });
    progress.step(1, 2, "text tower");
    QVERIFY(!progress.isStopRequested());
    source.request_stop();
    QVERIFY(progress.isStopRequested());
    QVERIFY_EXCEPTION_THROWN(progress.step(2, 2, "text tower"), Cancelled);
    QCOMPARE(reports, 1); // a step that is cancelled is not reported
}

void ProgressTest::withoutAnythingItIsSilentAndGoesOn()
{
    const Progress progress;
    progress.step(1, 1, "anything");
    QVERIFY(!progress.isStopRequested());
}

QTEST_APPLESS_MAIN(ProgressTest)
#include "progress_test.moc"
