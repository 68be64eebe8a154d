#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include "ui/state/run_worker.h"

#include <atomic>
#include <memory>
#include <new>
#include <stdexcept>

using namespace attenscope;

namespace {

/// A job that goes on until it is stopped.
RunWorker::Job endless(const std::shared_ptr<std::atomic<int>>& steps)
{
    return [steps](const Progress& progress) -> RunWorker::Done {
        while (true) {
            progress.step(1, 2, "waiting");
            ++*steps;
            QThread::yieldCurrentThread();
        }
    };
}

} // namespace

class RunWorkerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_result_is_taken_over_on_the_ui_thread();
    void an_error_arrives_with_its_facts();
    void other_exceptions_become_errors_data();
    void other_exceptions_become_errors();
    void a_cancelled_job_says_so();
    void the_newest_job_wins();
    void progress_arrives_and_names_the_task();
    void destruction_stops_an_endless_job();
};

void RunWorkerTest::a_result_is_taken_over_on_the_ui_thread()
{
    RunWorker worker;
    QSignalSpy finished(&worker, &RunWorker::finished);
    QThread* jobThread = nullptr;
    QThread* doneThread = nullptr;
    worker.start([&](const Progress&) -> RunWorker::Done {
        jobThread = QThread::currentThread();
        return [&] { doneThread = QThread::currentThread(); };
    });
    QVERIFY(worker.isBusy());
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(doneThread, QThread::currentThread());
    QVERIFY(jobThread != doneThread);
    QVERIFY(!worker.isBusy());
}

void RunWorkerTest::an_error_arrives_with_its_facts()
{
    RunWorker worker;
    QSignalSpy failed(&worker, &RunWorker::failed);
    worker.start([](const Progress&) -> RunWorker::Done {
        throw Error({.id = "E_IO",
                     .file = "a.png",
                     .place = "open",
                     .expected = "a file",
                     .found = "none",
                     .remedy = "Look again."});
    });
    QTRY_COMPARE(failed.count(), 1);
    const auto error = failed.first().first().value<ErrorInfo>();
    QCOMPARE(error.id, std::string("E_IO"));
    QCOMPARE(error.file, std::string("a.png"));
    QCOMPARE(error.remedy, std::string("Look again."));
    QVERIFY(!worker.isBusy());
}

void RunWorkerTest::other_exceptions_become_errors_data()
{
    QTest::addColumn<bool>("isMemory");
    QTest::addColumn<std::string>("id");
    QTest::newRow("no memory") << true << std::string("E_MEMORY");
    QTest::newRow("any other") << false << std::string("E_INTERNAL");
}

void RunWorkerTest::other_exceptions_become_errors()
{
    QFETCH(bool, isMemory);
    QFETCH(std::string, id);
    RunWorker worker;
    QSignalSpy failed(&worker, &RunWorker::failed);
    worker.start([isMemory](const Progress&) -> RunWorker::Done {
        if (isMemory) {
            throw std::bad_alloc();
        }
        throw std::runtime_error("odd");
    });
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<ErrorInfo>().id, id);
}

void RunWorkerTest::a_cancelled_job_says_so()
{
    RunWorker worker;
    QSignalSpy cancelled(&worker, &RunWorker::cancelled);
    QSignalSpy finished(&worker, &RunWorker::finished);
    const auto steps = std::make_shared<std::atomic<int>>(0);
    worker.start(endless(steps));
    QTRY_VERIFY(*steps > 0);
    worker.cancel();
    QTRY_COMPARE(cancelled.count(), 1);
    QCOMPARE(finished.count(), 0);
    QVERIFY(!worker.isBusy());
}

void RunWorkerTest::the_newest_job_wins()
{
    RunWorker worker;
    QSignalSpy finished(&worker, &RunWorker::finished);
    QSignalSpy cancelled(&worker, &RunWorker::cancelled);
    const auto steps = std::make_shared<std::atomic<int>>(0);
    int taken = 0;
    worker.start(endless(steps));
    QTRY_VERIFY(*steps > 0);
    worker.start([&](const Progress&) -> RunWorker::Done { return [&] { taken = 2; }; });
    worker.start([&](const Progress&) -> RunWorker::Done { return [&] { taken = 3; }; });
    QTRY_COMPARE(finished.count(), 1);
    QTest::qWait(20); // time for a wrong second outcome to show
    QCOMPARE(finished.count(), 1);
    QCOMPARE(cancelled.count(), 0);
    QCOMPARE(taken, 3);
}

void RunWorkerTest::progress_arrives_and_names_the_task()
{
    RunWorker worker;
    QSignalSpy progressed(&worker, &RunWorker::progressed);
    const auto steps = std::make_shared<std::atomic<int>>(0);
    worker.start(endless(steps));
    QTRY_VERIFY(progressed.count() > 0);
    QCOMPARE(progressed.first().at(0).toInt(), 1);
    QCOMPARE(progressed.first().at(1).toInt(), 2);
    QCOMPARE(progressed.first().at(2).toString(), QString("waiting"));
    worker.cancel();
    QTRY_VERIFY(!worker.isBusy());
}

void RunWorkerTest::destruction_stops_an_endless_job()
{
    const auto steps = std::make_shared<std::atomic<int>>(0);
    {
        RunWorker worker;
        worker.start(endless(steps));
        QTRY_VERIFY(*steps > 0);
    }
    const int reached = *steps;
    QTest::qWait(10);
    QCOMPARE(steps->load(), reached);
}

QTEST_GUILESS_MAIN(RunWorkerTest)
#include "run_worker_test.moc"
