#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/overlay.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

using namespace attenscope;

namespace {

constexpr ScaleRange kUnitRange{0, 1};

VisualUnits unitsOf(const HillOptions& options)
{
    return hillTrace(options).units;
}

FigureStyle opaqueStyle()
{
    FigureStyle style;
    style.opacity = 1;
    return style;
}

QPoint pixelAt(const Box& box, const OverlayView& view)
{
    return {static_cast<int>((box.centreX() - view.source.x()) * view.size.width() /
                             view.source.width()),
            static_cast<int>((box.centreY() - view.source.y()) * view.size.height() /
                             view.source.height())};
}

} // namespace

class OverlayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCellHasTheTablesColour_data();
    void everyCellHasTheTablesColour();
    void cellsAreCrisp();
    void smoothMeetsTheCellsAtTheirCentres();
    void maskedUnitsAreHatched_data();
    void maskedUnitsAreHatched();
    void notANumberIsHatchedInItsOwnColour();
    void unseenPictureLosesItsColour();
    void zoomShowsTheSamePixels();
    void newViewReplacesTheKeptOne();
    void theSmallestOfOverlappingRegionsIsOnTop();
    void bareShowsOnlyTheMask();
    void scalePositions();
};

void OverlayTest::everyCellHasTheTablesColour_data()
{
    QTest::addColumn<HillOptions>("options");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("table");
    QTest::newRow("square") << HillOptions{} << QSize(480, 480) << "cividis";
    QTest::newRow("odd sizes") << HillOptions{.imageWidth = 333, .imageHeight = 517}
                               << QSize(301, 407) << "viridis";
    QTest::newRow("squashed wide picture, 24 x 24, class unit") << HillOptions{.gridRows = 24,
                                                                               .gridColumns = 24,
                                                                               .imageWidth = 900,
                                                                               .imageHeight = 400,
                                                                               .hasClassUnit = true}
                                                                << QSize(1024, 455) << "magma";
    QTest::newRow("cropped") << HillOptions{.imageWidth = 300,
                                            .imageHeight = 700,
                                            .isCentreCropped = true}
                             << QSize(300, 700) << "turbo";
    QTest::newRow("one pixel per cell") << HillOptions{} << QSize(12, 12) << "inferno";
}

void OverlayTest::everyCellHasTheTablesColour()
{
    QFETCH(HillOptions, options);
    QFETCH(QSize, size);
    QFETCH(QString, table);
    const VisualUnits units = unitsOf(options);
    const Map map = steppedMap(units);
    const QImage picture = shapesPicture(options.imageWidth, options.imageHeight);
    const OverlayView view = wholeView(picture, size);
    FigureStyle style = opaqueStyle();
    style.colourTable = table.toStdString();
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, style, view);
    QCOMPARE(image.size(), size);
    for (std::size_t u = 0; u < units.units.size(); ++u) {
        if (units.units[u].box.isEmpty()) {
            continue;
        }
        const QColor expected =
            colourTable(style.colourTable).colourAt(static_cast<double>(map.values[u]));
        QCOMPARE(image.pixelColor(pixelAt(units.units[u].box, view)), expected);
    }
}

void OverlayTest::cellsAreCrisp()
{
    const VisualUnits units = unitsOf({});
    const QImage picture = shapesPicture(512, 512);
    const Map map = steppedMap(units);
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, opaqueStyle(),
                                                       wholeView(picture, {480, 480}));
    for (int x = 0; x < 480; ++x) { // 40 pixels per cell, no colour between two cells
        const auto unit = static_cast<std::size_t>(x / 40);
        QCOMPARE(image.pixelColor(x, 0),
                 colourTable("cividis").colourAt(static_cast<double>(map.values[unit])));
    }
}

void OverlayTest::smoothMeetsTheCellsAtTheirCentres()
{
    const VisualUnits units = unitsOf({});
    const QImage picture = shapesPicture(512, 512);
    Map map = steppedMap(units);
    for (std::size_t u = 0; u < map.values.size(); ++u) { // grows to the right, linearly
        map.values[u] = static_cast<float>(units.units[u].column) / 11;
    }
    FigureStyle style = opaqueStyle();
    style.isSmooth = true;
    style.colourTable = "grey";
    const OverlayView view = wholeView(picture, {492, 492}); // 41 pixels per cell: has a centre
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, style, view);
    for (int column = 0; column < 12; ++column) {
        const int expected = ColourTable::indexAt(column / 11.0);
        QVERIFY(std::abs(qRed(image.pixel(41 * column + 20, 100)) - expected) <= 1);
    }
    for (int x = 1; x < 492; ++x) { // no step between cells
        const int step = qRed(image.pixel(x, 100)) - qRed(image.pixel(x - 1, 100));
        QVERIFY(step == 0 || step == 1);
    }
    QCOMPARE(qRed(image.pixel(0, 100)), 0); // flat outside the outer centres
    QCOMPARE(qRed(image.pixel(491, 100)), 255);
}

void OverlayTest::maskedUnitsAreHatched_data()
{
    QTest::addColumn<bool>("isSmooth");
    QTest::newRow("cells") << false;
    QTest::newRow("smooth") << true;
}

void OverlayTest::maskedUnitsAreHatched()
{
    QFETCH(bool, isSmooth);
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    Map map = steppedMap(units);
    std::fill(map.values.begin(), map.values.end(), 0.8F);
    constexpr int kMasked = 5 * 12 + 6;
    map.states[kMasked] = Map::KeyState::Masked;
    map.values[kMasked] = 0;
    FigureStyle style = opaqueStyle();
    style.isSmooth = isSmooth;
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, style,
                                                       wholeView(picture, {480, 480}));
    const QRect cell(6 * 40, 5 * 40, 40, 40);
    std::set<QRgb> inside;
    const QColor around = colourTable("cividis").colourAt(0.8);
    for (int y = 0; y < 480; ++y) {
        for (int x = 0; x < 480; ++x) {
            if (cell.contains(x, y)) {
                inside.insert(image.pixel(x, y));
                QVERIFY(image.pixelColor(x, y) != around);
            } else { // the gap does not spread
                QCOMPARE(image.pixelColor(x, y), around);
            }
        }
    }
    const QRgb line = theme(ThemeKind::Light).hatchLine.rgb();
    QVERIFY(inside.contains(line));
    QVERIFY(inside.size() >= 2); // lines and ground
    for (const QRgb pixel : inside) {
        for (int i = 0; i < ColourTable::kSize; ++i) {
            QVERIFY(pixel != colourTable("cividis").colour(i).rgb());
        }
    }
}

void OverlayTest::notANumberIsHatchedInItsOwnColour()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    Map map = steppedMap(units);
    map.values[0] = std::numeric_limits<float>::quiet_NaN();
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, opaqueStyle(),
                                                       wholeView(picture, {480, 480}));
    int lines = 0;
    int pink = 0;
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 40; ++x) {
            const QColor colour = image.pixelColor(x, y);
            const bool isLine = colour == theme(ThemeKind::Light).hatchLine;
            lines += isLine ? 1 : 0;
            pink += !isLine && colour.red() > colour.green() + 60 ? 1 : 0;
        }
    }
    QVERIFY(lines > 100);
    QCOMPARE(lines + pink, 1600);
}

void OverlayTest::unseenPictureLosesItsColour()
{
    const HillOptions options{.imageWidth = 300, .imageHeight = 700, .isCentreCropped = true};
    const VisualUnits units = unitsOf(options);
    QImage picture(300, 700, QImage::Format_RGB888);
    picture.fill(QColor(200, 30, 30));
    const QImage image = OverlayPainter(picture).paint(
        units, steppedMap(units), kUnitRange, FigureStyle(), wholeView(picture, {300, 700}));
    for (const int y : {0, 100, 198, 501, 699}) {
        const QColor colour = image.pixelColor(150, y);
        QVERIFY2(channelDifference(colour, QColor(colour.red(), colour.red(), colour.red())) <= 1,
                 qPrintable(QString::number(y)));
    }
    for (const int y : {202, 350, 497}) {
        const QColor colour = image.pixelColor(150, y);
        QVERIFY(channelDifference(colour, QColor(colour.red(), colour.red(), colour.red())) > 3);
    }
}

void OverlayTest::zoomShowsTheSamePixels()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    const Map map = steppedMap(units);
    OverlayPainter painter(picture);
    const FigureStyle style;
    const QImage whole =
        painter.paint(units, map, kUnitRange, style, wholeView(picture, {480, 480}));
    const QImage part = painter.paint(units, map, kUnitRange, style,
                                      {.source = QRectF(80, 120, 200, 160), .size = {200, 160}});
    QCOMPARE(part, whole.copy(80, 120, 200, 160));
}

void OverlayTest::newViewReplacesTheKeptOne()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    const Map map = steppedMap(units);
    const FigureStyle style;
    OverlayPainter painter(picture);
    painter.paint(units, map, kUnitRange, style, wholeView(picture, {480, 480}));
    const OverlayView small = wholeView(picture, {240, 240});
    const QImage kept = painter.paint(units, map, kUnitRange, style, small);
    const QImage fresh = OverlayPainter(picture).paint(units, map, kUnitRange, style, small);
    QCOMPARE(kept, fresh);
    QCOMPARE(painter.paint(units, map, kUnitRange, style, small), fresh);
}

void OverlayTest::theSmallestOfOverlappingRegionsIsOnTop()
{
    VisualUnits units;
    units.geometry = {.originalWidth = 100,
                      .originalHeight = 100,
                      .resizedWidth = 100,
                      .resizedHeight = 100,
                      .inputWidth = 100,
                      .inputHeight = 100};
    units.units = {{.kind = VisualUnit::Kind::Region, .box = {0, 0, 60, 60}, .name = "a"},
                   {.kind = VisualUnit::Kind::Region, .box = {40, 40, 90, 90}, .name = "b"}};
    Map map;
    map.values = {0.2F, 0.8F};
    map.states.assign(2, Map::KeyState::Shown);
    FigureStyle style = opaqueStyle();
    style.colourTable = "grey";
    const QImage picture = shapesPicture(100, 100);
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, style,
                                                       wholeView(picture, {100, 100}));
    const ColourTable& grey = colourTable("grey");
    QCOMPARE(image.pixelColor(10, 10), grey.colourAt(0.2));
    QCOMPARE(image.pixelColor(80, 80), grey.colourAt(0.8));
    QCOMPARE(image.pixelColor(50, 50), grey.colourAt(0.8));
    style.isSmooth = true;
    const QImage smooth = OverlayPainter(picture).paint(units, map, kUnitRange, style,
                                                        wholeView(picture, {100, 100}));
    QVERIFY(channelDifference(smooth.pixelColor(50, 50), grey.colourAt(0.5)) <= 1);
}

void OverlayTest::bareShowsOnlyTheMask()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    std::vector<bool> isMasked(units.units.size(), false);
    isMasked[0] = true;
    const QImage image = OverlayPainter(picture).paintBare(units, isMasked, FigureStyle(),
                                                           wholeView(picture, {480, 480}));
    bool hasLine = false;
    for (int y = 0; y < 480; ++y) {
        for (int x = 0; x < 480; ++x) {
            if (x < 40 && y < 40) {
                hasLine = hasLine || image.pixelColor(x, y) == theme(ThemeKind::Light).hatchLine;
            } else {
                QVERIFY(channelDifference(image.pixelColor(x, y), picture.pixelColor(x, y)) <= 1);
            }
        }
    }
    QVERIFY(hasLine);
}

void OverlayTest::scalePositions()
{
    QCOMPARE(scalePosition(0.25F, {0, 0.5F}), 0.5);
    QCOMPARE(scalePosition(-1, {0, 2}), -0.5);
    QCOMPARE(scalePosition(3, {3, 3}), 0.0);
    QVERIFY(std::isnan(scalePosition(std::numeric_limits<float>::quiet_NaN(), {0, 1})));
}

QTEST_APPLESS_MAIN(OverlayTest)
#include "overlay_test.moc"
