#include <QtTest>

#include "engine/blocks/pooling.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"

#include <cmath>
#include <limits>

using namespace attenscope;

class PoolingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTorch_data();
    void equalsTorch();
    void firstSkipsMaskedRows();
    void aNanIsNotPooledAway();
    void unknownNamesAreNotGuessed();
};

void PoolingTest::equalsTorch_data()
{
    QTest::addColumn<int>("expected");
    QTest::newRow("max") << static_cast<int>(Pooling::Max);
    QTest::newRow("mean") << static_cast<int>(Pooling::Mean);
    QTest::newRow("first") << static_cast<int>(Pooling::First);
}

void PoolingTest::equalsTorch()
{
    QFETCH(int, expected);
    const std::string name = QTest::currentDataTag();
    const auto pooling = poolingFromName(name);
    QVERIFY(pooling.has_value());
    QCOMPARE(static_cast<int>(*pooling), expected);

    const Golden golden(TEST_DATA "/blocks");
    const Matrix x = golden.matrix("pooling/x");
    const std::vector<bool> isMasked = golden.flags("pooling/hidden");
    COMPARE_MATRICES(pooled(*pooling, x, isMasked), golden.matrix("pooling/" + name),
                     golden.tolerance());

    // No mask is the same as an open one.
    COMPARE_MATRICES(pooled(*pooling, x, {}), pooled(*pooling, x, std::vector<bool>(6, false)), 0);
}

void PoolingTest::firstSkipsMaskedRows()
{
    Matrix x(3, 2);
    x << 1, 2, 3, 4, 5, 6;
    COMPARE_MATRICES(pooled(Pooling::First, x, {true, false, false}), Matrix(x.row(1)), 0);
}

void PoolingTest::aNanIsNotPooledAway()
{
    for (const Index place : {0, 1, 2}) {
        Matrix x = Matrix::Ones(3, 4);
        x(place, 1) = std::numeric_limits<float>::quiet_NaN();
        for (const Pooling pooling : {Pooling::Max, Pooling::Mean}) {
            const Matrix result = pooled(pooling, x, {});
            QVERIFY(std::isnan(result(0, 1)));
            QVERIFY(result(0, 0) == 1.0F);
        }
    }
}

void PoolingTest::unknownNamesAreNotGuessed()
{
    QVERIFY(!poolingFromName("cls").has_value());
    QVERIFY(!poolingFromName("Max").has_value());
}

QTEST_APPLESS_MAIN(PoolingTest)
#include "pooling_test.moc"
