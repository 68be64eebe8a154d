#include <QTest>

#include "engine/trace/run_memory.h"

#include <array>
#include <cmath>
#include <limits>

using namespace attenscope;

namespace {

constexpr std::size_t kPlenty = std::size_t(1) << 20;
constexpr Index kRows = 4;
constexpr Index kColumns = 8;
constexpr std::size_t kMatrixBytes = kRows * kColumns * sizeof(float);

Matrix filled(float value)
{
    return Matrix::Constant(kRows, kColumns, value);
}

StepId layer(int number)
{
    return StepId(StepId::Kind::FeedForward).add(number);
}

std::shared_ptr<const void> model()
{
    return std::make_shared<const int>();
}

/// A step through the memory; counts how often it is computed.
struct Step {
    RunMemory& memory;
    int computed = 0;

    Matrix operator()(int number, const Matrix& x)
    {
        return remembered(&memory, layer(number), {x}, [&]() -> Matrix {
            ++computed;
            return x * 2;
        });
    }
};

} // namespace

class RunMemoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameInputsAreComputedOnce();
    void inputsAreComparedBitByBit_data();
    void inputsAreComparedBitByBit();
    void aBlockOfAMatrixEqualsItsCopy();
    void otherStepsHaveOtherResults();
    void anotherModelsResultsAreGone();
    void resultsThatNoRunUsesAreGone();
    void equalMatricesAreKeptOnce();
    void theBudgetHolds();
    void thePresentRunsResultsStay();
    void theLastPictureIsKept();
};

void RunMemoryTest::sameInputsAreComputedOnce()
{
    RunMemory memory(kPlenty);
    const auto owner = model();
    Step step{memory};
    for (int run = 0; run < 3; ++run) {
        memory.beginRun(owner);
        QVERIFY(step(0, filled(3)) == filled(6));
    }
    QCOMPARE(step.computed, 1);
    QVERIFY(step(0, filled(4)) == filled(8));
    QCOMPARE(step.computed, 2);
    QVERIFY(remembered(nullptr, layer(0), {filled(1)}, [] { return filled(7); }) == filled(7));
}

void RunMemoryTest::inputsAreComparedBitByBit_data()
{
    constexpr float kNoNumber = std::numeric_limits<float>::quiet_NaN();
    QTest::addColumn<float>("before");
    QTest::addColumn<float>("now");
    QTest::addColumn<bool>("isSame");
    QTest::newRow("the next float is another one") << 1.0F << std::nextafter(1.0F, 2.0F) << false;
    QTest::newRow("0 and -0 are two") << 0.0F << -0.0F << false;
    QTest::newRow("no number equals itself") << kNoNumber << kNoNumber << true;
    QTest::newRow("equal numbers") << 1.5F << 1.5F << true;
}

void RunMemoryTest::inputsAreComparedBitByBit()
{
    QFETCH(float, before);
    QFETCH(float, now);
    QFETCH(bool, isSame);
    RunMemory memory(kPlenty);
    memory.beginRun(model());
    Step step{memory};
    for (Index place = 0; place < kRows * kColumns; ++place) { // wherever the difference lies
        Matrix x = filled(static_cast<float>(place));
        x.data()[place] = before;
        step(0, x);
        step.computed = 0;
        x.data()[place] = now;
        step(0, x);
        QCOMPARE(step.computed, isSame ? 0 : 1);
    }
}

void RunMemoryTest::aBlockOfAMatrixEqualsItsCopy()
{
    RunMemory memory(kPlenty);
    memory.beginRun(model());
    Matrix wide = Matrix::Random(kRows, 2 * kColumns);
    const Matrix copy = wide.rightCols(kColumns);
    memory.keep(layer(0), std::array{MatrixView(copy)}, std::array{MatrixView(copy)});
    QVERIFY(memory.find(layer(0), std::array{MatrixView(wide.rightCols(kColumns))}));
    QVERIFY(!memory.find(layer(0), std::array{MatrixView(wide.leftCols(kColumns))}));
    const Matrix folded = Eigen::Map<const Matrix>(copy.data(), kColumns, kRows);
    QVERIFY(!memory.find(layer(0), std::array{MatrixView(folded)}));
}

void RunMemoryTest::otherStepsHaveOtherResults()
{
    RunMemory memory(kPlenty);
    memory.beginRun(model());
    Step step{memory};
    step(0, filled(1));
    step(1, filled(1));
    QCOMPARE(step.computed, 2);
    const Matrix one = filled(1);
    const Matrix two = filled(2);
    const std::array inputs{MatrixView(one), MatrixView(two)};
    const std::array swapped{MatrixView(two), MatrixView(one)};
    memory.keep(layer(2), inputs, {});
    QVERIFY(memory.find(layer(2), inputs));
    QVERIFY(!memory.find(layer(2), swapped));
    QVERIFY(!memory.find(layer(2), std::span(inputs).first(1)));
}

void RunMemoryTest::anotherModelsResultsAreGone()
{
    RunMemory memory(kPlenty);
    const auto first = model();
    Step step{memory};
    memory.beginRun(first);
    step(0, filled(1));
    memory.beginRun(model());
    QCOMPARE(memory.sizeBytes(), std::size_t(0));
    memory.beginRun(first);
    step(0, filled(1));
    QCOMPARE(step.computed, 2);
}

void RunMemoryTest::resultsThatNoRunUsesAreGone()
{
    RunMemory memory(kPlenty);
    const auto owner = model();
    Step step{memory};
    memory.beginRun(owner);
    step(0, filled(1));
    step(1, filled(5));
    for (std::uint64_t run = 0; run <= RunMemory::kRuns; ++run) {
        memory.beginRun(owner);
        step(0, filled(1));
    }
    QCOMPARE(step.computed, 2);
    QCOMPARE(memory.sizeBytes(), 2 * kMatrixBytes);
    step(1, filled(5));
    QCOMPARE(step.computed, 3);
}

void RunMemoryTest::equalMatricesAreKeptOnce()
{
    RunMemory memory(kPlenty);
    memory.beginRun(model());
    Step step{memory};
    Matrix x = filled(1);
    for (int number = 0; number < 5; ++number) { // what one step gives the next one takes
        x = step(number, x);
    }
    QCOMPARE(memory.sizeBytes(), 6 * kMatrixBytes);
    SiteRecorder recorder(1, AttentionKeeping::Weights);
    recorder.record(0, filled(1));
    memory.keep(layer(9), std::array{MatrixView(filled(1))}, {}, recorder.finish());
    QCOMPARE(memory.sizeBytes(), 7 * kMatrixBytes); // a record's weights are counted by themselves
    memory.clear();
    QCOMPARE(memory.sizeBytes(), std::size_t(0));
}

void RunMemoryTest::theBudgetHolds()
{
    constexpr std::size_t kBudget = 6 * kMatrixBytes;
    RunMemory memory(kBudget);
    const auto owner = model();
    Step step{memory};
    for (int run = 0; run < 20; ++run) {
        memory.beginRun(owner);
        for (int number = 0; number < 4; ++number) {
            step(number, filled(static_cast<float>(7 * run + number + 100)));
            QVERIFY(memory.sizeBytes() <= kBudget);
        }
    }
    QVERIFY(memory.sizeBytes() > 0);
}

void RunMemoryTest::thePresentRunsResultsStay()
{
    RunMemory memory(4 * kMatrixBytes); // two steps fit
    const auto owner = model();
    Step step{memory};
    for (int run = 0; run < 2; ++run) {
        memory.beginRun(owner);
        for (int number = 0; number < 3; ++number) {
            step(number, filled(static_cast<float>(10 * number + 1)));
        }
    }
    QCOMPARE(step.computed, 4); // the third one alone was computed again
}

void RunMemoryTest::theLastPictureIsKept()
{
    Preprocessor preprocessor;
    preprocessor.width = preprocessor.height = 4;
    const Image picture{.width = 8, .height = 8, .rgb = std::vector<std::uint8_t>(192, 10)};
    Image other = picture;
    other.rgb.back() = 250;
    const PixelValues expected = preprocessor.apply(picture);
    RunMemory memory(kPlenty);
    memory.beginRun(model());
    QCOMPARE(memory.pixels(picture, preprocessor).values, expected.values);
    const std::size_t size = memory.sizeBytes();
    QVERIFY(size >= picture.rgb.size());
    QCOMPARE(memory.pixels(picture, preprocessor).values, expected.values);
    QCOMPARE(memory.pixels(other, preprocessor).values, preprocessor.apply(other).values);
    QCOMPARE(memory.sizeBytes(), size);
    RunMemory small(picture.rgb.size() / 2);
    QCOMPARE(small.pixels(picture, preprocessor).values, expected.values);
    QCOMPARE(small.sizeBytes(), std::size_t(0));
}

QTEST_APPLESS_MAIN(RunMemoryTest)
#include "run_memory_test.moc"
