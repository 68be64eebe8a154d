#include <QtTest>

#include "engine/base/checked.h"

#include <limits>
#include <vector>

using namespace attenscope;

namespace {

using Shape = QVector<qint64>;

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();
constexpr qint64 kNothing = -1; ///< stands for "no result" in a row

} // namespace

class CheckedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sumsThatOverflowAreNothing();
    void productsThatOverflowAreNothing();
    void elementsOfAShape_data();
    void elementsOfAShape();
};

void CheckedTest::sumsThatOverflowAreNothing()
{
    QVERIFY(checkedAdd(2, 3) == 5U);
    QVERIFY(checkedAdd(kLargest, 0) == kLargest);
    QVERIFY(checkedAdd(kLargest - 1, 1) == kLargest);
    QVERIFY(!checkedAdd(kLargest, 1).has_value());
    QVERIFY(!checkedAdd(kLargest, kLargest).has_value());
}

void CheckedTest::productsThatOverflowAreNothing()
{
    QVERIFY(checkedMultiply(6, 7) == 42U);
    QVERIFY(checkedMultiply(kLargest, 0) == 0U);
    QVERIFY(checkedMultiply(kLargest, 1) == kLargest);
    QVERIFY(!checkedMultiply(std::uint64_t{1} << 32, std::uint64_t{1} << 32).has_value());
    QVERIFY(!checkedMultiply(kLargest, 2).has_value());
}

void CheckedTest::elementsOfAShape_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<qint64>("elements");
    QTest::newRow("a scalar") << Shape{} << qint64{1};
    QTest::newRow("a matrix") << Shape{577, 768} << qint64{443136};
    QTest::newRow("an empty tensor") << Shape{5, 0, 3} << qint64{0};
    QTest::newRow("a negative extent") << Shape{5, -1} << kNothing;
    QTest::newRow("a negative extent beside 0") << Shape{0, -1} << kNothing;
    QTest::newRow("the largest allowed") << Shape{(qint64{1} << 62) - 1} << (qint64{1} << 62) - 1;
    QTest::newRow("2^62") << Shape{qint64{1} << 31, qint64{1} << 31} << kNothing;
    QTest::newRow("an overflow to 0") << Shape{qint64{1} << 32, qint64{1} << 32} << kNothing;
    QTest::newRow("an overflow beside 0") << Shape{0, qint64{1} << 32, qint64{1} << 32} << kNothing;
}

void CheckedTest::elementsOfAShape()
{
    QFETCH(Shape, shape);
    QFETCH(qint64, elements);
    const std::vector<std::int64_t> extents(shape.begin(), shape.end());
    const auto found = elementCount(extents);
    QCOMPARE(found.has_value(), elements != kNothing);
    if (found) {
        QCOMPARE(static_cast<qint64>(*found), elements);
    }
}

QTEST_APPLESS_MAIN(CheckedTest)
#include "checked_test.moc"
