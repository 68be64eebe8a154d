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

/// 12 x 12 cells of 40 pixels each.
VisualUnits evenUnits()
{
    return unitsOf({.imageWidth = 480, .imageHeight = 480});
}

/// Numbers 0 to 1 that differ from cell to cell.
Map mapOf(const VisualUnits& units)
{
    Map map;
    for (int u = 0; u < units.size(); ++u) {
        map.values.push_back(static_cast<float>((37 * u) % 101) / 100);
        map.states.push_back(Map::KeyState::Shown);
    }
    return map;
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

OverlayView wholeView(const QImage& picture, QSize size)
{
    return {.source = QRectF(picture.rect()), .size = size};
}

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

int difference(const QColor& a, const QColor& b)
{
    return std::max({std::abs(a.red() - b.red()), std::abs(a.green() - b.green()),
                     std::abs(a.blue() - b.blue())});
}

} // namespace

class OverlayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCellHasTheTablesColour_data();
    void everyCellHasTheTablesColour();
    void cellsAreCrisp();
    void tintIsMixedAsDesigned();
    void withoutOpacityThePictureStays_data();
    void withoutOpacityThePictureStays();
    void spotlightLeavesThePictureWhereNothingLooks();
    void smoothMeetsTheCellsAtTheirCentres();
    void maskedUnitsAreHatched_data();
    void maskedUnitsAreHatched();
    void notANumberIsHatchedInItsOwnColour();
    void unseenPictureLosesItsColour();
    void zoomShowsTheSamePixels();
    void newViewReplacesTheKeptOne();
    void regionsThatOverlapShowTheirMean();
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
    const Map map = mapOf(units);
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
    const Map map = mapOf(units);
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, opaqueStyle(),
                                                       wholeView(picture, {480, 480}));
    for (int x = 0; x < 480; ++x) { // 40 pixels per cell, no colour between two cells
        const auto unit = static_cast<std::size_t>(x / 40);
        QCOMPARE(image.pixelColor(x, 0),
                 colourTable("cividis").colourAt(static_cast<double>(map.values[unit])));
    }
}

void OverlayTest::tintIsMixedAsDesigned()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    const Map map = mapOf(units);
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, FigureStyle(),
                                                       wholeView(picture, {480, 480}));
    for (int y = 3; y < 480; y += 7) {
        for (int x = 1; x < 480; x += 7) {
            const auto unit = static_cast<std::size_t>((y / 40) * 12 + x / 40);
            const QRgb colour =
                colourTable("cividis").colourAt(static_cast<double>(map.values[unit])).rgb();
            const QColor expected = designedTint(colour, picture.pixel(x, y), 0.68);
            QVERIFY2(difference(image.pixelColor(x, y), expected) <= 1,
                     qPrintable(QStringLiteral("%1 %2: %3 %4")
                                    .arg(x)
                                    .arg(y)
                                    .arg(image.pixelColor(x, y).name(), expected.name())));
        }
    }
}

void OverlayTest::withoutOpacityThePictureStays_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("tint") << static_cast<int>(OverlayKind::Tint);
    QTest::newRow("spotlight") << static_cast<int>(OverlayKind::Spotlight);
}

void OverlayTest::withoutOpacityThePictureStays()
{
    QFETCH(int, kind);
    const VisualUnits units = unitsOf({.imageWidth = 200, .imageHeight = 200});
    const QImage picture = shapesPicture(200, 200);
    FigureStyle style;
    style.opacity = 0;
    style.overlay = static_cast<OverlayKind>(kind);
    const QImage image = OverlayPainter(picture).paint(units, mapOf(units), kUnitRange, style,
                                                       wholeView(picture, {200, 200}));
    for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 200; ++x) {
            QVERIFY(difference(image.pixelColor(x, y), picture.pixelColor(x, y)) <= 1);
        }
    }
}

void OverlayTest::spotlightLeavesThePictureWhereNothingLooks()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    Map map = mapOf(units);
    std::fill(map.values.begin(), map.values.end(), 0.0F);
    map.values[0] = 1;
    FigureStyle style;
    style.overlay = OverlayKind::Spotlight;
    const QImage image = OverlayPainter(picture).paint(units, map, kUnitRange, style,
                                                       wholeView(picture, {480, 480}));
    QVERIFY(difference(image.pixelColor(20, 20), picture.pixelColor(20, 20)) > 40);
    QVERIFY(difference(image.pixelColor(130, 200), picture.pixelColor(130, 200)) <= 1);
}

void OverlayTest::smoothMeetsTheCellsAtTheirCentres()
{
    const VisualUnits units = unitsOf({});
    const QImage picture = shapesPicture(512, 512);
    Map map = mapOf(units);
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
    Map map = mapOf(units);
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
    Map map = mapOf(units);
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
        units, mapOf(units), kUnitRange, FigureStyle(), wholeView(picture, {300, 700}));
    for (const int y : {0, 100, 198, 501, 699}) {
        const QColor colour = image.pixelColor(150, y);
        QVERIFY2(difference(colour, QColor(colour.red(), colour.red(), colour.red())) <= 1,
                 qPrintable(QString::number(y)));
    }
    for (const int y : {202, 350, 497}) {
        const QColor colour = image.pixelColor(150, y);
        QVERIFY(difference(colour, QColor(colour.red(), colour.red(), colour.red())) > 3);
    }
}

void OverlayTest::zoomShowsTheSamePixels()
{
    const VisualUnits units = evenUnits();
    const QImage picture = shapesPicture(480, 480);
    const Map map = mapOf(units);
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
    const Map map = mapOf(units);
    const FigureStyle style;
    OverlayPainter painter(picture);
    painter.paint(units, map, kUnitRange, style, wholeView(picture, {480, 480}));
    const OverlayView small = wholeView(picture, {240, 240});
    const QImage kept = painter.paint(units, map, kUnitRange, style, small);
    const QImage fresh = OverlayPainter(picture).paint(units, map, kUnitRange, style, small);
    QCOMPARE(kept, fresh);
    QCOMPARE(painter.paint(units, map, kUnitRange, style, small), fresh);
}

void OverlayTest::regionsThatOverlapShowTheirMean()
{
    VisualUnits units;
    units.geometry = {.originalWidth = 100,
                      .originalHeight = 100,
                      .resizedWidth = 100,
                      .resizedHeight = 100,
                      .inputWidth = 100,
                      .inputHeight = 100};
    units.units = {{.kind = VisualUnit::Kind::Region, .box = {0, 0, 60, 60}, .name = "a"},
                   {.kind = VisualUnit::Kind::Region, .box = {40, 40, 100, 100}, .name = "b"}};
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
    QCOMPARE(image.pixelColor(90, 90), grey.colourAt(0.8));
    QVERIFY(difference(image.pixelColor(50, 50), grey.colourAt(0.5)) <= 1);
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
                QVERIFY(difference(image.pixelColor(x, y), picture.pixelColor(x, y)) <= 1);
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
