#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QXmlStreamReader>
#include <QtTest>

#include "engine/io/run_files.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/comparison_figure.h"
#include "ui/figure/depth_figure.h"
#include "ui/figure/figure_script.h"
#include "ui/figure/figure_sheet.h"
#include "ui/figure/figure_table.h"
#include "ui/figure/fonts.h"
#include "ui/figure/matrix_figure.h"
#include "ui/figure/recipe_in_file.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>

using namespace attenscope;

namespace {

FigureRequest viewRequest(FigureView view)
{
    FigureRequest request = sampleRequest();
    request.view = view;
    return request;
}

/// Word 3 in head 1, beside word 3 of another caption in head 2.
FigureRequest comparedRequest()
{
    FigureRequest request = viewRequest(FigureView::Compare);
    request.compared = std::make_shared<const FigureRequest>(sampleRequest());
    request.trace = std::make_shared<const Trace>(
        hillTrace({.hasClassUnit = true, .words = {"a", "small", "blue", "circle"}}));
    request.selection.head = 2;
    request.origin.imagePath = "pictures/other.png";
    return request;
}

/// A word's weight on a unit in layer 0, straight from the run.
float weightOf(const Trace& trace, int head, int word, int unit)
{
    return trace.attention.row(trace.findSite("cross_text_to_image", 0).value(), head, word)(unit);
}

/// The largest weight of the words that a matrix of this head shows.
float largestOf(const Trace& trace, int head, int firstWord, int lastWord)
{
    float largest = 0;
    for (int word = firstWord; word <= lastWord; ++word) {
        for (int unit = 1; unit <= 144; ++unit) { // unit 0 is the class
            largest = std::max(largest, weightOf(trace, head, word, unit));
        }
    }
    return largest;
}

QJsonObject recipeOf(const FigureRequest& request)
{
    return QJsonDocument::fromJson(recipeInFile(figurePng(request)).value()).object();
}

struct SvgContent {
    bool isWellFormed = false;
    QStringList texts;
    QStringList titles; ///< of cells
    int pictures = 0;
};

SvgContent svgOf(const FigureRequest& request)
{
    SvgContent content;
    QXmlStreamReader reader(figureSvg(request));
    while (!reader.atEnd()) {
        reader.readNext();
        if (!reader.isStartElement()) {
            continue;
        }
        if (reader.name() == QLatin1String("image")) {
            ++content.pictures;
        } else if (reader.name() == QLatin1String("text")) {
            content.texts << reader.readElementText();
        } else if (reader.name() == QLatin1String("title")) {
            content.titles << reader.readElementText();
        }
    }
    content.titles.removeFirst(); // the document's
    content.isWellFormed = !reader.hasError();
    return content;
}

} // namespace

/// Figures of the window's other tabs.
class ViewFiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyViewHasItsPage_data();
    void everyViewHasItsPage();
    void cellsOfAMatrixHaveTheTablesColours();
    void aMatrixsScaleHoldsWhatItShows();
    void queriesInFocusAreOutlined();
    void bothSidesOfAJointMatrixCanBeInFocus();
    void aMatrixIsVectorsInSvg();
    void aLargeMatrixIsAPictureInSvg();
    void partsOfAPageAreLeftOut_data();
    void partsOfAPageAreLeftOut();
    void everythingLiesOnThePage_data();
    void everythingLiesOnThePage();
    void aPageTooSmallIsRefused_data();
    void aPageTooSmallIsRefused();
    void aPlotHasTheStatisticsNumbers();
    void aStatisticThatSaysNothingIsRefused();
    void wordsInFocusHaveARing();
    void aComparisonTellsEveryCell();
    void manyOutputsLeaveThePicturesRoom();
    void aComparisonNeedsTwo();
    void recipesNameTheView_data();
    void recipesNameTheView();
    void recipesNameWhatIsComparedWith();
    void recipesNameTheFonts();
    void tablesHoldTheViewsNumbers();
    void scriptsRebuildTheViewsNumbers_data();
    void scriptsRebuildTheViewsNumbers();
};

void ViewFiguresTest::everyViewHasItsPage_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("title");
    QTest::newRow("image") << "image"
                           << "“red” → image, layer 0, head 1";
    QTest::newRow("words") << "words"
                           << "Every word → image, layer 0, head 1";
    QTest::newRow("matrix") << "matrix"
                            << "Text → image, layer 0, head 1";
    QTest::newRow("depth") << "depth"
                           << "“red” → image, text→image, entropy H / ln K";
}

void ViewFiguresTest::everyViewHasItsPage()
{
    QFETCH(const QString, view);
    QFETCH(const QString, title);
    FigureRequest request = viewRequest(figureViewFromId(view.toStdString()).value());
    request.statistic = "entropy-share";
    const std::unique_ptr<FigurePage> page = figurePage(request);
    QCOMPARE(page->title(), title);
    QCOMPARE(figureImage(*page).size(), request.style.size);
    QVERIFY(page->description().contains("a small red circle"));
    QVERIFY(page->description().contains("scenes"));
}

void ViewFiguresTest::cellsOfAMatrixHaveTheTablesColours()
{
    const FigureRequest request = viewRequest(FigureView::FullMatrix);
    const MatrixFigure figure(request);
    const Trace& trace = *request.trace;
    const float largest = largestOf(trace, 1, 0, 11);
    const QImage image = figureImage(figure);
    const ColourTable& table = colourTable("cividis");
    for (const int word : {0, 3, 11}) {
        for (const int unit : {1, 60, 144}) {
            const int row = figure.matrix().rows.find(false, word).value();
            const int column = figure.matrix().columns.find(true, unit).value();
            const QPointF centre =
                figure.layout().cell(row, column).center() * figure.pixelsPerUnit();
            const QColor expected =
                table.colourAt(static_cast<double>(weightOf(trace, 1, word, unit) / largest));
            QVERIFY2(channelDifference(image.pixelColor(centre.toPoint()), expected) <= 2,
                     qPrintable(QStringLiteral("word %1, unit %2").arg(word).arg(unit)));
        }
    }
}

void ViewFiguresTest::aMatrixsScaleHoldsWhatItShows()
{
    const FigureRequest request = viewRequest(FigureView::FullMatrix);
    const MatrixFigure figure(request);
    QVERIFY(std::abs(figure.range().maximum - largestOf(*request.trace, 1, 0, 11)) < 1e-7F);
    QVERIFY(figure.description().contains("shared by all cells"));
}

void ViewFiguresTest::queriesInFocusAreOutlined()
{
    FigureRequest request = viewRequest(FigureView::FullMatrix);
    const MatrixFigure figure(request);
    QVERIFY(figure.description().contains("Outlined: red"));
    const int row = figure.matrix().rows.find(false, 3).value();
    const QRectF cell = figure.layout().cell(row, 0);
    // The ring stands one unit outside the row's cells.
    const QPoint beside =
        (QPointF(cell.left() - 1, cell.center().y()) * figure.pixelsPerUnit()).toPoint();
    const QColor accent = theme(ThemeKind::Light).accent;
    QVERIFY(channelDifference(figureImage(figure).pixelColor(beside), accent) < 60);
    request.selection.focus.clear();
    QVERIFY(channelDifference(figureImage(request).pixelColor(beside), accent) > 60);
    QVERIFY(!MatrixFigure(request).description().contains("Outlined"));
}

void ViewFiguresTest::bothSidesOfAJointMatrixCanBeInFocus()
{
    FigureRequest request = viewRequest(FigureView::FullMatrix);
    request.selection.direction = Direction::ImageToText;
    request.selection.kind.clear();
    request.selection.focus = {66};
    request.otherFocus = {3}; // no row of this matrix
    const MatrixFigure figure(request);
    QVERIFY(figure.description().contains("Outlined: (5, 5)")); // unit 0 is the class
    QVERIFY(!figure.description().contains("red,"));
}

void ViewFiguresTest::aMatrixIsVectorsInSvg()
{
    const FigureRequest request = viewRequest(FigureView::FullMatrix);
    const SvgContent svg = svgOf(request);
    QVERIFY(svg.isWellFormed);
    QCOMPARE(svg.pictures, 0);
    QCOMPARE(svg.titles.size(), qsizetype{12 * 145});
    const float weight = weightOf(*request.trace, 1, 3, 1);
    QVERIFY(svg.titles.contains(
        QStringLiteral("red → (0, 0): %1").arg(static_cast<double>(weight), 0, 'g', 6)));
    QVERIFY(svg.texts.contains("red"));
    QVERIFY(svg.texts.contains("row sum"));
    QVERIFY(svg.texts.contains("mean"));
}

void ViewFiguresTest::aLargeMatrixIsAPictureInSvg()
{
    FigureRequest request = viewRequest(FigureView::FullMatrix);
    const HillOptions large{.gridRows = 48, .gridColumns = 48};
    request.trace = std::make_shared<const Trace>(hillTrace(large)); // 12 × 2304 cells
    const SvgContent svg = svgOf(request);
    QVERIFY(svg.isWellFormed);
    QVERIFY(svg.pictures > 0);
    QVERIFY(svg.titles.isEmpty());
    QVERIFY(svg.texts.contains("red"));
}

void ViewFiguresTest::partsOfAPageAreLeftOut_data()
{
    QTest::addColumn<QString>("view");
    for (const char* view : {"words", "matrix", "depth", "compare"}) {
        QTest::newRow(view) << view;
    }
}

void ViewFiguresTest::partsOfAPageAreLeftOut()
{
    QFETCH(const QString, view);
    const FigureView chosen = figureViewFromId(view.toStdString()).value();
    FigureRequest request = chosen == FigureView::Compare ? comparedRequest() : viewRequest(chosen);
    const SvgContent whole = svgOf(request);
    QVERIFY(whole.texts.contains("hybrid (as trained)") || chosen == FigureView::Compare);
    QVERIFY(whole.texts.contains("[SEP]")); // of the caption
    request.style.hasLegend = request.style.hasWords = request.style.hasColourBar = false;
    const SvgContent bare = svgOf(request);
    QVERIFY(!bare.texts.contains("Model"));
    QVERIFY(whole.texts.contains("Model"));
    QVERIFY(bare.texts.size() < whole.texts.size());
    const auto hasBar = [](const SvgContent& svg) {
        return !svg.texts.filter("attention weight").isEmpty();
    };
    QVERIFY(!hasBar(bare));
    QCOMPARE(hasBar(whole), chosen != FigureView::Depth);
}

void ViewFiguresTest::everythingLiesOnThePage_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("dpi");
    for (const char* view : {"words", "matrix", "depth", "compare"}) {
        const auto row = [&](const char* name, const QSize& size, double dpi) {
            QTest::addRow("%s, %s", view, name) << view << size << dpi;
        };
        row("usual", {1600, 1200}, 160.0);
        row("wide", {1920, 800}, 110.0);
        row("high", {1000, 1600}, 120.0);
    }
}

void ViewFiguresTest::everythingLiesOnThePage()
{
    QFETCH(const QString, view);
    QFETCH(const QSize, size);
    QFETCH(const double, dpi);
    const FigureView chosen = figureViewFromId(view.toStdString()).value();
    FigureRequest request = chosen == FigureView::Compare ? comparedRequest() : viewRequest(chosen);
    request.style.size = size;
    request.style.dpi = dpi;
    const std::unique_ptr<FigurePage> page = figurePage(request);
    for (const FigureCell& cell : page->cells()) {
        QVERIFY(page->page().contains(cell.rect));
    }
    // Nothing is drawn into the margin.
    const QImage image = figureImage(*page);
    const QRgb ground = theme(request.style.theme).panel.rgb();
    const int margin = static_cast<int>(12 * page->pixelsPerUnit());
    int drawn = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const bool isMargin = x < margin || y < margin || x >= image.width() - margin ||
                                  y >= image.height() - margin;
            drawn += isMargin && image.pixel(x, y) != ground ? 1 : 0;
        }
    }
    QCOMPARE(drawn, 0);
}

void ViewFiguresTest::aPageTooSmallIsRefused_data()
{
    partsOfAPageAreLeftOut_data();
}

void ViewFiguresTest::aPageTooSmallIsRefused()
{
    QFETCH(const QString, view);
    const FigureView chosen = figureViewFromId(view.toStdString()).value();
    FigureRequest request = chosen == FigureView::Compare ? comparedRequest() : viewRequest(chosen);
    request.style.size = {200, 120};
    QCOMPARE(errorOf([&] { figurePage(request); }).id, std::string("E_USAGE_SIZE"));
}

/// Entropy of the word's row in each head, with loops.
void ViewFiguresTest::aPlotHasTheStatisticsNumbers()
{
    FigureRequest request = viewRequest(FigureView::Depth);
    request.statistic = "entropy";
    request.selection.special = SpecialTokens::Show;
    const DepthFigure figure(request);
    const Trace& trace = *request.trace;
    QCOMPARE(figure.plot().table.layers.size(), std::size_t{4});
    for (int layer = 0; layer < 4; ++layer) {
        const std::size_t site = trace.findSite("cross_text_to_image", layer).value();
        double mean = 0;
        for (int head = 0; head < 4; ++head) {
            double entropy = 0;
            for (int unit = 0; unit <= 144; ++unit) {
                const auto p = static_cast<double>(trace.attention.row(site, head, 3)(unit));
                entropy -= p * std::log(p);
            }
            mean += entropy / 4;
            const auto l = static_cast<std::size_t>(layer);
            QVERIFY(std::abs(figure.plot().table.heads[l][static_cast<std::size_t>(head)] -
                             entropy) < 1e-4);
        }
        QVERIFY(std::abs(figure.plot().table.layers[static_cast<std::size_t>(layer)] - mean) <
                1e-4);
    }
    QCOMPARE(figure.cells().size(), std::size_t{4});
    QVERIFY(figure.cells()[2].title.startsWith("layer 2; mean "));
    const SvgContent svg = svgOf(request);
    QCOMPARE(svg.pictures, 0);
    QVERIFY(svg.texts.contains("layer"));
}

void ViewFiguresTest::aStatisticThatSaysNothingIsRefused()
{
    FigureRequest request = viewRequest(FigureView::Depth);
    request.statistic = "no such";
    QCOMPARE(errorOf([&] { figurePage(request); }).id, std::string("E_USAGE_SELECTION"));
    for (const StatisticInfo& info : statistics()) {
        request.statistic = info.id;
        if (!statisticAbsence(*request.trace, request.selection, info.id).empty()) {
            QCOMPARE(errorOf([&] { figurePage(request); }).id, std::string("E_USAGE_SELECTION"));
            return;
        }
    }
    QFAIL("every statistic says something here");
}

void ViewFiguresTest::wordsInFocusHaveARing()
{
    FigureRequest request = viewRequest(FigureView::Words);
    const FigureSheet sheet(request);
    const auto focused = std::ranges::count_if(
        sheet.series().maps, [](const SeriesMap& one) { return one.label.isFocused; });
    QCOMPARE(focused, std::ptrdiff_t{1});
    QVERIFY(sheet.series().maps.at(2).label.isFocused); // without [CLS]
    const QRectF& tile = sheet.layout().tiles.at(2);
    const QPoint beside =
        (QPointF(tile.left() - 2, tile.center().y()) * sheet.pixelsPerUnit()).toPoint();
    const QColor accent = theme(ThemeKind::Light).accent;
    QVERIFY(channelDifference(figureImage(sheet).pixelColor(beside), accent) < 60);
    request.selection.special = SpecialTokens::Show;
    QCOMPARE(FigureSheet(request).series().maps.size(), std::size_t{12});
}

void ViewFiguresTest::aComparisonTellsEveryCell()
{
    const FigureRequest request = comparedRequest();
    const SvgContent svg = svgOf(request);
    QVERIFY(svg.isWellFormed);
    QCOMPARE(svg.pictures, 3);
    QCOMPARE(svg.titles.size(), qsizetype{3 * 144});
    const Trace& a = *request.compared->trace;
    const double first = static_cast<double>(weightOf(a, 1, 3, 1));
    QVERIFY(svg.titles.first().startsWith("(0, 0): "));
    QVERIFY(std::abs(svg.titles.first().mid(8).toDouble() - first) < 1e-3);
    QVERIFY(svg.titles.last().startsWith("(11, 11): "));
    QVERIFY(svg.texts.contains("A − B"));
}

void ViewFiguresTest::manyOutputsLeaveThePicturesRoom()
{
    FigureRequest request = comparedRequest();
    Trace trace = *request.trace;
    for (int i = 0; i < 60; ++i) {
        trace.outputs.match.push_back(
            {.id = "s" + std::to_string(i), .name = "score " + std::to_string(i), .probability = 0.5});
    }
    request.trace = std::make_shared<const Trace>(std::move(trace));
    const ComparisonFigure figure(request);
    const QRectF& picture = figure.layout().columns[0].picture;
    QVERIFY(std::max(picture.width(), picture.height()) >= 120);
    const SvgContent svg = svgOf(request);
    const QStringList more = svg.texts.filter(" more");
    QCOMPARE(more.size(), qsizetype{1});
    QVERIFY(figure.description().contains("score 59"));
    QVERIFY(svg.texts.filter("score 59").isEmpty());
}

void ViewFiguresTest::aComparisonNeedsTwo()
{
    QCOMPARE(errorOf([] { figurePage(viewRequest(FigureView::Compare)); }).id,
             std::string("E_USAGE_SELECTION"));
}

void ViewFiguresTest::recipesNameTheView_data()
{
    QTest::addColumn<QString>("view");
    for (const FigureViewInfo& info : figureViews()) {
        QTest::newRow(info.id.data()) << QString::fromLatin1(info.id.data());
    }
}

void ViewFiguresTest::recipesNameTheView()
{
    QFETCH(const QString, view);
    const FigureView chosen = figureViewFromId(view.toStdString()).value();
    FigureRequest request = chosen == FigureView::Compare ? comparedRequest() : viewRequest(chosen);
    request.blocks = MatrixBlocks::One;
    request.statistic = "entropy";
    const QJsonObject recipe = recipeOf(request);
    QCOMPARE(recipe["view"].toString(), view);
    QCOMPARE(recipe["language"].toString(), QString("en"));
    QCOMPARE(recipe["matrix_blocks"].toString(),
             chosen == FigureView::FullMatrix ? QString("one") : QString());
    QCOMPARE(recipe["statistic"].toString(),
             chosen == FigureView::Depth ? QString("entropy") : QString());
    QCOMPARE(recipe.contains("pinned"), chosen == FigureView::Compare);
}

void ViewFiguresTest::recipesNameWhatIsComparedWith()
{
    const QJsonObject recipe = recipeOf(comparedRequest());
    QCOMPARE(recipe["caption"].toString(), QString("a small blue circle"));
    QCOMPARE(recipe["selection"].toObject()["head"].toInt(), 2);
    QCOMPARE(recipe["image"].toObject()["path"].toString(), QString("pictures/other.png"));
    const QJsonObject a = recipe["pinned"].toObject();
    QCOMPARE(a["caption"].toString(), QString("a small red circle left of a large blue square"));
    QCOMPARE(a["selection"].toObject()["head"].toInt(), 1);
    QCOMPARE(a["image"].toObject()["sha256"].toString(), QString("00ff"));
    QCOMPARE(a["model"].toObject()["sha256"].toString().left(4), QString("3f9c"));
}

void ViewFiguresTest::recipesNameTheFonts()
{
    FigureRequest request = viewRequest(FigureView::FullMatrix);
    const auto fontsOf = [](const FigureRequest& figure) {
        QStringList fonts;
        for (const QJsonValue& font : recipeOf(figure)["fonts"].toArray()) {
            fonts << font.toString();
        }
        return fonts;
    };
    QCOMPARE(fontsOf(request).first(), familiesUsedFor("red").first());
    request.trace = std::make_shared<const Trace>(
        hillTrace({.hasClassUnit = true, .words = {"一", "red", "圆"}}));
    QStringList expected = familiesUsedFor("red 一圆");
    for (const QString& family : expected) {
        QVERIFY2(fontsOf(request).contains(family), qPrintable(family));
    }
}

void ViewFiguresTest::tablesHoldTheViewsNumbers()
{
    const FigureRequest sample = sampleRequest();
    const auto lines = [](const FigureRequest& request) {
        return figureTable(request).split('\n', Qt::SkipEmptyParts);
    };
    const auto near = [](const QString& text, float number) {
        return std::abs(text.toFloat() - number) < 1e-7F;
    };
    const QStringList words = lines(viewRequest(FigureView::Words));
    QCOMPARE(words.size(), qsizetype{1 + 145});
    QVERIFY(words[0].startsWith("key\ta\tsmall\tred\t"));
    QVERIFY(words[2].startsWith("patch (0, 0)\t"));
    QVERIFY(near(words[2].split('\t')[3], weightOf(*sample.trace, 1, 3, 1)));

    const QStringList matrix = lines(viewRequest(FigureView::FullMatrix));
    QCOMPARE(matrix.size(), qsizetype{1 + 12});
    QVERIFY(matrix[4].startsWith("red\t"));
    QVERIFY(near(matrix[4].split('\t')[2], weightOf(*sample.trace, 1, 3, 1)));

    FigureRequest depth = viewRequest(FigureView::Depth);
    const QStringList plot = lines(depth);
    QCOMPARE(plot.size(), qsizetype{1 + 4});
    QCOMPARE(plot[0], QString("layer\tmean over heads\thead 0\thead 1\thead 2\thead 3"));
    QCOMPARE(plot[3].split('\t')[0], QString("2"));
    const DepthFigure figure(depth);
    QVERIFY(std::abs(plot[3].split('\t')[3].toDouble() - figure.plot().table.heads[2][1]) < 1e-6);

    const FigureRequest compared = comparedRequest();
    const QStringList comparison = lines(compared);
    QCOMPARE(comparison[0], QString("key\tA\tB\tA − B"));
    const QStringList first = comparison[2].split('\t');
    const float a = weightOf(*compared.compared->trace, 1, 3, 1);
    const float b = weightOf(*compared.trace, 2, 3, 1);
    QCOMPARE(first[0], QString("(0, 0)"));
    QVERIFY(near(first[1], a) && near(first[2], b) && near(first[3], a - b));
}

void ViewFiguresTest::scriptsRebuildTheViewsNumbers_data()
{
    QTest::addColumn<FigureRequest>("request");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("words") << viewRequest(FigureView::Words) << QByteArray("values[3][1:]");
    QTest::newRow("matrix") << viewRequest(FigureView::FullMatrix) << QByteArray("values[3][1:]");
    QTest::newRow("one grid") << comparedRequest() << QByteArray("difference[1:]");
    FigureRequest coarser = comparedRequest();
    coarser.trace = std::make_shared<const Trace>(
        hillTrace({.gridRows = 7, .gridColumns = 9, .words = {"a", "small", "blue", "circle"}}));
    QTest::newRow("another grid") << coarser << QByteArray("difference");
    FigureRequest words = comparedRequest();
    FigureRequest a = *words.compared;
    a.selection.direction = words.selection.direction = Direction::ImageToText;
    a.selection.focus = {66};
    words.selection.focus = {20};
    words.compared = std::make_shared<const FigureRequest>(a);
    QTest::newRow("words of two captions") << words << QByteArray("difference");
    QTest::newRow("depth") << viewRequest(FigureView::Depth) << QByteArray("layers");
}

/// Python's numbers against the engine's.
void ViewFiguresTest::scriptsRebuildTheViewsNumbers()
{
    QFETCH(const FigureRequest, request);
    QFETCH(const QByteArray, result);
    const TemporaryFolder folder;
    writeRun(folder.path() / "attenscope-b", *request.trace, {}, {}, Progress());
    std::filesystem::copy(folder.path() / "attenscope-b" / "attention.npz", folder.path());
    if (request.compared) {
        writeRun(folder.path() / "attenscope-a", *request.compared->trace, {}, {}, Progress());
    }
    QProcess python;
    python.setWorkingDirectory(QString::fromStdString(folder.path().string()));
    python.start("/usr/bin/python3", {"-"});
    python.write(figureScript(request).toUtf8() + "import json\nprint(json.dumps((" + result +
                 ").tolist()))\n");
    python.closeWriteChannel();
    QVERIFY(python.waitForFinished(60'000));
    const QByteArray errors = python.readAllStandardError();
    if (errors.contains("No module named 'numpy'")) {
        QSKIP("there is no /usr/bin/python3 with numpy");
    }
    QVERIFY2(python.exitCode() == 0, errors);
    const QList<QByteArray> lines = python.readAllStandardOutput().trimmed().split('\n');
    const QJsonArray found = QJsonDocument::fromJson(lines.back()).array();

    std::vector<double> expected;
    if (request.view == FigureView::Compare) {
        const MapComparison maps = comparedViews(request).maps;
        for (std::size_t i = 0; i < maps.difference.values.size(); ++i) {
            if (maps.difference.states[i] == Map::KeyState::Shown) {
                expected.push_back(static_cast<double>(maps.difference.values[i]));
            }
        }
    } else if (request.view == FigureView::Depth) {
        expected = DepthFigure(request).plot().table.layers;
    } else {
        for (int unit = 1; unit <= 144; ++unit) {
            expected.push_back(static_cast<double>(weightOf(*request.trace, 1, 3, unit)));
        }
    }
    QCOMPARE(static_cast<std::size_t>(found.size()), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double value =
            found[static_cast<qsizetype>(i)].toDouble(std::numeric_limits<double>::quiet_NaN());
        QVERIFY2(
            std::abs(value - expected[i]) < 1e-6,
            qPrintable(QStringLiteral("%1: %2, expected %3").arg(i).arg(value).arg(expected[i])));
    }
}

QTEST_MAIN(ViewFiguresTest)
#include "view_figures_test.moc"
