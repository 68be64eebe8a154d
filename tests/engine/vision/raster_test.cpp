#include <QTest>

#include "engine/vision/raster.h"

#include <cmath>
#include <random>

using namespace attenscope;

namespace {

constexpr int kPatch = 8;

std::vector<float> randomValues(int count)
{
    std::mt19937 generator(7);
    std::vector<float> values;
    for (int i = 0; i < count; ++i) {
        values.push_back(static_cast<float>(generator() % 10000) / 10000.0F);
    }
    return values;
}

Box wholeOf(const ImageGeometry& geometry)
{
    return {.x0 = 0,
            .y0 = 0,
            .x1 = static_cast<double>(geometry.originalWidth),
            .y1 = static_cast<double>(geometry.originalHeight)};
}

/// A20 once more, pixel by pixel: where the pixel's centre lies in the grid, in cells.
struct Place {
    double column;
    double row;
    bool isSeen;
};

Place placeOf(const VisualUnits& units, const RasterTarget& target, int x, int y)
{
    const ImageGeometry& g = units.geometry;
    const double originalX =
        target.source.x0 + (x + 0.5) / target.width * (target.source.x1 - target.source.x0);
    const double originalY =
        target.source.y0 + (y + 0.5) / target.height * (target.source.y1 - target.source.y0);
    const double inputX = originalX * g.resizedWidth / g.originalWidth - g.cropX;
    const double inputY = originalY * g.resizedHeight / g.originalHeight - g.cropY;
    const bool isSeen = originalX >= 0 && originalX < g.originalWidth && originalY >= 0 &&
                        originalY < g.originalHeight && inputX >= 0 &&
                        inputX < units.gridColumns * kPatch && inputY >= 0 &&
                        inputY < units.gridRows * kPatch;
    return {inputX / kPatch, inputY / kPatch, isSeen};
}

float bilinearAt(const std::vector<float>& grid, int rows, int columns, const Place& place)
{
    const double x = std::min(std::max(place.column - 0.5, 0.0), columns - 1.0);
    const double y = std::min(std::max(place.row - 0.5, 0.0), rows - 1.0);
    const auto value = [&](double row, double column) {
        const int r = std::min(static_cast<int>(row), rows - 1);
        const int c = std::min(static_cast<int>(column), columns - 1);
        return static_cast<double>(grid[static_cast<std::size_t>(r * columns + c)]);
    };
    const double shareX = x - std::floor(x);
    const double shareY = y - std::floor(y);
    const double top = value(std::floor(y), std::floor(x)) * (1 - shareX) +
                       value(std::floor(y), std::floor(x) + 1) * shareX;
    const double bottom = value(std::floor(y) + 1, std::floor(x)) * (1 - shareX) +
                          value(std::floor(y) + 1, std::floor(x) + 1) * shareX;
    return static_cast<float>(top * (1 - shareY) + bottom * shareY);
}

} // namespace

class RasterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pixelsShowWhatTheDefinitionSays_data();
    void pixelsShowWhatTheDefinitionSays();
    void everyPixelShowsTheUnitUnderIt();
    void zoomedPartsAgreeWithTheWhole();
    void interpolationStaysWithinTheValues();
    void theSmallestRegionLiesOnTop();
    void smoothRegionsShareTheirPixels();
    void specialUnitsAreNotPainted();
};

void RasterTest::pixelsShowWhatTheDefinitionSays_data()
{
    QTest::addColumn<ImageGeometry>("geometry");
    QTest::addColumn<Box>("source");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");

    const ImageGeometry square{100, 60, 32, 32, 0, 0, 32, 32};
    const ImageGeometry cropped{150, 90, 40, 24, 8, 0, 24, 24};
    const ImageGeometry padded{60, 44, 32, 24, -2, -6, 36, 36};
    const ImageGeometry remainder{70, 70, 37, 37, 0, 0, 37, 37};
    QTest::newRow("its own pixels") << square << wholeOf(square) << 100 << 60;
    QTest::newRow("enlarged") << square << wholeOf(square) << 333 << 221;
    QTest::newRow("shrunk") << square << wholeOf(square) << 9 << 7;
    QTest::newRow("one pixel") << square << wholeOf(square) << 1 << 1;
    QTest::newRow("cropped") << cropped << wholeOf(cropped) << 150 << 90;
    QTest::newRow("cropped, enlarged") << cropped << wholeOf(cropped) << 411 << 203;
    QTest::newRow("padded") << padded << wholeOf(padded) << 120 << 88;
    QTest::newRow("input is no multiple of the patch")
        << remainder << wholeOf(remainder) << 140 << 140;
    QTest::newRow("a part") << cropped << Box{40.5, 20.25, 70.75, 61} << 200 << 160;
    QTest::newRow("more than the image") << square << Box{-20, -10, 130, 80} << 75 << 45;
    QTest::newRow("beside the image") << square << Box{200, 0, 300, 60} << 10 << 6;
}

void RasterTest::pixelsShowWhatTheDefinitionSays()
{
    QFETCH(ImageGeometry, geometry);
    QFETCH(Box, source);
    QFETCH(int, width);
    QFETCH(int, height);
    const VisualUnits units = patchGrid(geometry, kPatch, false);
    const std::vector<float> values = randomValues(units.size());
    const RasterTarget target{.source = source, .width = width, .height = height};
    const Raster cells = rasterized(units, values, target, Interpolation::Cells);
    const Raster smooth = rasterized(units, values, target, Interpolation::Bilinear);
    QCOMPARE(cells.width, width);
    QCOMPARE(cells.height, height);
    QCOMPARE(smooth.values.size(), static_cast<std::size_t>(width * height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const Place place = placeOf(units, target, x, y);
            QCOMPARE(std::isnan(cells.at(x, y)), !place.isSeen);
            QCOMPARE(std::isnan(smooth.at(x, y)), !place.isSeen);
            if (place.isSeen) {
                const auto cell =
                    static_cast<std::size_t>(static_cast<int>(place.row) * units.gridColumns +
                                             static_cast<int>(place.column));
                QCOMPARE(cells.at(x, y), values[cell]);
                const float expected = bilinearAt(values, units.gridRows, units.gridColumns, place);
                QVERIFY(std::abs(smooth.at(x, y) - expected) < 1e-6F);
            }
        }
    }
}

void RasterTest::everyPixelShowsTheUnitUnderIt()
{
    // Sizes whose patch edges fall on pixel centres too: both sides must decide in the same way.
    for (const int side : {5, 7, 16, 20, 32, 35, 56, 63, 97, 160}) {
        const ImageGeometry geometry{side, 2 * side + 1, 32, 64, 0, 16, 32, 32};
        const VisualUnits units = patchGrid(geometry, kPatch, true);
        std::vector<float> numbers;
        for (int i = 0; i < units.size(); ++i) {
            numbers.push_back(static_cast<float>(i));
        }
        const RasterTarget target{wholeOf(geometry), geometry.originalWidth,
                                  geometry.originalHeight};
        const Raster raster = rasterized(units, numbers, target, Interpolation::Cells);
        for (int y = 0; y < raster.height; ++y) {
            for (int x = 0; x < raster.width; ++x) {
                const std::optional<int> unit = units.unitAt(x + 0.5, y + 0.5);
                QCOMPARE(!std::isnan(raster.at(x, y)), unit.has_value());
                if (unit) {
                    QCOMPARE(raster.at(x, y), static_cast<float>(*unit));
                }
            }
        }
    }
}

void RasterTest::zoomedPartsAgreeWithTheWhole()
{
    const ImageGeometry geometry{96, 64, 48, 32, 4, 0, 40, 32};
    const VisualUnits units = patchGrid(geometry, kPatch, false);
    const std::vector<float> values = randomValues(units.size());
    for (const Interpolation interpolation : {Interpolation::Cells, Interpolation::Bilinear}) {
        const Raster whole =
            rasterized(units, values, {wholeOf(geometry), 384, 256}, interpolation);
        const Raster part = rasterized(units, values, {{24, 16, 56, 40}, 128, 96}, interpolation);
        for (int y = 0; y < part.height; ++y) {
            for (int x = 0; x < part.width; ++x) {
                QVERIFY(std::abs(part.at(x, y) - whole.at(x + 96, y + 64)) < 1e-6F);
            }
        }
    }
}

void RasterTest::interpolationStaysWithinTheValues()
{
    const ImageGeometry geometry{64, 64, 32, 32, 0, 0, 32, 32};
    const VisualUnits units = patchGrid(geometry, kPatch, false);
    const RasterTarget target{wholeOf(geometry), 200, 200};
    const std::vector<float> same(static_cast<std::size_t>(units.size()), 0.3F);
    for (const float value : rasterized(units, same, target, Interpolation::Bilinear).values) {
        QVERIFY(std::abs(value - 0.3F) < 1e-7F);
    }
    std::vector<float> one(static_cast<std::size_t>(units.size()), 0.0F);
    one[5] = 1;
    const Raster raster = rasterized(units, one, target, Interpolation::Bilinear);
    QVERIFY(*std::max_element(raster.values.begin(), raster.values.end()) <= 1.0F);
    QVERIFY(*std::min_element(raster.values.begin(), raster.values.end()) >= 0.0F);
    const Box& box = units.units[5].box; // in the picture's pixels, 200/64 of them to one
    const auto at = [](double place) { return static_cast<int>(place * 200 / 64); };
    QVERIFY(raster.at(at(box.centreX()), at(box.centreY())) > 0.95F);
}

namespace {

/// Overlapping boxes, one that reaches beyond the picture, and a special unit.
VisualUnits someRegions()
{
    VisualUnits regions;
    regions.geometry = {10, 10, 10, 10, 0, 0, 10, 10};
    regions.units = {
        {.kind = VisualUnit::Kind::Region, .box = {0, 0, 6, 6}},
        {.kind = VisualUnit::Kind::Region, .box = {4, 4, 10, 10}},
        {.kind = VisualUnit::Kind::Region,
         .box = {4.5, 4.5, 20, 5.5}}, // holds the centres of row 5 only
        {.kind = VisualUnit::Kind::Special},
    };
    return regions;
}

} // namespace

void RasterTest::theSmallestRegionLiesOnTop()
{
    VisualUnits regions = someRegions();
    regions.units.push_back(regions.units[1]); // equal boxes: the first counts
    regions.units.push_back({.kind = VisualUnit::Kind::Region, .box = {1, 1, 2, 2}});
    const float nothing = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> values{0.2F, 0.6F, 1.0F, 50.0F, 0.7F, nothing};
    const Raster raster =
        rasterized(regions, values, {{-2, 0, 12, 10}, 14, 10}, Interpolation::Cells);
    for (int y = 0; y < 10; ++y) {
        for (int x = 0; x < 14; ++x) {
            VisualUnits withNumber = regions;
            withNumber.units.pop_back(); // one without a number is passed over
            const bool isInside = x >= 2 && x < 12;
            const auto unit = isInside ? withNumber.unitAt(x - 2 + 0.5, y + 0.5) : std::nullopt;
            QCOMPARE(std::isnan(raster.at(x, y)), !unit);
            if (unit) {
                QCOMPARE(raster.at(x, y), values[static_cast<std::size_t>(*unit)]);
            }
        }
    }
}

void RasterTest::smoothRegionsShareTheirPixels()
{
    const VisualUnits regions = someRegions();
    const std::vector<float> values{0.2F, 0.6F, 1.0F, 50.0F};
    const Raster raster =
        rasterized(regions, values, {{-2, 0, 12, 10}, 14, 10}, Interpolation::Bilinear);
    for (int y = 0; y < 10; ++y) {
        for (int x = 0; x < 14; ++x) {
            double sum = 0;
            int count = 0;
            for (std::size_t r = 0; r < 3; ++r) {
                if (x >= 2 && x < 12 && regions.units[r].box.contains(x - 2 + 0.5, y + 0.5)) {
                    sum += static_cast<double>(values[r]);
                    ++count;
                }
            }
            QCOMPARE(std::isnan(raster.at(x, y)), count == 0);
            if (count > 0) {
                QVERIFY(std::abs(static_cast<double>(raster.at(x, y)) - sum / count) < 1e-6);
            }
        }
    }
}

void RasterTest::specialUnitsAreNotPainted()
{
    const ImageGeometry geometry{16, 16, 16, 16, 0, 0, 16, 16};
    const VisualUnits units = patchGrid(geometry, kPatch, true);
    const std::vector<float> values{9, 1, 2, 3, 4};
    const Raster raster =
        rasterized(units, values, {wholeOf(geometry), 2, 2}, Interpolation::Cells);
    QCOMPARE(raster.values, (std::vector<float>{1, 2, 3, 4}));
}

QTEST_APPLESS_MAIN(RasterTest)
#include "raster_test.moc"
