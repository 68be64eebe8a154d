#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/head_thumbnail.h"
#include "ui/figure/overlay.h"

#include <cmath>
#include <set>

using namespace attenscope;

namespace {

const Theme& light()
{
    return theme(ThemeKind::Light);
}

Map constantMap(const VisualUnits& units, float value)
{
    Map map;
    map.values.assign(units.units.size(), value);
    map.states.assign(units.units.size(), Map::KeyState::Shown);
    return map;
}

} // namespace

class HeadThumbnailTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCellHasItsColour();
    void smallCellsAreAveragedByArea();
    void wordsBecomeColumns();
    void regionsLieWhereTheyAreOnThePicture();
    void maskedCellsAreHatched();
    void headOffIsHatchedInTheInterventionsColour();
};

void HeadThumbnailTest::everyCellHasItsColour()
{
    const VisualUnits units = hillTrace({.hasClassUnit = true}).units;
    Map map = constantMap(units, 0);
    for (std::size_t u = 0; u < map.values.size(); ++u) {
        map.values[u] = static_cast<float>((u * 7) % 50) / 50;
    }
    const ColourTable& table = colourTable("cividis");
    const QImage image = headThumbnail(map, units, {0, 1}, table, {84, 60}, light());
    QCOMPARE(image.size(), QSize(84, 60));
    for (int y = 0; y < 60; ++y) {
        for (int x = 0; x < 84; ++x) {
            const auto unit = static_cast<std::size_t>(1 + (y / 5) * 12 + x / 7);
            QCOMPARE(image.pixelColor(x, y), table.colourAt(static_cast<double>(map.values[unit])));
        }
    }
}

void HeadThumbnailTest::smallCellsAreAveragedByArea()
{
    const VisualUnits units = hillTrace({.gridRows = 24, .gridColumns = 24}).units;
    Map map = constantMap(units, 0);
    for (std::size_t u = 0; u < map.values.size(); ++u) { // a chessboard
        const auto row = u / 24;
        map.values[u] = (row + u) % 2 == 0 ? 1.0F : 0.0F;
    }
    const QImage half = headThumbnail(map, units, {0, 1}, colourTable("grey"), {12, 12}, light());
    const QImage odd = headThumbnail(map, units, {0, 1}, colourTable("grey"), {16, 16}, light());
    for (int y = 0; y < 12; ++y) {
        for (int x = 0; x < 12; ++x) {
            QCOMPARE(half.pixelColor(x, y), colourTable("grey").colourAt(0.5));
        }
    }
    // 1.5 cells per pixel: 1 + 1/4 of one kind against 2 halves of the other.
    const int first = qRed(odd.pixel(0, 0));
    QVERIFY(std::abs(first - 256 * (1 + 0.25) / 2.25) <= 1);
}

void HeadThumbnailTest::wordsBecomeColumns()
{
    const Trace trace = hillTrace({});
    const Map map = computeMap(
        trace, {.direction = Direction::ImageToText, .kind = "cross_image_to_text", .focus = {5}});
    const ScaleRange range{0, map.maximum()};
    const ColourTable& table = colourTable("cividis");
    const QImage image = headThumbnail(map, trace.units, range, table, {100, 20}, light());
    for (int word = 0; word < 10; ++word) { // the hidden [CLS] and [SEP] have no column
        QCOMPARE(
            image.pixelColor(10 * word + 5, 10),
            table.colourAt(scalePosition(map.values[static_cast<std::size_t>(word + 1)], range)));
    }
}

void HeadThumbnailTest::regionsLieWhereTheyAreOnThePicture()
{
    Regions regions;
    regions.features = Matrix::Zero(3, 1);
    regions.boxes.resize(3, 4); // the left half, a small part of it, the lower right quarter
    regions.boxes << 0, 0, 0.5F, 1, 0.1F, 0.1F, 0.3F, 0.3F, 0.5F, 0.5F, 1, 1;
    const VisualUnits units = regionUnits(regions, 200, 100);
    Map map = constantMap(units, 0);
    map.values = {0.2F, 1, 0.6F};
    const ColourTable& table = colourTable("cividis");
    const QImage image = headThumbnail(map, units, {0, 1}, table, {100, 100}, light());
    const auto isColourOf = [&](QPoint at, double value) {
        return image.pixelColor(at) == table.colourAt(value);
    };
    QVERIFY(isColourOf({10, 80}, 0.2));
    QVERIFY(isColourOf({20, 20}, 1));
    QVERIFY(isColourOf({75, 75}, 0.6));
    QCOMPARE(image.pixelColor(75, 25), light().hatchBackground); // no region
    map.states[2] = Map::KeyState::Masked;
    const QImage masked = headThumbnail(map, units, {0, 1}, table, {100, 100}, light());
    std::set<QRgb> seen;
    for (int i = 60; i < 90; ++i) {
        seen.insert(masked.pixel(i, 75));
    }
    QCOMPARE(seen, (std::set<QRgb>{light().hatchLine.rgb(), light().hatchBackground.rgb()}));
}

void HeadThumbnailTest::maskedCellsAreHatched()
{
    const VisualUnits units = hillTrace({}).units;
    Map map = constantMap(units, 0.5F);
    map.states[0] = Map::KeyState::Masked;
    map.values[1] = std::nanf("");
    const ColourTable& table = colourTable("cividis");
    const QImage image = headThumbnail(map, units, {0, 1}, table, {120, 120}, light());
    const std::set<QRgb> signs{light().hatchLine.rgb(), light().hatchBackground.rgb()};
    std::set<QRgb> seen;
    for (int y = 0; y < 10; ++y) {
        for (int x = 0; x < 20; ++x) {
            QVERIFY(signs.contains(image.pixel(x, y)));
            seen.insert(image.pixel(x, y));
        }
    }
    QCOMPARE(seen, signs);
    QCOMPARE(image.pixelColor(25, 5), table.colourAt(0.5));
}

void HeadThumbnailTest::headOffIsHatchedInTheInterventionsColour()
{
    const QImage image = headOffThumbnail({84, 84}, light());
    int ground = 0;
    int lines = 0;
    for (int y = 0; y < 84; ++y) {
        for (int x = 0; x < 84; ++x) {
            ground += image.pixelColor(x, y) == light().interventionSoft ? 1 : 0;
            lines += image.pixelColor(x, y).lightness() < 150 ? 1 : 0;
        }
    }
    QVERIFY(ground > 84 * 84 / 2);
    QVERIFY(lines > 500);
}

QTEST_APPLESS_MAIN(HeadThumbnailTest)
#include "head_thumbnail_test.moc"
