#include <QtTest>

#include "tests/support/golden_trace.h"
#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/matrix_measures.h"
#include "ui/figure/matrix_painter.h"

#include <limits>
#include <set>

using namespace attenscope;

namespace {

const Theme& light()
{
    return theme(ThemeKind::Light);
}

const ColourTable& table()
{
    return colourTable("cividis");
}

Selection textToImage(SpecialTokens special = SpecialTokens::Hide)
{
    Selection selection;
    selection.special = special;
    return selection;
}

MatrixPicture
pictureOf(const Trace& trace, const Selection& selection, MatrixBlocks blocks = MatrixBlocks::One)
{
    auto matrix = std::make_shared<AttentionMatrix>(attentionMatrix(trace, selection, blocks));
    const ScaleRange range = matrixRange(*matrix, Scale::Shared);
    return matrixPicture(trace, std::move(matrix), selection.showsPieces, range, table());
}

QImage painted(const MatrixPicture& picture, const MatrixLayout& layout, QSize size)
{
    QImage image(size * layout.pixelsPerUnit, QImage::Format_RGB32);
    image.fill(light().panel);
    QPainter painter(&image);
    painter.scale(layout.pixelsPerUnit, layout.pixelsPerUnit);
    paintMatrix(painter, picture, layout, {}, light());
    return image;
}

/// Numbers alone, all of which are shown.
CellGrid grid(int rows, int columns, const std::vector<float>& numbers)
{
    CellGrid cells{.rows = rows, .columns = columns, .numbers = numbers, .onScale = numbers};
    for (const float number : numbers) {
        cells.codes.push_back(
            static_cast<std::uint16_t>(ColourTable::indexAt(static_cast<double>(number))));
    }
    return cells;
}

MatrixScaleAxis axis(int items, qreal pitch)
{
    return {.length = items * pitch, .pitch = pitch, .items = items, .sideBegins = {0}};
}

} // namespace

class MatrixPainterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cellsHaveTheirColour_data();
    void cellsHaveTheirColour();
    void hiddenMaskedAndClosedCellsAreNoData();
    void smallCellsAreAveragedByArea();
    void aNumberThatIsNoneIsNeverAveragedAway();
    void liftColoursCountMultiples();
    void blocksStandApart();
    void zoomEndsWhereNumbersCanBeRead();
    void placesAndItemsAreInverse();
    void namesThinOut();
    void namesTellWhatTheyStandFor();
    void focusedRowsAreRinged();
};

void MatrixPainterTest::cellsHaveTheirColour_data()
{
    QTest::addColumn<qreal>("pixelsPerUnit");
    QTest::newRow("1x") << 1.0;
    QTest::newRow("2x") << 2.0;
}

void MatrixPainterTest::cellsHaveTheirColour()
{
    QFETCH(qreal, pixelsPerUnit);
    const Trace trace = hillTrace({.gridRows = 4, .gridColumns = 4});
    const MatrixPicture picture = pictureOf(trace, textToImage());
    const MatrixLayout layout = layoutMatrix(picture, QRectF(10, 20, 700, 400), pixelsPerUnit);
    const QImage image = painted(picture, layout, QSize(720, 440));
    QVERIFY(!layout.isAveraged());
    QCOMPARE(picture.matrix->rows.size(), 12);
    for (int row = 0; row < picture.matrix->rows.size(); ++row) {
        for (int column = 0; column < picture.matrix->columns.size(); ++column) {
            const QPointF corner = layout.cell(row, column).topLeft() + QPointF(1.5, 1.5);
            const float weight = picture.matrix->weights(row, column);
            QCOMPARE(image.pixelColor((corner * pixelsPerUnit).toPoint()),
                     table().colourAt(scalePosition(weight, picture.range)));
        }
    }
}

void MatrixPainterTest::hiddenMaskedAndClosedCellsAreNoData()
{
    Selection selection = textToImage();
    selection.kind = "joint_self";
    const Trace trace = goldenTrace();
    const MatrixPicture picture = pictureOf(trace, selection, MatrixBlocks::All);
    const auto code = [&](int row, int column) {
        return picture.cells.codes[picture.cells.index(row, column)];
    };
    QCOMPARE(code(1, 0), kHiddenCell);
    QCOMPARE(code(1, 5 + 3), kMaskedCell); // unit 3
    QVERIFY(code(1, 1) < ColourTable::kSize);
    QCOMPARE(picture.means.codes[picture.means.index(0, 0)], kHiddenCell);

    CellGrid signs = grid(1, 4, {0, 0, 0, 0});
    signs.codes = {kHiddenCell, kMaskedCell, kClosedCell, kNoNumberCell};
    const QImage image = matrixRaster(signs, axis(4, 12), axis(1, 12), table(), {}, light(), 1);
    std::set<QRgb> backgrounds;
    for (int cell = 0; cell < 4; ++cell) {
        std::set<QRgb> colours;
        for (int y = 0; y < 12; ++y) {
            for (int x = 12 * cell; x < 12 * cell + 12; ++x) {
                colours.insert(image.pixel(x, y));
            }
        }
        QCOMPARE(colours.size(), std::size_t{2}); // hatched
        backgrounds.insert(colours.begin(), colours.end());
    }
    QVERIFY(backgrounds.contains(notANumberColour().rgb()));
    QVERIFY(backgrounds.contains(light().interventionSoft.rgb()));
}

void MatrixPainterTest::smallCellsAreAveragedByArea()
{
    // Two by three cells for each pixel.
    const CellGrid cells = grid(2, 6, {0, 0.3F, 0.6F, 1, 1, 1, 0.3F, 0.6F, 0, 1, 1, 1});
    const QImage image =
        matrixRaster(cells, axis(6, 1.0 / 3), axis(2, 0.5), table(), {}, light(), 1);
    QCOMPARE(image.size(), QSize(2, 1));
    QVERIFY(channelDifference(image.pixelColor(0, 0), table().colourAt(0.3)) <= 2);
    QCOMPARE(image.pixelColor(1, 0), table().colourAt(1));

    // One and a half cells for each pixel: the second one is shared.
    const QImage shared =
        matrixRaster(grid(1, 3, {0, 1, 0}), axis(3, 2.0 / 3), axis(1, 1), table(), {}, light(), 1);
    QCOMPARE(shared.width(), 2);
    QVERIFY(channelDifference(shared.pixelColor(0, 0), table().colourAt(1.0 / 3)) <= 2);
    QCOMPARE(shared.pixelColor(0, 0), shared.pixelColor(1, 0));
}

void MatrixPainterTest::aNumberThatIsNoneIsNeverAveragedAway()
{
    CellGrid cells = grid(8, 8, std::vector<float>(64, 0.5F));
    cells.codes[9] = kNoNumberCell;
    cells.onScale[9] = std::numeric_limits<float>::quiet_NaN();
    const QImage image = matrixRaster(cells, axis(8, 0.25), axis(8, 0.25), table(), {}, light(), 1);
    QCOMPARE(image.size(), QSize(2, 2));
    QVERIFY(image.pixelColor(0, 0) != table().colourAt(0.5));
    QCOMPARE(image.pixelColor(1, 1), table().colourAt(0.5));
}

void MatrixPainterTest::liftColoursCountMultiples()
{
    const Trace trace = hillTrace({.gridRows = 4, .gridColumns = 4});
    auto matrix =
        std::make_shared<AttentionMatrix>(attentionMatrix(trace, textToImage(), MatrixBlocks::One));
    const ScaleRange range = matrixRange(*matrix, Scale::Lift);
    const MatrixPicture picture = matrixPicture(trace, matrix, false, range, table());
    for (int row = 0; row < 12; ++row) {
        for (int column = 0; column < 16; ++column) {
            const std::size_t i = picture.cells.index(row, column);
            const double lift = static_cast<double>(matrix->weights(row, column)) * 16 /
                                static_cast<double>(matrix->weights.row(row).sum());
            QVERIFY(std::abs(static_cast<double>(picture.cells.onScale[i]) - lift) < 1e-3);
            QCOMPARE(picture.cells.numbers[i], matrix->weights(row, column));
        }
    }
}

void MatrixPainterTest::blocksStandApart()
{
    Selection selection = textToImage(SpecialTokens::Show);
    selection.kind = "joint_self";
    const MatrixPicture picture = pictureOf(goldenTrace(), selection, MatrixBlocks::All);
    const MatrixLayout layout = layoutMatrix(picture, QRectF(0, 0, 600, 500), 1);
    QVERIFY(layout.x.place(5) - layout.x.place(4) > layout.x.pitch + 3);
    QCOMPARE(layout.x.itemAt(layout.x.place(5) - 2), std::optional<int>());
    QCOMPARE(layout.x.pitch, layout.y.pitch); // the same items on both sides
    const QImage image = painted(picture, layout, QSize(600, 500));
    const QPoint gap = QPointF(layout.x.place(5) - 3, layout.y.place(1) + 2).toPoint();
    QCOMPARE(image.pixelColor(gap), light().panel);
    QCOMPARE(layout.means.height() / 2, kMeanHeight); // of words and of patches
}

void MatrixPainterTest::zoomEndsWhereNumbersCanBeRead()
{
    const Trace trace = hillTrace({.gridRows = 24, .gridColumns = 24});
    const MatrixPicture picture = pictureOf(trace, textToImage());
    const QRectF area(0, 0, 800, 500);
    const MatrixLayout all = layoutMatrix(picture, area, 1);
    QVERIFY(!all.hasNumbers());
    QVERIFY(area.contains(all.cells.united(all.rowSums).united(all.means)));
    const double largest = largestMatrixZoom(picture, area, 1);
    const MatrixLayout near = layoutMatrix(picture, area, 1, largest, {0.25, 0.5});
    QVERIFY(near.hasNumbers());
    QCOMPARE(near.cells.size().width() <= all.cells.width() + 60, true);
    // What was asked for is in the middle.
    const auto middle = near.x.itemAt(near.cells.center().x());
    QVERIFY(middle && std::abs(*middle - 576 / 4) <= 1);
    const MatrixLayout end = layoutMatrix(picture, area, 1, largest, {5, 5});
    QVERIFY(std::abs(end.x.place(576) - end.cells.right()) < 0.5); // kept inside
}

void MatrixPainterTest::placesAndItemsAreInverse()
{
    Selection selection = textToImage();
    selection.kind = "joint_self";
    const MatrixPicture picture = pictureOf(goldenTrace(), selection, MatrixBlocks::All);
    for (const double zoom : {1.0, 3.0}) {
        const MatrixLayout layout =
            layoutMatrix(picture, QRectF(7, 9, 300, 260), 1, zoom, {0.4, 0.7});
        for (int item = 0; item < layout.y.items; ++item) {
            const qreal middle = layout.y.place(item) + layout.y.pitch / 2;
            const bool isSeen = middle >= layout.cells.top() && middle < layout.cells.bottom();
            QCOMPARE(layout.y.itemAt(middle), isSeen ? std::optional(item) : std::nullopt);
        }
    }
}

void MatrixPainterTest::namesThinOut()
{
    const Trace trace = hillTrace({.gridRows = 12, .gridColumns = 12, .hasClassUnit = true});
    const MatrixPicture picture = pictureOf(trace, textToImage());
    const MatrixAxis& keys = picture.matrix->columns;
    MatrixScaleAxis wide = axis(145, 20);
    QCOMPARE(namedItems(picture, keys, wide, 15).size(), std::size_t{145});
    MatrixScaleAxis narrow = axis(145, 2);
    const std::vector<int> named = namedItems(picture, keys, narrow, 15);
    QCOMPARE(named.size(), std::size_t{12}); // one for each row of the grid
    QCOMPARE(picture.columnNames[static_cast<std::size_t>(named[3])], QStringLiteral("(3, 0)"));
    for (std::size_t i = 1; i < named.size(); ++i) {
        QVERIFY((named[i] - named[i - 1]) * narrow.pitch >= 15);
    }
    wide.begin = 100; // scrolled to the end
    wide.length = 200;
    wide.scroll = 145 * 20 - 200;
    QCOMPARE(namedItems(picture, keys, wide, 15).back(), 144);
    QCOMPARE(namedItems(picture, keys, wide, 15).size(), std::size_t{10});
}

void MatrixPainterTest::namesTellWhatTheyStandFor()
{
    Trace trace = goldenTrace();
    Selection selection = textToImage();
    const MatrixPicture words = pictureOf(trace, selection);
    QCOMPARE(words.rowNames[2], QStringLiteral("reddish"));
    QCOMPARE(words.columnNames[1], QStringLiteral("(0, 0)"));
    QCOMPARE(matrixSizeText(trace, *words.matrix, false), QStringLiteral("5 words × 5 patches"));
    selection.showsPieces = true;
    QCOMPARE(pictureOf(trace, selection).rowNames[3], QStringLiteral("##dish"));
    trace.units.gridRows = trace.units.gridColumns = 0;
    for (VisualUnit& unit : trace.units.units) {
        unit.kind = VisualUnit::Kind::Region;
    }
    trace.units.units[2].name = "dog";
    QCOMPARE(pictureOf(trace, selection).columnNames[2], QStringLiteral("2: dog"));
}

void MatrixPainterTest::focusedRowsAreRinged()
{
    const MatrixPicture picture = pictureOf(goldenTrace(), textToImage());
    const MatrixLayout layout = layoutMatrix(picture, QRectF(0, 0, 500, 300), 1);
    QImage image(500, 300, QImage::Format_RGB32);
    image.fill(light().panel);
    QPainter painter(&image);
    paintMatrix(painter, picture, layout, {2}, light());
    painter.end();
    const QPoint above = QPointF(layout.cells.center().x(), layout.y.place(2) - 1).toPoint();
    QCOMPARE(image.pixelColor(above), light().accent);
    if (const QByteArray file = qgetenv("MATRIX_DUMP"); !file.isEmpty()) {
        Selection joint = textToImage();
        joint.kind = "joint_self";
        const MatrixPicture four = pictureOf(goldenTrace(), joint, MatrixBlocks::All);
        const MatrixPicture hills = pictureOf(hillTrace({.hasClassUnit = true}), textToImage());
        QImage page(1000, 1200, QImage::Format_RGB32);
        page.fill(light().panel);
        QPainter p(&page);
        paintMatrix(p, four, layoutMatrix(four, QRectF(10, 10, 500, 400), 1), {2}, light());
        paintMatrix(p, hills, layoutMatrix(hills, QRectF(10, 420, 980, 380), 1), {3}, light());
        paintMatrix(p, hills, layoutMatrix(hills, QRectF(10, 810, 980, 380), 1, 100, {0.4, 0.5}),
                    {3}, light());
        p.end();
        page.save(QString::fromLocal8Bit(file));
    }
}

QTEST_MAIN(MatrixPainterTest)
#include "matrix_painter_test.moc"
