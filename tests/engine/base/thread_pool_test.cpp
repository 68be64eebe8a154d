#include <QtTest>

#include "engine/base/thread_pool.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace attenscope;

class ThreadPoolTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTaskRunsOnce_data();
    void everyTaskRunsOnce();
    void thereIsAlwaysOneThread();
    void tasksRunAtTheSameTime();
    void theFirstExceptionArrivesAndThePoolGoesOn_data();
    void theFirstExceptionArrivesAndThePoolGoesOn();
    void callersTakeTurns();
};

void ThreadPoolTest::everyTaskRunsOnce_data()
{
    QTest::addColumn<int>("threads");
    QTest::addColumn<int>("count");
    for (const int threads : {1, 2, 3, 8}) {
        for (const int count : {0, 1, 2, 7, 1000}) {
            QTest::addRow("%d threads, %d tasks", threads, count) << threads << count;
        }
    }
}

void ThreadPoolTest::everyTaskRunsOnce()
{
    QFETCH(int, threads);
    QFETCH(int, count);
    ThreadPool pool(threads);
    QCOMPARE(pool.threads(), threads);
    const auto tasks = static_cast<std::size_t>(count);
    for (int repetition = 0; repetition < 20; ++repetition) {
        std::vector<std::atomic<int>> calls(tasks);
        pool.forEach(tasks, [&](std::size_t task) { ++calls.at(task); });
        for (const auto& number : calls) {
            QCOMPARE(number.load(), 1);
        }
    }
}

void ThreadPoolTest::thereIsAlwaysOneThread()
{
    for (const int threads : {-3, 0}) {
        ThreadPool pool(threads);
        QCOMPARE(pool.threads(), 1);
        int calls = 0;
        pool.forEach(3, [&](std::size_t) { ++calls; });
        QCOMPARE(calls, 3);
    }
}

void ThreadPoolTest::tasksRunAtTheSameTime()
{
    // Each task waits for the other, which only two threads can do.
    ThreadPool pool(2);
    std::mutex mutex;
    std::condition_variable arrived;
    int present = 0;
    std::atomic<int> met = 0;
    pool.forEach(2, [&](std::size_t) {
        std::unique_lock lock(mutex);
        ++present;
        arrived.notify_all();
        if (arrived.wait_for(lock, std::chrono::seconds(60), [&] { return present == 2; })) {
            ++met;
        }
    });
    QCOMPARE(met.load(), 2);
}

void ThreadPoolTest::theFirstExceptionArrivesAndThePoolGoesOn_data()
{
    QTest::addColumn<int>("threads");
    QTest::newRow("1 thread") << 1;
    QTest::newRow("2 threads") << 2;
    QTest::newRow("4 threads") << 4;
}

void ThreadPoolTest::theFirstExceptionArrivesAndThePoolGoesOn()
{
    QFETCH(int, threads);
    ThreadPool pool(threads);
    for (int repetition = 0; repetition < 50; ++repetition) {
        std::atomic<int> calls = 0;
        std::string caught;
        try {
            pool.forEach(10'000, [&](std::size_t task) {
                ++calls;
                if (task == 5) {
                    throw std::runtime_error("task 5");
                }
            });
        } catch (const std::runtime_error& error) {
            caught = error.what();
        }
        QCOMPARE(caught, std::string("task 5"));
        QVERIFY(calls >= 6);
        QVERIFY(calls <= 10'000);

        calls = 0;
        pool.forEach(10, [&](std::size_t) { ++calls; });
        QCOMPARE(calls.load(), 10);
    }
}

void ThreadPoolTest::callersTakeTurns()
{
    ThreadPool pool(2);
    std::atomic<int> inside = 0;
    std::atomic<int> calls = 0;
    std::atomic<bool> haveMixed = false;
    const auto call = [&](int caller) {
        for (int repetition = 0; repetition < 100; ++repetition) {
            pool.forEach(4, [&](std::size_t) {
                const int before = inside.fetch_add(caller);
                if (before % caller != 0) {
                    haveMixed = true; // a task of the other caller was running
                }
                ++calls;
                inside -= caller;
            });
        }
    };
    {
        const std::jthread first([&] { call(1'000); });
        const std::jthread second([&] { call(1'001); });
    }
    QCOMPARE(calls.load(), 800);
    QVERIFY(!haveMixed.load());
}

QTEST_APPLESS_MAIN(ThreadPoolTest)
#include "thread_pool_test.moc"
