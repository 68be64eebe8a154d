#include <QtTest>

#include "engine/blocks/key_mask.h"
#include "tests/support/matrix_comparison.h"

#include <limits>

using namespace attenscope;

class KeyMaskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void maskedKeysGetTheLowestFloatUnlessSaid();
    void noKeysGiveAnEmptyRow();
};

void KeyMaskTest::maskedKeysGetTheLowestFloatUnlessSaid()
{
    Matrix expected(1, 3);
    expected << 0, -std::numeric_limits<float>::max(), 0;
    COMPARE_MATRICES(keyMask({false, true, false}), expected, 0);
    expected(0, 1) = -10000;
    COMPARE_MATRICES(keyMask({false, true, false}, -10000), expected, 0);
}

void KeyMaskTest::noKeysGiveAnEmptyRow()
{
    QCOMPARE(keyMask({}).cols(), Index{0});
}

QTEST_APPLESS_MAIN(KeyMaskTest)
#include "key_mask_test.moc"
