#include <QColor>
#include <QtTest>

#include "ui/figure/oklab.h"

#include <array>
#include <cmath>
#include <vector>

using namespace attenscope;

namespace {

double linearOf(int channel)
{
    const double s = channel / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

struct Lab {
    double lightness;
    double a;
    double b;
};

/// Ottosson's definition, in double.
Lab definition(QRgb colour)
{
    const double r = linearOf(qRed(colour));
    const double g = linearOf(qGreen(colour));
    const double b = linearOf(qBlue(colour));
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

std::vector<QRgb> manyColours()
{
    std::vector<QRgb> colours;
    for (int r = 0; r < 256; r += 15) {
        for (int g = 0; g < 256; g += 15) {
            for (int b = 0; b < 256; b += 15) {
                colours.push_back(qRgb(r, g, b));
            }
        }
    }
    return colours; // not a multiple of the chunk that is worked on at once
}

} // namespace

class OklabTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownColours_data();
    void knownColours();
    void everyColourMatchesTheDefinition();
    void mixingWithNothingGivesTheColourBack();
    void mixingWithFullShareGivesTheOwnColour();
};

// From the table of Ottosson's article, as CSS Color 4 prints them too.
void OklabTest::knownColours_data()
{
    QTest::addColumn<QColor>("colour");
    QTest::addColumn<QVector<float>>("lab");
    QTest::newRow("white") << QColor(255, 255, 255) << QVector<float>{1, 0, 0};
    QTest::newRow("black") << QColor(0, 0, 0) << QVector<float>{0, 0, 0};
    QTest::newRow("red") << QColor(255, 0, 0) << QVector<float>{0.6280F, 0.2249F, 0.1258F};
    QTest::newRow("green") << QColor(0, 255, 0) << QVector<float>{0.8664F, -0.2339F, 0.1795F};
    QTest::newRow("blue") << QColor(0, 0, 255) << QVector<float>{0.4520F, -0.0325F, -0.3115F};
}

void OklabTest::knownColours()
{
    QFETCH(QColor, colour);
    QFETCH(QVector<float>, lab);
    const Oklab found = labFromRoots(rootsFromColour(colour.rgb()));
    QVERIFY(std::abs(found.lightness - lab[0]) < 2e-4F);
    QVERIFY(std::abs(found.a - lab[1]) < 2e-4F);
    QVERIFY(std::abs(found.b - lab[2]) < 2e-4F);
}

void OklabTest::everyColourMatchesTheDefinition()
{
    const std::vector<QRgb> colours = manyColours();
    const OklabPlanes planes = planesFromPixels(colours);
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const Lab expected = definition(colours[i]);
        const Oklab found = labFromRoots({.l = planes.l[i], .m = planes.m[i], .s = planes.s[i]});
        const double slack = 2e-4; // black is a cube root of 1e-12
        QVERIFY(std::abs(static_cast<double>(found.lightness) - expected.lightness) < slack);
        QVERIFY(std::abs(static_cast<double>(found.a) - expected.a) < slack);
        QVERIFY(std::abs(static_cast<double>(found.b) - expected.b) < slack);
        QCOMPARE(planes.lightness[i], found.lightness);
    }
}

void OklabTest::mixingWithNothingGivesTheColourBack()
{
    const std::vector<QRgb> colours = manyColours();
    const std::array<OklabMix, 1> bare{OklabMix{.own = {}, .light = 0, .colour = 1}};
    const std::vector<std::uint16_t> codes(colours.size(), 0);
    std::vector<QRgb> mixed(colours.size());
    mixPixels(planesFromPixels(colours), codes, bare, mixed);
    for (std::size_t i = 0; i < colours.size(); ++i) {
        QVERIFY(std::abs(qRed(mixed[i]) - qRed(colours[i])) <= 1);
        QVERIFY(std::abs(qGreen(mixed[i]) - qGreen(colours[i])) <= 1);
        QVERIFY(std::abs(qBlue(mixed[i]) - qBlue(colours[i])) <= 1);
        QCOMPARE(qAlpha(mixed[i]), 255);
    }
}

void OklabTest::mixingWithFullShareGivesTheOwnColour()
{
    const std::vector<QRgb> colours = manyColours();
    const QRgb own = qRgb(0xFE, 0xE8, 0x38);
    const std::array<OklabMix, 2> table{
        OklabMix{}, OklabMix{.own = rootsFromColour(own), .light = 0, .colour = 0}};
    const std::vector<std::uint16_t> codes(colours.size(), 1);
    std::vector<QRgb> mixed(colours.size());
    mixPixels(planesFromPixels(colours), codes, table, mixed);
    for (const QRgb pixel : mixed) {
        QCOMPARE(pixel, own);
    }
}

QTEST_APPLESS_MAIN(OklabTest)
#include "oklab_test.moc"
