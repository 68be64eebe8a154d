#include <QTest>

#include "tests/support/example_model.h"
#include "ui/state/result_cache.h"

using namespace attenscope;

namespace {

constexpr int kSide = 50;
constexpr std::size_t kHeadBytes = std::size_t{kSide} * kSide * sizeof(float);

/// Takes over a record as a run does that has it from an earlier one.
void addRecord(AttentionStore& store, RunMemory& memory, int number)
{
    SiteRecorder recorder(1, AttentionKeeping::Weights, {}, &memory);
    recorder.remembered(StepId(StepId::Kind::SelfAttention).add(number), {}, [&]() -> Matrix {
        recorder.record(0, Matrix::Zero(kSide, kSide));
        return Matrix();
    });
    store.add(std::move(recorder));
}

} // namespace

class ResultCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatResultsShareIsCountedOnce();
    void theOldestGoesFirstAndTheLatestStays();

private:
    RunResult result(const std::string& caption, const std::vector<int>& records)
    {
        auto trace = std::make_shared<Trace>();
        memory_.beginRun(model_);
        for (const int number : records) {
            addRecord(trace->attention, memory_, number);
        }
        RunResult result;
        result.request.caption = caption;
        result.model = model_;
        result.trace = trace;
        result.plainTrace = trace;
        return result;
    }

    bool has(const ResultCache& cache, const std::string& caption) const
    {
        RunRequest request;
        request.caption = caption;
        return cache.find(request).has_value();
    }

    RunMemory memory_{std::size_t(1) << 20};
    ModelPtr model_ = std::make_shared<const ExampleModel>(std::make_shared<ExampleControl>());
};

void ResultCacheTest::whatResultsShareIsCountedOnce()
{
    ResultCache cache(2 * kHeadBytes); // beside the latest
    cache.keep(result("a", {0, 1, 2, 3, 10}));
    cache.keep(result("b", {0, 1, 2, 3, 11}));
    cache.keep(result("c", {0, 1, 2, 3, 12}));
    QVERIFY(has(cache, "a"));
    QVERIFY(has(cache, "b"));
    cache.keep(result("d", {0, 1, 2, 3, 13}));
    QVERIFY(!has(cache, "a"));
    QVERIFY(has(cache, "b"));
    QVERIFY(has(cache, "c"));
}

void ResultCacheTest::theOldestGoesFirstAndTheLatestStays()
{
    ResultCache cache(kHeadBytes);
    cache.keep(result("a", {0}));
    cache.keep(result("b", {1}));
    QVERIFY(has(cache, "a"));
    cache.keep(result("c", {2}));
    QVERIFY(!has(cache, "a"));
    QVERIFY(has(cache, "b"));
    cache.keep(result("large", {3, 4, 5}));
    QVERIFY(has(cache, "large"));
}

QTEST_APPLESS_MAIN(ResultCacheTest)
#include "result_cache_test.moc"
