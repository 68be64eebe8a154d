#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/seen_frame.h"

using namespace attenscope;

class SeenFrameTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGridOverAllOfThePictureHasNone();
    void regionsHaveNone();
    void aCentreCropCutsTheSides();
    void aCropLargerThanThePicturePads();
    void pixelsThatFillNoPatchAreCut();
};

void SeenFrameTest::aGridOverAllOfThePictureHasNone()
{
    QVERIFY(!seenFrame(hillTrace({.imageWidth = 640, .imageHeight = 480}).units));
}

void SeenFrameTest::regionsHaveNone()
{
    Regions regions;
    regions.features = Matrix::Zero(1, 1);
    regions.boxes = Matrix::Constant(1, 4, 0.25F);
    QVERIFY(!seenFrame(regionUnits(regions, 640, 480)));
}

// 640 × 480 to 256 × 192, of which the middle 192 × 192 is seen: 80 to 560 of the original.
void SeenFrameTest::aCentreCropCutsTheSides()
{
    const auto seen = seenFrame(
        hillTrace({.imageWidth = 640, .imageHeight = 480, .isCentreCropped = true}).units);
    QVERIFY(seen.has_value());
    QVERIFY(seen->isCut);
    QVERIFY(!seen->isPadded);
    QCOMPARE(seen->frame, QRectF(80, 0, 480, 480));
}

// 100 × 50, not resized, into 128 × 64 with 14 and 7 black pixels before it.
void SeenFrameTest::aCropLargerThanThePicturePads()
{
    const auto seen = seenFrame(patchGrid({.originalWidth = 100,
                                           .originalHeight = 50,
                                           .resizedWidth = 100,
                                           .resizedHeight = 50,
                                           .cropX = -14,
                                           .cropY = -7,
                                           .inputWidth = 128,
                                           .inputHeight = 64},
                                          16, false));
    QVERIFY(seen.has_value());
    QVERIFY(!seen->isCut);
    QVERIFY(seen->isPadded);
    QCOMPARE(seen->frame, QRectF(-14, -7, 128, 64));
}

void SeenFrameTest::pixelsThatFillNoPatchAreCut()
{
    const auto seen = seenFrame(patchGrid({.originalWidth = 70,
                                           .originalHeight = 64,
                                           .resizedWidth = 70,
                                           .resizedHeight = 64,
                                           .inputWidth = 70,
                                           .inputHeight = 64},
                                          16, false));
    QVERIFY(seen.has_value());
    QVERIFY(seen->isCut);
    QCOMPARE(seen->frame, QRectF(0, 0, 64, 64));
}

QTEST_MAIN(SeenFrameTest)
#include "seen_frame_test.moc"
