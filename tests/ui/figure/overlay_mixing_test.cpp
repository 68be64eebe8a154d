#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/overlay.h"

#include <algorithm>
#include <cmath>

using namespace attenscope;

namespace {

constexpr ScaleRange kUnitRange{0, 1};

struct Lab {
    double lightness;
    double a;
    double b;
};

double linearOf(int channel)
{
    const double s = channel / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

int encoded(double linear)
{
    const double x = std::clamp(linear, 0.0, 1.0);
    return static_cast<int>(
        std::lround(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1 / 2.4) - 0.055)));
}

Lab labOf(QRgb colour)
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

QColor colourOf(const Lab& lab)
{
    const double l = std::pow(lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3);
    const double m = std::pow(lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3);
    const double s = std::pow(lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3);
    return {encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

/// The overlay as the design states it: L mixes by alpha, a and b are the map's and 0.7 (1 - alpha)
/// of the picture's.
QColor designedTint(QRgb map, QRgb picture, double alpha)
{
    const Lab m = labOf(map);
    const Lab p = labOf(picture);
    return colourOf({alpha * m.lightness + (1 - alpha) * p.lightness, m.a + 0.7 * (1 - alpha) * p.a,
                     m.b + 0.7 * (1 - alpha) * p.b});
}

} // namespace

class OverlayMixingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tintIsMixedAsDesigned();
    void withoutOpacityThePictureStays_data();
    void withoutOpacityThePictureStays();
    void spotlightLeavesThePictureWhereNothingLooks();
    void multiplyIsTheProductOfTheChannels_data();
    void multiplyIsTheProductOfTheChannels();
    void besideThePictureTheMapIsOpaque();
    void liftIsDrawnWithASignedTable();
};

void OverlayMixingTest::tintIsMixedAsDesigned()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    const Map map = steppedMap(units);
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, FigureStyle(),
                                                       wholeView(picture, {480, 480}));
    for (int y = 3; y < 480; y += 7) {
        for (int x = 1; x < 480; x += 7) {
            const auto unit = static_cast<std::size_t>((y / 40) * 12 + x / 40);
            const QRgb colour =
                colourTable("cividis").colourAt(static_cast<double>(map.values[unit])).rgb();
            const QColor expected = designedTint(colour, picture.pixel(x, y), 0.68);
            QVERIFY2(channelDifference(image.pixelColor(x, y), expected) <= 1,
                     qPrintable(QStringLiteral("%1 %2: %3 %4")
                                    .arg(x)
                                    .arg(y)
                                    .arg(image.pixelColor(x, y).name(), expected.name())));
        }
    }
}

void OverlayMixingTest::withoutOpacityThePictureStays_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("tint") << static_cast<int>(OverlayKind::Tint);
    QTest::newRow("spotlight") << static_cast<int>(OverlayKind::Spotlight);
    QTest::newRow("contours") << static_cast<int>(OverlayKind::Contour);
    QTest::newRow("multiply") << static_cast<int>(OverlayKind::Multiply);
}

void OverlayMixingTest::withoutOpacityThePictureStays()
{
    QFETCH(int, kind);
    const VisualUnits units = hillTrace({.imageWidth = 200, .imageHeight = 200}).units;
    const QImage picture = shapesPicture(200, 200);
    FigureStyle style;
    style.opacity = 0;
    style.overlay = static_cast<OverlayKind>(kind);
    const QImage image = OverlayPainter(picture).paint(units, steppedMap(units), kUnitRange, style,
                                                       wholeView(picture, {200, 200}));
    for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 200; ++x) {
            QVERIFY(channelDifference(image.pixelColor(x, y), picture.pixelColor(x, y)) <= 1);
        }
    }
}

void OverlayMixingTest::spotlightLeavesThePictureWhereNothingLooks()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    Map map = steppedMap(units);
    std::fill(map.values.begin(), map.values.end(), 0.0F);
    map.values[0] = 1;
    FigureStyle style;
    style.overlay = OverlayKind::Spotlight;
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, style,
                                                       wholeView(picture, {480, 480}));
    QVERIFY(channelDifference(image.pixelColor(20, 20), picture.pixelColor(20, 20)) > 40);
    QVERIFY(channelDifference(image.pixelColor(130, 200), picture.pixelColor(130, 200)) <= 1);
}

void OverlayMixingTest::multiplyIsTheProductOfTheChannels_data()
{
    QTest::addColumn<double>("opacity");
    QTest::newRow("whole") << 1.0;
    QTest::newRow("a part") << 0.68;
}

void OverlayMixingTest::multiplyIsTheProductOfTheChannels()
{
    QFETCH(double, opacity);
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    const Map map = steppedMap(units);
    FigureStyle style;
    style.overlay = OverlayKind::Multiply;
    style.opacity = opacity;
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, style,
                                                       wholeView(picture, {480, 480}));
    const auto product = [&](int below, int above) {
        return static_cast<int>(
            std::lround(below * (1 - opacity) + opacity * below * above / 255.0));
    };
    for (int y = 3; y < 480; y += 7) {
        for (int x = 1; x < 480; x += 7) {
            const auto unit = static_cast<std::size_t>((y / 40) * 12 + x / 40);
            const QColor colour =
                colourTable("cividis").colourAt(static_cast<double>(map.values[unit]));
            const QColor below = picture.pixelColor(x, y);
            const QColor expected(product(below.red(), colour.red()),
                                  product(below.green(), colour.green()),
                                  product(below.blue(), colour.blue()));
            QVERIFY(channelDifference(image.pixelColor(x, y), expected) <= 1);
        }
    }
}

void OverlayMixingTest::besideThePictureTheMapIsOpaque()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    const Map map = steppedMap(units);
    FigureStyle style;
    style.overlay = OverlayKind::SideBySide;
    style.opacity = 0.3; // changes nothing
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, style,
                                                       wholeView(picture, {480, 480}));
    for (std::size_t unit = 0; unit < 144; unit += 5) {
        const QPoint centre(static_cast<int>(unit % 12) * 40 + 20,
                            static_cast<int>(unit / 12) * 40 + 20);
        QCOMPARE(image.pixelColor(centre),
                 colourTable("cividis").colourAt(static_cast<double>(map.values[unit])));
    }
}

// All weights the same but one of three times that and one of a third.
void OverlayMixingTest::liftIsDrawnWithASignedTable()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    Map map = steppedMap(units);
    std::fill(map.values.begin(), map.values.end(), 1.0F);
    map.values[0] = 3;
    map.values[1] = 1 / 3.0F;
    FigureStyle style;
    style.scale = Scale::Lift;
    style.opacity = 1;
    const QImage image = OverlayPainter(picture).paint(units, map, liftRangeUpTo(4), style,
                                                       wholeView(picture, {480, 480}));
    const double even = 144 / (142 + 3 + 1 / 3.0); // the lift of 1
    const auto colourOf = [](double lift) {
        return colourTable("cool-warm").colourAt(0.5 + std::log2(lift) / 4);
    };
    QCOMPARE(image.pixelColor(20, 20), colourOf(3 * even));
    QCOMPARE(image.pixelColor(60, 20), colourOf(even / 3));
    QCOMPARE(image.pixelColor(300, 300), colourOf(even));
}

QTEST_APPLESS_MAIN(OverlayMixingTest)
#include "overlay_mixing_test.moc"
