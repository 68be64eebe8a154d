#include <QTest>

#include "engine/vision/preprocessor.h"
#include "engine/vision/visual_units.h"

#include <cmath>

using namespace attenscope;

namespace {

Preprocessor preprocessor(Preprocessor::Sizing sizing, int width, int height, int crop)
{
    Preprocessor result;
    result.sizing = sizing;
    result.width = width;
    result.height = height;
    result.isCropped = crop > 0;
    result.cropWidth = result.cropHeight = crop;
    return result;
}

/// White where the function says so, black elsewhere.
template <typename IsWhite>
Image drawn(int width, int height, const IsWhite& isWhite)
{
    Image image{.width = width, .height = height, .rgb = {}};
    image.rgb.resize(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    std::uint8_t* next = image.rgb.data();
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x, next += 3) {
            next[0] = next[1] = next[2] = isWhite(x, y) ? 255 : 0;
        }
    }
    return image;
}

Image black(int width, int height)
{
    return drawn(width, height, [](int, int) { return false; });
}

/// The sum of one channel over a rectangle of the model's input.
double brightness(const Image& image, int x0, int y0, int x1, int y1)
{
    double sum = 0;
    for (int y = y0; y < y1; ++y) {
        for (int x = x0; x < x1; ++x) {
            sum += *image.pixel(x, y);
        }
    }
    return sum;
}

/// The centre of what is bright.
struct Light {
    double x = 0;
    double y = 0;
};

Light lightOf(const Image& image)
{
    Light light;
    double sum = 0;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const double value = *image.pixel(x, y);
            sum += value;
            light.x += value * (x + 0.5);
            light.y += value * (y + 0.5);
        }
    }
    return {light.x / sum, light.y / sum};
}

} // namespace

/// Sizes and aspects of pictures against the ways of preprocessing them.
class ImageGeometryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownGeometry();

    void boxesComeBack_data() { cases(); }

    void boxesComeBack();

    void unitsTileWhatIsSeen_data() { cases(); }

    void unitsTileWhatIsSeen();

    void aMarkedUnitIsFoundInTheInput_data() { cases(); }

    void aMarkedUnitIsFoundInTheInput();

    void aMarkerInThePictureIsFoundInItsUnit_data() { cases(); }

    void aMarkerInThePictureIsFoundInItsUnit();

    void edgesLieWhereTheGeometrySays_data() { cases(); }

    void edgesLieWhereTheGeometrySays();
    void theSmallestUnitIsFound();

private:
    void cases();
    PixelValues apply(const Image& image) const;
};

namespace {

constexpr int kPatch = 12;

} // namespace

void ImageGeometryTest::cases()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<bool>("isExact");
    QTest::addColumn<int>("inputWidth"); // the edge, if not exact
    QTest::addColumn<int>("inputHeight");
    QTest::addColumn<int>("crop");

    struct Size {
        int width;
        int height;
    };

    for (const Size size :
         {Size{60, 60}, Size{173, 97}, Size{97, 173}, Size{400, 31}, Size{25, 300}, Size{48, 36},
          Size{333, 334}, Size{1, 1}, Size{2, 7}, Size{320, 240}}) {
        const auto add = [&](const char* name, bool isExact, int width, int height, int crop) {
            QTest::addRow("%d × %d, %s", size.width, size.height, name)
                << size.width << size.height << isExact << width << height << crop;
        };
        add("square", true, 60, 60, 0);
        add("wide", true, 96, 36, 0);
        add("square with a remainder", true, 65, 65, 0);
        add("shortest edge, centre crop", false, 60, 60, 60);
        add("shortest edge, smaller crop", false, 60, 60, 48);
        add("shortest edge, larger crop", false, 60, 60, 84);
        add("shortest edge, odd larger crop", false, 49, 49, 60);
    }
}

PixelValues ImageGeometryTest::apply(const Image& image) const
{
    QFETCH(bool, isExact);
    QFETCH(int, inputWidth);
    QFETCH(int, inputHeight);
    QFETCH(int, crop);
    const auto sizing = isExact ? Preprocessor::Sizing::Exact : Preprocessor::Sizing::ShortestEdge;
    return preprocessor(sizing, inputWidth, inputHeight, crop).apply(image);
}

void ImageGeometryTest::knownGeometry()
{
    // 200 × 100 to 48 × 24 to the middle 24 × 24: one input pixel is 25/6 of the picture's.
    const Image image = black(200, 100);
    const auto clip = preprocessor(Preprocessor::Sizing::ShortestEdge, 24, 24, 24);
    const ImageGeometry geometry = clip.apply(image).geometry;
    QCOMPARE(geometry.resizedWidth, 48);
    QCOMPARE(geometry.resizedHeight, 24);
    QCOMPARE(geometry.cropX, 12);
    QCOMPARE(geometry.cropY, 0);
    const Box seen = geometry.visibleOriginal();
    QCOMPARE(seen.x0, 50.0);
    QCOMPARE(seen.x1, 150.0);
    QCOMPARE(seen.y0, 0.0);
    QCOMPARE(seen.y1, 100.0);

    const VisualUnits units = patchGrid(geometry, 12, true);
    QCOMPARE(units.size(), 5);
    QCOMPARE(units.gridRows, 2);
    QCOMPARE(units.gridColumns, 2);
    QCOMPARE(units.patchSize, 12);
    QVERIFY(units.units[0].kind == VisualUnit::Kind::Special && units.units[0].box.isEmpty());
    QCOMPARE(units.units[0].name, std::string("[CLS]"));
    QCOMPARE(units.units[2].row, 0); // row by row
    QCOMPARE(units.units[2].column, 1);
    QCOMPARE(units.units[2].box.x0, 100.0);
    QCOMPARE(units.units[2].box.y1, 50.0);
    QCOMPARE(units.unitAt(50, 0), std::optional(1));
    QCOMPARE(units.unitAt(99.99, 50), std::optional(3));
    QCOMPARE(units.unitAt(49.99, 50), std::nullopt);
    QCOMPARE(units.unitAt(150, 50), std::nullopt);
    QCOMPARE(patchGrid(geometry, 12, false).size(), 4);

    // Odd differences: 49 of 60 rows is 11 short, halved as Python's // does; 31 - 28 = 3.
    const Image square = black(20, 20);
    const auto larger = preprocessor(Preprocessor::Sizing::ShortestEdge, 49, 49, 60);
    QCOMPARE(larger.apply(square).geometry.cropX, -6);
    QCOMPARE(larger.apply(square).geometry.cropY, -6);
    const auto smaller = preprocessor(Preprocessor::Sizing::ShortestEdge, 31, 31, 28);
    QCOMPARE(smaller.apply(square).geometry.cropY, 1);
}

void ImageGeometryTest::boxesComeBack()
{
    QFETCH(int, width);
    QFETCH(int, height);
    const ImageGeometry geometry = apply(black(width, height)).geometry;
    const Box box{.x0 = 0.25, .y0 = 1.5, .x1 = width * 0.7, .y1 = height + 2.0};
    const Box back = geometry.originalFromInput(geometry.inputFromOriginal(box));
    QVERIFY(std::abs(back.x0 - box.x0) < 1e-9 && std::abs(back.x1 - box.x1) < 1e-9);
    QVERIFY(std::abs(back.y0 - box.y0) < 1e-9 && std::abs(back.y1 - box.y1) < 1e-9);
}

void ImageGeometryTest::unitsTileWhatIsSeen()
{
    QFETCH(int, width);
    QFETCH(int, height);
    const ImageGeometry geometry = apply(black(width, height)).geometry;
    const VisualUnits units = patchGrid(geometry, kPatch, true);
    QCOMPARE(units.gridColumns, geometry.inputWidth / kPatch);
    QCOMPARE(units.gridRows, geometry.inputHeight / kPatch);
    for (const VisualUnit& unit : units.units) {
        if (unit.kind == VisualUnit::Kind::Special) {
            continue;
        }
        const auto index = [&](int row, int column) {
            return static_cast<std::size_t>(1 + row * units.gridColumns + column);
        };
        if (unit.column + 1 < units.gridColumns) { // neighbours share an edge, to the last bit
            QCOMPARE(units.units[index(unit.row, unit.column + 1)].box.x0, unit.box.x1);
        }
        if (unit.row + 1 < units.gridRows) {
            QCOMPARE(units.units[index(unit.row + 1, unit.column)].box.y0, unit.box.y1);
        }
        QCOMPARE(units.unitAt(unit.box.centreX(), unit.box.centreY()),
                 std::optional(static_cast<int>(index(unit.row, unit.column))));
        QCOMPARE(units.unitAt(unit.box.x0, unit.box.y0),
                 std::optional(static_cast<int>(index(unit.row, unit.column))));
    }
}

/// A unit's box is painted in the picture; in the model's input that unit is the brightest.
void ImageGeometryTest::aMarkedUnitIsFoundInTheInput()
{
    QFETCH(int, width);
    QFETCH(int, height);
    const ImageGeometry geometry = apply(black(width, height)).geometry;
    const VisualUnits units = patchGrid(geometry, kPatch, false);
    int marked = 0;
    for (int u = 0; u < units.size(); ++u) {
        const Box& box = units.units[static_cast<std::size_t>(u)].box;
        const Image image =
            drawn(width, height, [&](int x, int y) { return box.contains(x + 0.5, y + 0.5); });
        if (box.x1 - box.x0 < 2 || box.y1 - box.y0 < 2 ||
            brightness(image, 0, 0, width, height) == 0) {
            continue; // smaller than the picture's pixels, or in the black border
        }
        ++marked;
        const Image input = apply(image).bytes;
        int brightest = -1;
        double most = 0;
        for (int v = 0; v < units.size(); ++v) {
            const VisualUnit& unit = units.units[static_cast<std::size_t>(v)];
            const double sum = brightness(input, unit.column * kPatch, unit.row * kPatch,
                                          (unit.column + 1) * kPatch, (unit.row + 1) * kPatch);
            if (sum > most) {
                most = sum;
                brightest = v;
            }
        }
        QCOMPARE(brightest, u);
    }
    QVERIFY(marked > 0 || std::min(width, height) < 30);
}

/// The reverse: a marker of about one input pixel is painted somewhere in the picture; where the
/// light is in the input, the geometry says the marker's place to half a pixel, and unitAt names
/// the patch that holds it.
void ImageGeometryTest::aMarkerInThePictureIsFoundInItsUnit()
{
    QFETCH(int, width);
    QFETCH(int, height);
    const ImageGeometry geometry = apply(black(width, height)).geometry;
    const VisualUnits units = patchGrid(geometry, kPatch, false);
    const Box seen = geometry.visibleOriginal();
    const double halfX = std::max(0.5, 0.5 * width / geometry.resizedWidth);
    const double halfY = std::max(0.5, 0.5 * height / geometry.resizedHeight);
    int found = 0;
    for (int i = 0; i < 30; ++i) {
        const int markX = (i * 37 + 5) % width;
        const int markY = (i * 53 + 11) % height;
        // The filter's skirt must not be cut off on one side, which would move the light's centre.
        if (markX - 5 * halfX < seen.x0 || markX + 5 * halfX > seen.x1 ||
            markY - 5 * halfY < seen.y0 || markY + 5 * halfY > seen.y1) {
            continue;
        }
        const Light light = lightOf(apply(drawn(width, height, [&](int x, int y) {
                                        return std::abs(x - markX) <= halfX - 0.5 &&
                                               std::abs(y - markY) <= halfY - 0.5;
                                    })).bytes);
        const Box place = geometry.originalFromInput({light.x, light.y, light.x, light.y});
        QVERIFY2(std::abs(place.x0 - (markX + 0.5)) <= 0.5, qPrintable(QString::number(place.x0)));
        QVERIFY2(std::abs(place.y0 - (markY + 0.5)) <= 0.5, qPrintable(QString::number(place.y0)));
        const int column = static_cast<int>(light.x / kPatch);
        const int row = static_cast<int>(light.y / kPatch);
        if (column < units.gridColumns && row < units.gridRows) {
            QCOMPARE(units.unitAt(place.x0, place.y0),
                     std::optional(row * units.gridColumns + column));
            ++found;
        }
    }
    QVERIFY(found > 0 || std::min(width, height) < 35);
}

/// A picture that is white up to some column: a row of the input holds as much white as the
/// geometry says, so the edge lies where the geometry puts it. Independent of boxes and grids.
void ImageGeometryTest::edgesLieWhereTheGeometrySays()
{
    QFETCH(int, width);
    QFETCH(int, height);
    const auto check = [&](int length, bool isColumn) {
        for (int edge = length / 4; edge < length; edge += std::max(1, length / 5)) {
            const PixelValues values = apply(
                drawn(width, height, [&](int x, int y) { return (isColumn ? x : y) < edge; }));
            const ImageGeometry& geometry = values.geometry;
            const Box box = geometry.inputFromOriginal({.x0 = static_cast<double>(edge),
                                                        .y0 = static_cast<double>(edge),
                                                        .x1 = static_cast<double>(width),
                                                        .y1 = static_cast<double>(height)});
            const double expected = isColumn ? box.x0 : box.y0;
            const double scale = isColumn ? static_cast<double>(width) / geometry.resizedWidth
                                          : static_cast<double>(height) / geometry.resizedHeight;
            const int side = isColumn ? geometry.inputWidth : geometry.inputHeight;
            const int padding = std::max(0, isColumn ? -geometry.cropX : -geometry.cropY);
            const double reach = 3 * std::max(1.0, 1 / scale);
            if (edge == 0 || expected < padding + reach || expected > side - padding - reach) {
                continue; // cut away, or too near to the end for the whole filter
            }
            const int middle = (isColumn ? geometry.inputHeight : geometry.inputWidth) / 2;
            const double white =
                (isColumn ? brightness(values.bytes, 0, middle, side, middle + 1)
                          : brightness(values.bytes, middle, 0, middle + 1, side)) /
                255;
            const double found = (white + padding - expected) * scale;
            QVERIFY2(std::abs(found) <= 0.5,
                     qPrintable(QString("edge %1 is off by %2").arg(edge).arg(found)));
        }
    };
    check(width, true);
    check(height, false);
}

void ImageGeometryTest::theSmallestUnitIsFound()
{
    VisualUnits regions;
    regions.units = {
        {.kind = VisualUnit::Kind::Region,
         .box = {.x0 = 0, .y0 = 0, .x1 = 100, .y1 = 100},
         .name = "table"},
        {.kind = VisualUnit::Kind::Region,
         .box = {.x0 = 20, .y0 = 20, .x1 = 40, .y1 = 30},
         .name = "cup"},
        {.kind = VisualUnit::Kind::Region,
         .box = {.x0 = 30, .y0 = 0, .x1 = 90, .y1 = 60},
         .name = "cat"},
        {.kind = VisualUnit::Kind::Special, .box = {}, .name = "whole"},
    };
    QCOMPARE(regions.unitAt(25, 25), std::optional(1));
    QCOMPARE(regions.unitAt(35, 25), std::optional(1));
    QCOMPARE(regions.unitAt(50, 25), std::optional(2));
    QCOMPARE(regions.unitAt(5, 90), std::optional(0));
    QCOMPARE(regions.unitAt(100, 50), std::nullopt);
}

QTEST_APPLESS_MAIN(ImageGeometryTest)
#include "image_geometry_test.moc"
