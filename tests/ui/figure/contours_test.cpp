#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/contours.h"
#include "ui/figure/overlay_text.h"

#include <cmath>

using namespace attenscope;

namespace {

/// A ramp from left to right over 12 × 12 cells of 40 pixels: 1/24 in the first column's centre,
/// 23/24 in the last one's.
Map rampMap(const VisualUnits& units)
{
    Map map;
    for (const VisualUnit& unit : units.units) {
        map.values.push_back((static_cast<float>(unit.column) + 0.5F) / 12);
        map.states.push_back(Map::KeyState::Shown);
    }
    return map;
}

} // namespace

class ContoursTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levelsAreTheBarsNumbersInside_data();
    void levelsAreTheBarsNumbersInside();
    void linesLieWhereTheRampHasTheirLevel();
    void linesHaveTheirLevelsColourAndThePictureStays();
    void theLegendSaysTheLevels();
};

void ContoursTest::levelsAreTheBarsNumbersInside_data()
{
    QTest::addColumn<ScaleRange>("range");
    QTest::addColumn<QStringList>("texts");
    QTest::newRow("weights") << ScaleRange{0, 0.112F}
                             << QStringList{"0.02", "0.04", "0.06", "0.08", "0.10"};
    QTest::newRow("ends are none") << ScaleRange{0, 1} << QStringList{"0.2", "0.4", "0.6", "0.8"};
    QTest::newRow("decades") << ScaleRange{1e-5F, 0.1F, true}
                             << QStringList{"1e−4", "0.001", "0.01"};
    QTest::newRow("factors") << ScaleRange{0.2F, 5, true, true}
                             << QStringList{"×1/4", "×1/2", "×1", "×2", "×4"};
    QTest::newRow("no extent") << ScaleRange{0.5F, 0.5F} << QStringList{};
}

void ContoursTest::levelsAreTheBarsNumbersInside()
{
    QFETCH(ScaleRange, range);
    QFETCH(QStringList, texts);
    QStringList found;
    for (const Tick& level : contourLevels(range)) {
        found << level.text;
    }
    QCOMPARE(found, texts);
}

void ContoursTest::linesLieWhereTheRampHasTheirLevel()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    const std::vector<Contour> contours =
        contoursOf(units, rampMap(units), {0, 1}, wholeView(picture, {480, 480}));
    QCOMPARE(contours.size(), std::size_t(4));
    for (std::size_t i = 0; i < contours.size(); ++i) {
        QVERIFY(std::abs(contours[i].level - 0.2 * static_cast<double>(i + 1)) < 1e-6);
        for (const QPointF& point : contours[i].line) {
            QVERIFY2(std::abs(point.x() - 480 * contours[i].level) < 0.01,
                     qPrintable(QString::number(point.x())));
        }
    }
}

void ContoursTest::linesHaveTheirLevelsColourAndThePictureStays()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    FigureStyle style;
    style.overlay = OverlayKind::Contour;
    style.opacity = 1;
    const QImage image = OverlayPainter(picture).paint(units, rampMap(units), {0, 1}, style,
                                                       wholeView(picture, {480, 480}));
    const ColourTable& table = colourTable("cividis");
    QCOMPARE(image.pixelColor(96, 240), table.colourAt(0.2));
    QCOMPARE(image.pixelColor(384, 100), table.colourAt(0.8));
    for (const QPoint at : {QPoint(140, 240), QPoint(240, 240), QPoint(430, 20)}) {
        QVERIFY(channelDifference(image.pixelColor(at), picture.pixelColor(at)) <= 1);
    }
    style.opacity = 0;
    const QImage bare = OverlayPainter(picture).paint(units, rampMap(units), {0, 1}, style,
                                                      wholeView(picture, {480, 480}));
    QVERIFY(channelDifference(bare.pixelColor(96, 240), picture.pixelColor(96, 240)) <= 1);
}

void ContoursTest::theLegendSaysTheLevels()
{
    FigureStyle style;
    style.overlay = OverlayKind::Contour;
    QCOMPARE(overlayText(style, {0, 0.5F}),
             QString("contours of the smoothed map at 0.1, 0.2, 0.3, 0.4"));
    style.overlay = OverlayKind::Tint;
    QCOMPARE(overlayText(style, {0, 0.5F}), QString("tint, map 68 % opaque"));
}

QTEST_MAIN(ContoursTest)
#include "contours_test.moc"
