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
    void simplifiedLinesPassByTheirPoints_data();
    void simplifiedLinesPassByTheirPoints();
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

void ContoursTest::simplifiedLinesPassByTheirPoints_data()
{
    QTest::addColumn<QPolygonF>("line");
    QTest::addColumn<int>("points");
    constexpr int kAny = -1;
    QPolygonF straight;
    QPolygonF circle; // closed
    QPolygonF corner;
    QPolygonF back;
    for (int i = 0; i <= 100; ++i) {
        const double angle = 2 * M_PI * i / 100;
        straight << QPointF(i, 0.5 * i);
        circle << QPointF(50 + 16 * std::cos(angle), 40 + 16 * std::sin(angle));
        corner << (i < 50 ? QPointF(i, 0) : QPointF(50, i - 50));
        back << (i < 50 ? QPointF(i, 0) : QPointF(100 - i, 0));
    }
    QTest::newRow("none") << QPolygonF() << 0;
    QTest::newRow("one point") << QPolygonF({{3, 4}}) << 1;
    QTest::newRow("the same point twice") << QPolygonF({{3, 4}, {3, 4}}) << 2;
    QTest::newRow("straight") << straight << 2;
    QTest::newRow("closed circle") << circle << kAny;
    QTest::newRow("corner") << corner << 3;
    QTest::newRow("there and back") << back << 3;
}

void ContoursTest::simplifiedLinesPassByTheirPoints()
{
    QFETCH(QPolygonF, line);
    QFETCH(int, points);
    constexpr double kTolerance = 0.05;
    const QPolygonF few = simplified(line, kTolerance);
    QVERIFY(points < 0 || few.size() == points);
    QVERIFY(few.size() <= line.size());
    if (line.isEmpty()) {
        return;
    }
    QCOMPARE(few.first(), line.first());
    QCOMPARE(few.last(), line.last());
    qsizetype piece = 0; // pieces follow each other as the points do
    for (const QPointF& point : line) {
        const auto distance = [&](qsizetype from) {
            const QLineF chord(few[from], few[from + 1]);
            const double along = QPointF::dotProduct(point - chord.p1(), chord.p2() - chord.p1());
            const double share =
                chord.length() > 0 ? std::clamp(along / (chord.length() * chord.length()), 0.0, 1.0)
                                   : 0;
            return QLineF(point, chord.pointAt(share)).length();
        };
        while (piece + 2 < few.size() && distance(piece) > kTolerance) {
            ++piece;
        }
        QVERIFY(few.size() == 1 || distance(piece) <= kTolerance);
    }
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
