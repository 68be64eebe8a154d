#include <QSet>
#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/figure.h"
#include "ui/figure/figure_layout.h"

#include <algorithm>
#include <cmath>

using namespace attenscope;

namespace {

FigureRequest requestFor(const HillOptions& options, Direction direction, std::vector<int> focus)
{
    FigureRequest request;
    request.trace = std::make_shared<const Trace>(hillTrace(options));
    request.picture = shapesPicture(options.imageWidth, options.imageHeight);
    request.selection.direction = direction;
    request.selection.focus = std::move(focus);
    request.selection.firstLayer = 2;
    request.selection.lastLayer = 2;
    request.selection.head = 1;
    return request;
}

int pixelsOf(const QImage& image, const QColor& colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += image.pixelColor(x, y) == colour ? 1 : 0;
        }
    }
    return count;
}

QRect pixelsOfRect(const QRectF& rect, qreal scale)
{
    return QRectF(rect.topLeft() * scale, rect.size() * scale).toRect();
}

std::string errorOf(const FigureRequest& request)
{
    try {
        const Figure figure(request);
    } catch (const Error& error) {
        return error.info().id;
    }
    return "none";
}

} // namespace

class FigureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyUnitsCentreHasTheTablesColour_data();
    void everyUnitsCentreHasTheTablesColour();
    void pictureIsTheWindowsOwnRaster();
    void sameRequestGivesTheSamePixels();
    void swappedDirectionsAreDifferentFigures();
    void everyPartOfTheSelectionChangesThePicture_data();
    void everyPartOfTheSelectionChangesThePicture();
    void wordsCarryTheNumbersWhenTheyAreTheKeys();
    void focusedPatchesAreOutlined();
    void maskedUnitsAreHatched();
    void ownScaleCarriesABadge();
    void everyScaleAndOverlayCanBeDrawn();
    void sideBySideShowsTheBarePictureToo();
    void whatThePreprocessingCutsIsFramed();
    void partsAreInsideThePageAndApart_data();
    void partsAreInsideThePageAndApart();
    void cellsGetEqualPixelsWhereTheyCan();
    void sizeAndResolutionOnlyScale();
    void longCaptionsAreCutWithACount();
    void requestsThatCannotBeDrawnAreRefused();
};

void FigureTest::everyUnitsCentreHasTheTablesColour_data()
{
    QTest::addColumn<HillOptions>("options");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("dpi");
    QTest::newRow("default") << HillOptions{} << QSize(1600, 1200) << 160.0;
    QTest::newRow("odd page") << HillOptions{.imageWidth = 333, .imageHeight = 517}
                              << QSize(1111, 777) << 96.0;
    QTest::newRow("24 x 24, wide") << HillOptions{.gridRows = 24,
                                                  .gridColumns = 24,
                                                  .imageWidth = 900,
                                                  .imageHeight = 400,
                                                  .hasClassUnit = true}
                                   << QSize(1000, 800) << 110.0;
    QTest::newRow("cropped") << HillOptions{.imageWidth = 300,
                                            .imageHeight = 700,
                                            .isCentreCropped = true}
                             << QSize(1600, 1200) << 160.0;
}

void FigureTest::everyUnitsCentreHasTheTablesColour()
{
    QFETCH(HillOptions, options);
    QFETCH(QSize, size);
    QFETCH(double, dpi);
    FigureRequest request = requestFor(options, Direction::TextToImage, {3});
    request.style.opacity = 1;
    request.style.size = size;
    request.style.dpi = dpi;
    const Figure figure(request);
    const QImage image = figureImage(request);
    QCOMPARE(image.size(), size);
    const VisualUnits& units = request.trace->units;
    for (int u = 0; u < units.size(); ++u) {
        if (units.units[static_cast<std::size_t>(u)].box.isEmpty()) {
            continue;
        }
        const double weight = static_cast<double>(figure.map().values[static_cast<std::size_t>(u)]);
        const QColor expected =
            colourTable("cividis").colourAt(weight / static_cast<double>(figure.range().maximum));
        const QPointF centre = figure.unitCentre(u);
        QCOMPARE(image.pixelColor(static_cast<int>(centre.x()), static_cast<int>(centre.y())),
                 expected);
    }
}

void FigureTest::pictureIsTheWindowsOwnRaster()
{
    const FigureRequest request = requestFor({}, Direction::TextToImage, {3});
    const Figure figure(request);
    const QRect place = pixelsOfRect(figure.layout().picture, figure.layout().pixelsPerUnit);
    OverlayPainter canvas(request.picture);
    const QImage raster =
        canvas.paint(request.trace->units, figure.map(), figure.range(), request.style,
                     {.source = QRectF(request.picture.rect()),
                      .size = place.size(),
                      .pixelsPerUnit = figure.layout().pixelsPerUnit});
    const QImage image = figureImage(request);
    QImage part = image.copy(place);
    part.setDotsPerMeterX(raster.dotsPerMeterX());
    part.setDotsPerMeterY(raster.dotsPerMeterY());
    QCOMPARE(part, raster);
}

void FigureTest::sameRequestGivesTheSamePixels()
{
    const FigureRequest request = requestFor({}, Direction::TextToImage, {3});
    QCOMPARE(figureImage(request), figureImage(request));
    QCOMPARE(figurePng(request), figurePng(request));
}

void FigureTest::swappedDirectionsAreDifferentFigures()
{
    const FigureRequest there = requestFor({}, Direction::TextToImage, {3});
    const FigureRequest back = requestFor({}, Direction::ImageToText, {3});
    QVERIFY(figureImage(there) != figureImage(back));
    QVERIFY(Figure(there).title() != Figure(back).title());
    QCOMPARE(Figure(there).map().values.size(), std::size_t{144});
    QCOMPARE(Figure(back).map().values.size(), std::size_t{12});
}

void FigureTest::everyPartOfTheSelectionChangesThePicture_data()
{
    QTest::addColumn<int>("what");
    int what = 0;
    for (const char* name : {"layer", "head", "all heads", "focus", "no focus", "scale", "table",
                             "smooth", "overlay", "opacity", "theme", "grid", "bar"}) {
        QTest::newRow(name) << what++;
    }
}

void FigureTest::everyPartOfTheSelectionChangesThePicture()
{
    QFETCH(int, what);
    const FigureRequest request = requestFor({}, Direction::TextToImage, {3});
    FigureRequest other = request;
    switch (what) {
    case 0:
        other.selection.firstLayer = other.selection.lastLayer = 1;
        break;
    case 1:
        other.selection.head = 0;
        break;
    case 2:
        other.selection.head.reset();
        break;
    case 3:
        other.selection.focus = {4};
        break;
    case 4:
        other.selection.focus.clear();
        break;
    case 5:
        other.style.scale = Scale::Fixed;
        break;
    case 6:
        other.style.colourTable = "magma";
        break;
    case 7:
        other.style.isSmooth = true;
        break;
    case 8:
        other.style.overlay = OverlayKind::Spotlight;
        break;
    case 9:
        other.style.opacity = 0.5;
        break;
    case 10:
        other.style.theme = ThemeKind::Dark;
        break;
    case 11:
        other.style.showsGrid = true;
        break;
    default:
        other.style.hasColourBar = false;
        break;
    }
    QVERIFY(figureImage(request) != figureImage(other));
}

void FigureTest::wordsCarryTheNumbersWhenTheyAreTheKeys()
{
    const FigureRequest request = requestFor({}, Direction::ImageToText, {63});
    const Figure figure(request);
    const QImage image = figureImage(request);
    const qreal scale = figure.layout().pixelsPerUnit;
    for (std::size_t word = 1; word <= 10; ++word) { // [CLS] and [SEP] are hidden
        const QRectF cell =
            figure.layout().wordCells.cells[word].translated(figure.layout().words.topLeft());
        const QPointF inside = (cell.topLeft() + QPointF(3, 3)) * scale;
        const double position = static_cast<double>(figure.map().values[word]) /
                                static_cast<double>(figure.range().maximum);
        QCOMPARE(image.pixelColor(inside.toPoint()), colourTable("cividis").colourAt(position));
    }
}

void FigureTest::focusedPatchesAreOutlined()
{
    const FigureRequest request = requestFor({}, Direction::ImageToText, {65, 66, 77});
    FigureRequest without = request;
    without.selection.focus.clear();
    const Figure figure(request);
    const QImage image = figureImage(request);
    const Box& first = request.trace->units.units[65].box;
    const Box& second = request.trace->units.units[66].box;
    const auto pixelAt = [&](double x, double y) {
        return (figure.layout().pageFromPicture.map(QPointF(x, y)) * figure.layout().pixelsPerUnit)
            .toPoint();
    };
    QCOMPARE(image.pixelColor(pixelAt(first.centreX(), first.y0)), QColor(Qt::white));
    QCOMPARE(image.pixelColor(pixelAt(second.centreX(), second.y1)), QColor(Qt::white));
    // One outline for all three: the picture itself shows between them.
    const Box& below = request.trace->units.units[77].box;
    for (const QPointF inner :
         {QPointF(second.x0, second.centreY()), QPointF(below.centreX(), below.y0)}) {
        const QColor found = image.pixelColor(pixelAt(inner.x(), inner.y()));
        const QColor expected = request.picture.pixelColor(inner.toPoint());
        QVERIFY(channelDifference(found, expected) <= 2);
    }
    QVERIFY(figureImage(without) != image);
}

void FigureTest::maskedUnitsAreHatched()
{
    FigureRequest request = requestFor({}, Direction::TextToImage, {3});
    const QColor line = theme(ThemeKind::Light).hatchLine;
    QCOMPARE(pixelsOf(figureImage(request), line), 0);
    Trace trace = *request.trace;
    trace.isUnitMasked[50] = true;
    request.trace = std::make_shared<const Trace>(trace);
    QVERIFY(pixelsOf(figureImage(request), line) > 100);
    request.selection.direction = Direction::ImageToText;
    request.selection.focus = {3};
    QVERIFY(pixelsOf(figureImage(request), line) > 100); // in every view
}

void FigureTest::ownScaleCarriesABadge()
{
    FigureRequest request = requestFor({}, Direction::TextToImage, {3});
    const QColor badge = theme(ThemeKind::Light).interventionSoft;
    QCOMPARE(pixelsOf(figureImage(request), badge), 0);
    request.style.scale = Scale::PerMap;
    QVERIFY(pixelsOf(figureImage(request), badge) > 500);
}

void FigureTest::everyScaleAndOverlayCanBeDrawn()
{
    QSet<QByteArray> pictures;
    FigureRequest request = requestFor({}, Direction::TextToImage, {3});
    const auto draw = [&] {
        pictures.insert(figurePng(request));
        QVERIFY(figureSvg(request).contains("</svg>"));
    };
    for (const ScaleInfo& scale : scales()) {
        request.style.scale = scale.scale;
        draw();
    }
    for (const OverlayInfo& overlay : overlayKinds()) { // the last scale once more: lift
        request.style.overlay = overlay.kind;
        draw();
    }
    QCOMPARE(pictures.size(), static_cast<int>(scales().size() + overlayKinds().size()) - 1);
}

void FigureTest::sideBySideShowsTheBarePictureToo()
{
    FigureRequest request = requestFor({}, Direction::TextToImage, {3});
    request.style.overlay = OverlayKind::SideBySide;
    const Figure figure(request);
    const FigureLayout& layout = figure.layout();
    QCOMPARE(layout.bare.size(), layout.picture.size());
    QVERIFY(layout.bare.right() < layout.picture.left());
    QVERIFY(layout.picture.right() < layout.colourBar.left());
    const QImage page = figureImage(request);
    const QRect left = pixelsOfRect(layout.bare, layout.pixelsPerUnit);
    const QRect right = pixelsOfRect(layout.picture, layout.pixelsPerUnit);
    const QImage bare = figure.bare();
    const QImage map = figure.overlay();
    for (int y = 5; y < left.height(); y += 17) {
        for (int x = 5; x < left.width(); x += 17) {
            QCOMPARE(page.pixel(left.topLeft() + QPoint(x, y)), bare.pixel(x, y));
            QCOMPARE(page.pixel(right.topLeft() + QPoint(x, y)), map.pixel(x, y));
        }
    }
    const QPointF centre = figure.unitCentre(65);
    QCOMPARE(page.pixelColor(centre.toPoint()), colourTable("cividis").colourAt(scalePosition(
                                                    figure.map().values[65], figure.range())));
    request.selection.direction = Direction::ImageToText; // words are the keys: no map to set apart
    request.selection.kind.clear();
    QVERIFY(Figure(request).layout().bare.isEmpty());
}

void FigureTest::whatThePreprocessingCutsIsFramed()
{
    const FigureRequest request =
        requestFor({.imageWidth = 640, .imageHeight = 480, .isCentreCropped = true},
                   Direction::TextToImage, {3});
    const Figure figure(request);
    const QImage page = figureImage(request);
    const QTransform& place = figure.layout().pageFromPicture;
    const qreal scale = figure.layout().pixelsPerUnit;
    bool isDark = false;
    bool isLight = false;
    for (int y = 40; y < 440; ++y) { // just outside of the seen part's left side
        const QPointF at = place.map(QPointF(80, y)) * scale - QPointF(1, 0);
        const QColor colour = page.pixelColor(at.toPoint());
        isDark = isDark || colour.lightness() < 40;
        isLight = isLight || colour.lightness() > 235;
    }
    QVERIFY(isDark && isLight);
    QVERIFY(figure.description().contains(QStringLiteral("outside the dashed line")));
}

void FigureTest::partsAreInsideThePageAndApart_data()
{
    QTest::addColumn<HillOptions>("options");
    QTest::addColumn<QSize>("size");
    HillOptions longCaption;
    for (int i = 0; i < 60; ++i) {
        longCaption.words.push_back("word" + std::to_string(i * i * i));
    }
    for (const QSize size :
         {QSize(960, 720), QSize(640, 480), QSize(720, 1280), QSize(1600, 600)}) {
        const auto add = [&](const char* name, const HillOptions& options) {
            QTest::newRow(qPrintable(QStringLiteral("%1 on %2 x %3")
                                         .arg(QLatin1String(name))
                                         .arg(size.width())
                                         .arg(size.height())))
                << options << size;
        };
        add("square", {});
        add("wide", {.imageWidth = 1200, .imageHeight = 300});
        add("tall", {.imageWidth = 200, .imageHeight = 900});
        add("long caption", longCaption);
    }
}

void FigureTest::partsAreInsideThePageAndApart()
{
    QFETCH(HillOptions, options);
    QFETCH(QSize, size);
    for (const Direction direction : {Direction::TextToImage, Direction::ImageToText}) {
        FigureRequest request = requestFor(options, direction, {3});
        request.style.size = size;
        request.style.dpi = 96;
        const FigureLayout layout = Figure(request).layout();
        const QRectF content = contentRect(layout.page).adjusted(-0.5, -0.5, 0.5, 0.5);
        for (const QRectF& part : {layout.picture, layout.words, layout.legend, layout.colourBar}) {
            QVERIFY(content.contains(part));
        }
        QVERIFY(!layout.picture.intersects(layout.words));
        QVERIFY(!layout.picture.intersects(layout.legend));
        QVERIFY(!layout.picture.intersects(layout.colourBar));
        QVERIFY(!layout.words.intersects(layout.legend));
        QVERIFY(layout.wordCells.size.width() <= layout.words.width() + 0.5);
        const double shape = layout.picture.width() / layout.picture.height();
        const double original = static_cast<double>(options.imageWidth) / options.imageHeight;
        QVERIFY(std::abs(shape / original - 1) < 0.02); // whole pixels
    }
}

void FigureTest::cellsGetEqualPixelsWhereTheyCan()
{
    const Figure square(requestFor({}, Direction::TextToImage, {3}));
    const qreal pixels = square.layout().pixelsPerUnit;
    const auto width = static_cast<int>(std::lround(square.layout().picture.width() * pixels));
    const auto height = static_cast<int>(std::lround(square.layout().picture.height() * pixels));
    QCOMPARE(width % 12, 0);
    QCOMPARE(height, width);
    // 12 cells over 61 : 49 would bend the picture.
    const Figure odd(
        requestFor({.imageWidth = 610, .imageHeight = 490}, Direction::TextToImage, {3}));
    const double shape = odd.layout().picture.width() / odd.layout().picture.height();
    QVERIFY(std::abs(shape / (610.0 / 490) - 1) < 0.005);
}

void FigureTest::sizeAndResolutionOnlyScale()
{
    FigureRequest request = requestFor({}, Direction::TextToImage, {3});
    request.style.size = {960, 720};
    request.style.dpi = 96;
    const FigureLayout once = Figure(request).layout();
    request.style.size = {1920, 1440};
    request.style.dpi = 192;
    const FigureLayout twice = Figure(request).layout();
    QCOMPARE(twice.page, once.page);
    QVERIFY(std::abs(twice.picture.width() - once.picture.width()) <= 12); // a pixel per cell
    QCOMPARE(twice.words.size(), once.words.size());
}

void FigureTest::longCaptionsAreCutWithACount()
{
    HillOptions options;
    for (int i = 0; i < 400; ++i) {
        options.words.push_back("incomprehensibility");
    }
    const FigureRequest request = requestFor(options, Direction::ImageToText, {3});
    const Figure figure(request);
    const std::size_t cells = figure.layout().wordCells.cells.size();
    QVERIFY(cells > 20);
    QVERIFY(cells < 400);
    QVERIFY(figure.layout().picture.height() >= 0.4 * figure.layout().page.height());
    QVERIFY(figure.description().count(QStringLiteral("incomprehensibility")) >= 400);
}

void FigureTest::requestsThatCannotBeDrawnAreRefused()
{
    FigureRequest request = requestFor({}, Direction::TextToImage, {3});
    QCOMPARE(errorOf(request), std::string("none"));
    FigureRequest layer = request;
    layer.selection.firstLayer = layer.selection.lastLayer = 99;
    QCOMPARE(errorOf(layer), std::string("E_USAGE_SELECTION"));
    FigureRequest table = request;
    table.style.colourTable = "jet";
    QCOMPARE(errorOf(table), std::string("E_USAGE_COLORMAP"));
    table.style.colourTable = "cool-warm"; // weights have no sign
    QCOMPARE(errorOf(table), std::string("E_USAGE_COLORMAP"));
    table.style.scale = Scale::Lift; // which has a table of its own
    QCOMPARE(errorOf(table), std::string("none"));
    table.style.signedTable = "viridis"; // has no middle
    QCOMPARE(errorOf(table), std::string("E_USAGE_COLORMAP"));
    FigureRequest size = request;
    size.style.size = {200, 100};
    QCOMPARE(errorOf(size), std::string("E_USAGE_SIZE"));
    size.style.size = {0, 0};
    QCOMPARE(errorOf(size), std::string("E_USAGE_SIZE"));
    FigureRequest dpi = request;
    dpi.style.dpi = std::nan("");
    QCOMPARE(errorOf(dpi), std::string("E_USAGE_SIZE"));
    dpi.style.dpi = 1200; // letters would fill the page
    QCOMPARE(errorOf(dpi), std::string("E_USAGE_SIZE"));
}

QTEST_MAIN(FigureTest)
#include "figure_test.moc"
