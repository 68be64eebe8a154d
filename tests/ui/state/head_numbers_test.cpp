#include <QSignalSpy>
#include <QTest>

#include "engine/trace/trace_builder.h"
#include "ui/state/head_numbers.h"

#include <cmath>
#include <memory>
#include <tuple>

using namespace attenscope;

namespace {

constexpr int kQueries = 3;

/// Two heads of words that look at so many patches in a row, each query at others, the last one
/// less.
TracePtr traceOf(int units)
{
    auto trace = std::make_shared<Trace>();
    for (int t = 0; t < kQueries; ++t) {
        trace->tokens.tokens.push_back({.id = t, .text = "word", .word = t});
        trace->tokens.words.push_back({.text = "word", .tokens = {t}});
    }
    trace->units.gridRows = 1;
    trace->units.gridColumns = units;
    for (int u = 0; u < units; ++u) {
        trace->units.units.push_back({.row = 0, .column = u});
    }
    TraceBuilder builder(AttentionKeeping::Weights);
    SiteRecorder& recorder = builder.open({.kind = "cross_text_to_image",
                                           .layer = 0,
                                           .heads = 2,
                                           .query = Axis::textOnly(kQueries),
                                           .key = Axis::imageOnly(units),
                                           .weightPrefix = {}});
    for (int head = 0; head < 2; ++head) {
        Matrix weights = Matrix::Constant(kQueries, units, 0.25F / static_cast<float>(units - 1));
        for (int query = 0; query < kQueries; ++query) {
            weights(query, (7 * query + head) % units) = query == 2 ? 0.5F : 0.75F;
        }
        recorder.record(head, std::move(weights));
    }
    std::tie(trace->sites, trace->attention) = builder.finish();
    return trace;
}

TracePtr largeTrace()
{
    static const TracePtr kTrace = traceOf(30000);
    return kTrace;
}

HeadNumbers::Question
questionOf(const TracePtr& trace, int word, const std::string& statistic = "largest")
{
    Selection selection;
    selection.kind = "cross_text_to_image";
    selection.focus = {word};
    return {.trace = trace,
            .selection = selection,
            .statistic = statistic,
            .maps = std::make_shared<const HeadMaps>(headMaps(*trace, selection))};
}

} // namespace

class HeadNumbersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsAskedAtFirst();
    void littleIsThereAtOnce();
    void muchComesFromTheWorker();
    void whoCannotWaitHasItComputed();
    void theNewestQuestionWins();
    void numbersOfEveryQueryAreKeptForAnotherFocus();
    void aStatisticThatSaysNothingHasAReason();
    void nothingComesAfterItIsGone();
};

void HeadNumbersTest::nothingIsAskedAtFirst()
{
    const HeadNumbers numbers;
    QVERIFY(numbers.isReady());
    QVERIFY(numbers.table().heads.empty());
    QVERIFY(numbers.absence().empty());
}

void HeadNumbersTest::littleIsThereAtOnce()
{
    HeadNumbers numbers;
    numbers.ask(questionOf(traceOf(9), 1));
    QVERIFY(numbers.isReady());
    QCOMPARE(numbers.table().heads, (std::vector<std::vector<double>>{{0.75, 0.75}}));
    QCOMPARE(numbers.table().layers, std::vector<double>{0.75});
    numbers.ask(questionOf(traceOf(9), 2));
    QCOMPARE(numbers.table().layers, std::vector<double>{0.5});
}

void HeadNumbersTest::muchComesFromTheWorker()
{
    HeadNumbers numbers;
    QSignalSpy ready(&numbers, &HeadNumbers::ready);
    numbers.ask(questionOf(largeTrace(), 1, "top-5"));
    QVERIFY(!numbers.isReady());
    QVERIFY(ready.wait());
    QVERIFY(numbers.isReady());
    const double expected = 0.75 + 4 * 0.25 / 29999;
    for (const double number : numbers.table().heads.front()) {
        QVERIFY(std::abs(number - expected) < 1e-7);
    }
}

void HeadNumbersTest::whoCannotWaitHasItComputed()
{
    HeadNumbers numbers;
    QSignalSpy ready(&numbers, &HeadNumbers::ready);
    numbers.ask(questionOf(largeTrace(), 1));
    const StatisticTable table = numbers.table();
    QCOMPARE(table.layers, std::vector<double>{0.75});
    QVERIFY(numbers.isReady());
    QVERIFY(ready.wait()); // who waits is told all the same
    QCOMPARE(numbers.table(), table);
}

void HeadNumbersTest::theNewestQuestionWins()
{
    HeadNumbers numbers;
    QSignalSpy ready(&numbers, &HeadNumbers::ready);
    numbers.ask(questionOf(largeTrace(), 1, "entropy"));
    numbers.ask(questionOf(largeTrace(), 1, "gini"));
    numbers.ask(questionOf(largeTrace(), 1, "largest"));
    numbers.ask(questionOf(largeTrace(), 2, "largest")); // other maps of the same trace
    QVERIFY(ready.wait());
    QCOMPARE(numbers.table().layers, std::vector<double>{0.5});
    numbers.ask(questionOf(largeTrace(), 0, "entropy"));
    numbers.askNothing();
    QVERIFY(numbers.isReady());
    QVERIFY(numbers.table().heads.empty());
    numbers.ask(questionOf(largeTrace(), 1, "largest"));
    QVERIFY(ready.wait());
    QCOMPARE(ready.size(), 2); // one for each that was waited for
    QCOMPARE(numbers.table().layers, std::vector<double>{0.75});
}

void HeadNumbersTest::numbersOfEveryQueryAreKeptForAnotherFocus()
{
    HeadNumbers numbers;
    QSignalSpy ready(&numbers, &HeadNumbers::ready);
    numbers.ask(questionOf(largeTrace(), 1, "confidence"));
    QVERIFY(ready.wait());
    numbers.ask(questionOf(largeTrace(), 2, "confidence"));
    QVERIFY(numbers.isReady());
    numbers.ask(questionOf(largeTrace(), 2, "sink"));
    QVERIFY(!numbers.isReady());
    QVERIFY(ready.wait());
    QVERIFY(std::abs(numbers.table().layers.front() - 0.25) < 1e-3); // 0.75 of one query in three
}

void HeadNumbersTest::aStatisticThatSaysNothingHasAReason()
{
    HeadNumbers numbers;
    numbers.ask(questionOf(largeTrace(), 1, "image-mass"));
    QVERIFY(numbers.isReady());
    QVERIFY(!numbers.absence().empty());
    QCOMPARE(numbers.table().heads.front().size(), std::size_t(2));
    QVERIFY(std::isnan(numbers.table().heads.front().front()));
    QVERIFY(std::isnan(numbers.table().layers.front()));
    numbers.ask(questionOf(largeTrace(), 1));
    QVERIFY(numbers.absence().empty());
}

void HeadNumbersTest::nothingComesAfterItIsGone()
{
    auto numbers = std::make_unique<HeadNumbers>();
    int calls = 0;
    connect(numbers.get(), &HeadNumbers::ready, this, [&calls] { ++calls; });
    numbers->ask(questionOf(largeTrace(), 1, "entropy"));
    numbers.reset(); // with the worker at work
    QCoreApplication::processEvents();
    QCOMPARE(calls, 0);
}

QTEST_GUILESS_MAIN(HeadNumbersTest)
#include "head_numbers_test.moc"
