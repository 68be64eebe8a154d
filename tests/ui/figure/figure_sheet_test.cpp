#include <QtTest>

#include "tests/support/error_of.h"
#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/figure_sheet.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace attenscope;

namespace {

FigureRequest sheetRequest(FigureKind kind)
{
    FigureRequest request = sampleRequest();
    request.selection.head.reset();
    request.style.kind = kind;
    request.style.opacity = 1; // exactly the colour bar's colours
    return request;
}

std::shared_ptr<const Trace> traceOf(const HillOptions& options)
{
    return std::make_shared<const Trace>(hillTrace(options));
}

/// A word's weight on a unit, straight from the run.
float weightOf(const Trace& trace, int layer, int head, int word, int unit)
{
    const std::size_t site = trace.findSite("cross_text_to_image", layer).value();
    const int token = trace.tokens.words.at(static_cast<std::size_t>(word)).tokens.front();
    return trace.attention.row(site, head, token)(unit);
}

QColor pixelAt(const FigureSheet& sheet, const QImage& image, std::size_t tile, int unit)
{
    const FigureRequest& request = sheet.request();
    const Box& box = request.trace->units.units.at(static_cast<std::size_t>(unit)).box;
    const QRectF& place = sheet.layout().tiles.at(tile);
    const QPointF point(place.left() + box.centreX() / request.picture.width() * place.width(),
                        place.top() + box.centreY() / request.picture.height() * place.height());
    return image.pixelColor((point * sheet.pixelsPerUnit()).toPoint());
}

} // namespace

class FigureSheetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHeadHasItsMap();
    void everyWordHasItsMap();
    void everyLayerHasItsMap();
    void theScaleIsCommon_data();
    void theScaleIsCommon();
    void unitsHaveNoSheetOfWords();
    void aHeadThatIsOffShowsNoMap();
    void tilesLieApartOnThePage_data();
    void tilesLieApartOnThePage();
    void aPageTooSmallIsRefused();
    void svgTellsEveryMap();
    void wordsAsKeysAreRowsOfCells();
};

void FigureSheetTest::everyHeadHasItsMap()
{
    const FigureRequest request = sheetRequest(FigureKind::HeadSheet);
    const FigureSheet sheet(request);
    QCOMPARE(sheet.series().maps.size(), std::size_t{16});
    QCOMPARE(sheet.layout().tiles.size(), std::size_t{16});
    const QImage image = figureImage(sheet);
    const ColourTable& table = colourTable("cividis");
    for (const int layer : {0, 3}) {
        for (const int head : {0, 2}) {
            for (const int unit : {1, 40, 90}) { // unit 0 is the class
                const float weight = weightOf(*request.trace, layer, head, 3, unit);
                const QColor expected =
                    table.colourAt(static_cast<double>(weight / sheet.series().range.maximum));
                const auto tile = static_cast<std::size_t>(4 * layer + head);
                QVERIFY2(channelDifference(pixelAt(sheet, image, tile, unit), expected) <= 1,
                         qPrintable(QStringLiteral("%1 %2 %3").arg(layer).arg(head).arg(unit)));
            }
        }
    }
}

void FigureSheetTest::everyWordHasItsMap()
{
    FigureRequest request = sheetRequest(FigureKind::WordSheet);
    request.selection.head = 1;
    const FigureSheet sheet(request);
    QCOMPARE(sheet.series().maps.size(), std::size_t{10}); // without [CLS] and [SEP]
    QCOMPARE(sheet.series().maps.front().label.name, QString("a"));
    QCOMPARE(sheet.series().maps.back().label.name, QString("square"));
    const QImage image = figureImage(sheet);
    const float weight = weightOf(*request.trace, 0, 1, 4, 77); // the fourth word
    const QColor expected =
        colourTable("cividis").colourAt(static_cast<double>(weight / sheet.series().range.maximum));
    QVERIFY(channelDifference(pixelAt(sheet, image, 3, 77), expected) <= 1);
}

void FigureSheetTest::everyLayerHasItsMap()
{
    FigureRequest request = sheetRequest(FigureKind::LayerSheet);
    request.selection.head = 2;
    const FigureSheet sheet(request);
    QCOMPARE(sheet.series().maps.size(), std::size_t{4});
    QCOMPARE(sheet.series().maps.back().label.name, QString("layer 3"));
    const QImage image = figureImage(sheet);
    const float weight = weightOf(*request.trace, 3, 2, 3, 60);
    const QColor expected =
        colourTable("cividis").colourAt(static_cast<double>(weight / sheet.series().range.maximum));
    QVERIFY(channelDifference(pixelAt(sheet, image, 3, 60), expected) <= 1);
    QVERIFY(sheet.title().contains("each layer, head 2"));
}

void FigureSheetTest::theScaleIsCommon_data()
{
    QTest::addColumn<QString>("scale");
    for (const char* scale : {"shared", "map"}) {
        QTest::newRow(scale) << scale;
    }
}

/// The largest weight that the maps in view show, found with loops over the run itself: other
/// layers and heads, which are not in view, change nothing. A scale for each map is each map's own.
void FigureSheetTest::theScaleIsCommon()
{
    QFETCH(const QString, scale);
    FigureRequest request = sheetRequest(FigureKind::WordSheet);
    request.style.scale = scaleFromId(scale.toStdString()).value();
    request.selection.head = 1;
    const FigureSheet sheet(request);
    float largest = 0;
    for (int word = 1; word <= 10; ++word) {
        float ofWord = 0;
        for (int unit = 1; unit <= 144; ++unit) {
            ofWord = std::max(ofWord, weightOf(*request.trace, 0, 1, word, unit));
        }
        largest = std::max(largest, ofWord);
        const SeriesMap& one = sheet.series().maps.at(static_cast<std::size_t>(word - 1));
        if (scale == "map") {
            QVERIFY(std::abs(one.range.maximum - ofWord) < 1e-6F);
        }
    }
    for (const int word : {0, 11}) { // special queries are rows of the matrix, too
        for (int unit = 1; unit <= 144; ++unit) {
            largest = std::max(largest, weightOf(*request.trace, 0, 1, word, unit));
        }
    }
    QVERIFY(std::abs(sheet.series().range.maximum - largest) < 1e-6F);
    QVERIFY(sheet.description().contains(scale == "map" ? "each map has a scale of its own"
                                                        : "common to all maps shown"));
}

void FigureSheetTest::unitsHaveNoSheetOfWords()
{
    FigureRequest request = sheetRequest(FigureKind::WordSheet);
    request.selection.direction = Direction::ImageToText;
    request.selection.focus = {17};
    const ErrorInfo error = errorOf([&] { FigureSheet{request}; });
    QCOMPARE(error.id, std::string("E_USAGE_SELECTION"));
    QCOMPARE(error.found, std::string("image-to-text"));
}

void FigureSheetTest::aHeadThatIsOffShowsNoMap()
{
    FigureRequest request = sheetRequest(FigureKind::HeadSheet);
    Trace trace = hillTrace({.hasClassUnit = true});
    trace.headsOff = {{"cross_text_to_image", 1, 2}};
    request.trace = std::make_shared<const Trace>(std::move(trace));
    const FigureSheet sheet(request);
    QVERIFY(sheet.series().maps.at(6).isOff);
    QVERIFY(!sheet.series().maps.at(5).isOff);
    QCOMPARE(sheet.cells().at(6).title, QString("layer 1, head 2: off"));
    const QRectF tile = sheet.layout().tiles.at(6);
    const auto colours = [&](const FigureSheet& of) {
        const QImage image = figureImage(of).copy(
            (QRectF(tile.topLeft() * of.pixelsPerUnit(), tile.size() * of.pixelsPerUnit()))
                .toRect());
        std::set<QRgb> seen;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                seen.insert(image.pixel(x, y));
            }
        }
        return seen;
    };
    request.trace = traceOf({.hasClassUnit = true});
    QVERIFY(colours(sheet) != colours(FigureSheet(request)));
}

void FigureSheetTest::tilesLieApartOnThePage_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<HillOptions>("options");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("dpi");
    const QSize usual(1600, 1200);
    QTest::newRow("4 x 4 heads") << "sheet-heads" << HillOptions{} << usual << 160.0;
    QTest::newRow("12 x 12 heads")
        << "sheet-heads" << HillOptions{.layers = 12, .heads = 12} << usual << 160.0;
    QTest::newRow("24 x 16 heads")
        << "sheet-heads" << HillOptions{.layers = 24, .heads = 16} << QSize(2400, 3000) << 200.0;
    QTest::newRow("12 layers") << "sheet-layers" << HillOptions{.layers = 12} << usual << 160.0;
    QTest::newRow("ten words, upright page")
        << "sheet-words" << HillOptions{} << QSize(800, 1200) << 110.0;
    QTest::newRow("a wide picture")
        << "sheet-words" << HillOptions{.imageWidth = 640, .imageHeight = 320} << usual << 160.0;
}

void FigureSheetTest::tilesLieApartOnThePage()
{
    QFETCH(const QString, kind);
    QFETCH(const HillOptions, options);
    QFETCH(const QSize, size);
    QFETCH(const double, dpi);
    FigureRequest request = sheetRequest(figureKindFromId(kind.toStdString()).value());
    request.trace = traceOf(options);
    request.picture = shapesPicture(options.imageWidth, options.imageHeight);
    request.style.size = size;
    request.style.dpi = dpi;
    const FigureSheet sheet(request);
    const SheetLayout& layout = sheet.layout();
    const QRectF area = contentRect(layout.page).adjusted(-0.5, -0.5, 0.5, 0.5);
    for (std::size_t i = 0; i < layout.tiles.size(); ++i) {
        QVERIFY(area.contains(layout.tiles[i]));
        QVERIFY(layout.legend.isEmpty() || !layout.tiles[i].intersects(layout.legend));
        QVERIFY(!layout.tiles[i].intersects(layout.colourBar));
        QVERIFY(!layout.tiles[i].intersects(layout.words));
        QCOMPARE(layout.tiles[i].size(), layout.tiles.front().size());
        for (std::size_t j = 0; j < i; ++j) {
            QVERIFY(!layout.tiles[i].intersects(layout.tiles[j]));
        }
    }
    QVERIFY(area.contains(layout.legend));
    QVERIFY(area.contains(layout.words));
    QVERIFY(area.contains(layout.colourBar));
}

void FigureSheetTest::aPageTooSmallIsRefused()
{
    FigureRequest request = sheetRequest(FigureKind::HeadSheet);
    request.style.size = {200, 150};
    const ErrorInfo error = errorOf([&] { FigureSheet{request}; });
    QCOMPARE(error.id, std::string("E_USAGE_SIZE"));
    QCOMPARE(error.expected, std::string("a page with room for 16 maps, words and legend"));
}

void FigureSheetTest::svgTellsEveryMap()
{
    const FigureRequest request = sheetRequest(FigureKind::HeadSheet);
    const QByteArray svg = figureSvg(request);
    QCOMPARE(svg.count("<title>layer "), qsizetype{16});
    QCOMPARE(svg.count("id=\"cells\""), qsizetype{1});
    QVERIFY(svg.contains("<title>layer 2, head 3: "));
    QVERIFY(svg.contains("sheet-heads")); // the recipe
}

void FigureSheetTest::wordsAsKeysAreRowsOfCells()
{
    FigureRequest request = sheetRequest(FigureKind::HeadSheet);
    request.selection.direction = Direction::ImageToText;
    request.selection.focus = {17};
    const FigureSheet sheet(request);
    QCOMPARE(sheet.series().maps.size(), std::size_t{16});
    QVERIFY(!sheet.layout().words.isEmpty());
    QVERIFY(!figureImage(sheet).isNull());
}

QTEST_MAIN(FigureSheetTest)
#include "figure_sheet_test.moc"
