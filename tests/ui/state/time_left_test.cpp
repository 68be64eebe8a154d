#include <QTest>

#include "ui/state/time_left.h"

#include <optional>

using namespace attenscope;

/// With a clock of the test's own.
class TimeLeftTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsSaidTooEarly();
    void equalStepsGoOnAtTheirPace();
    void theStepUnderWayCounts();
    void aFewMomentsAreNotSpokenOf();
    void stepsThatWereTakenOverDoNotCount();
    void stepsThatAreToldOfTogetherShareTheirTime();
    void otherWorkIsCountedAnew();

private:
    /// `steps` steps, each of which takes so long.
    void work(int steps, double ms, int total)
    {
        for (int i = 0; i < steps; ++i) {
            nowMs_ += ms;
            left_->step(++done_, total);
        }
    }

    double nowMs_ = 0;
    int done_ = 0;
    std::optional<TimeLeft> left_;
};

void TimeLeftTest::init()
{
    nowMs_ = 5000;
    done_ = 0;
    left_.emplace([this] { return nowMs_; });
    left_->begin();
    left_->step(0, 20);
}

void TimeLeftTest::nothingIsSaidTooEarly()
{
    QVERIFY(!left_->seconds());
    work(4, 200, 20); // 0.8 s
    QVERIFY(!left_->seconds());
    work(1, 200, 20);
    QVERIFY(left_->seconds());

    init();
    nowMs_ += 3000;
    QVERIFY(!left_->seconds()); // nothing is done yet
    work(1, 0, 20);
    QVERIFY(!left_->seconds()); // one step says nothing about the next
}

void TimeLeftTest::equalStepsGoOnAtTheirPace()
{
    work(5, 1000, 20);
    QCOMPARE(*left_->seconds(), 15.0);
    work(5, 1000, 20);
    QCOMPARE(*left_->seconds(), 10.0);
}

void TimeLeftTest::theStepUnderWayCounts()
{
    work(5, 1000, 20);
    nowMs_ += 400;
    QCOMPARE(*left_->seconds(), 14.6);
    nowMs_ += 60'000; // longer than all that was to come
    QVERIFY(!left_->seconds());
}

void TimeLeftTest::aFewMomentsAreNotSpokenOf()
{
    work(18, 1000, 20);
    QCOMPARE(*left_->seconds(), 2.0);
    work(1, 1000, 20);
    QCOMPARE(*left_->seconds(), 1.0);
    nowMs_ += 1;
    QVERIFY(!left_->seconds());
}

void TimeLeftTest::stepsThatWereTakenOverDoNotCount()
{
    work(12, 1, 20);
    work(2, 1000, 20);
    QCOMPARE(*left_->seconds(), 6.0);
}

void TimeLeftTest::stepsThatAreToldOfTogetherShareTheirTime()
{
    nowMs_ += 4000;
    left_->step(4, 20);
    QCOMPARE(*left_->seconds(), 16.0);
}

void TimeLeftTest::otherWorkIsCountedAnew()
{
    work(19, 1000, 20);
    left_->step(0, 8); // the next task
    QVERIFY(!left_->seconds());
    done_ = 0;
    work(4, 500, 8);
    QCOMPARE(*left_->seconds(), 2.0);
    left_->step(0, 8); // the same one from the start
    QVERIFY(!left_->seconds());
}

QTEST_APPLESS_MAIN(TimeLeftTest)
#include "time_left_test.moc"
