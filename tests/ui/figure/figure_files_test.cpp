#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>
#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/figure.h"

#include <set>

using namespace attenscope;

namespace {

QJsonObject parsed(const QByteArray& json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    return error.error == QJsonParseError::NoError ? document.object() : QJsonObject();
}

/// The recipe that a file carries: with the mode's own kind of attention filled in.
QByteArray carriedRecipe(const FigureRequest& request)
{
    const Figure figure(request);
    return figureRecipe(figure.request(), figure.texts());
}

/// What an SVG holds: elements by name, and all its text.
struct SvgContent {
    std::multiset<QString> elements;
    QStringList texts;
    QString recipe;
    QStringList cellColours;
    bool isSvg = true;
    bool isWellFormed = false;
};

SvgContent contentOf(const QByteArray& svg)
{
    SvgContent content;
    QXmlStreamReader reader(svg);
    bool isInCells = false;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement()) {
            const QString name = reader.name().toString();
            const bool isRecipe = name == QLatin1String("recipe");
            content.isSvg =
                content.isSvg &&
                (isRecipe || reader.namespaceUri() == QLatin1String("http://www.w3.org/2000/svg"));
            isInCells = isInCells ||
                        reader.attributes().value(QLatin1String("id")) == QLatin1String("cells");
            const bool isCell = isInCells && name == QLatin1String("rect");
            content.elements.insert(isCell ? QStringLiteral("cell") : name);
            if (isCell) {
                content.cellColours.append(
                    reader.attributes().value(QLatin1String("fill")).toString());
            }
            if (name == QLatin1String("text")) {
                content.texts.append(reader.readElementText());
            } else if (isRecipe) {
                content.recipe = reader.readElementText();
            }
        } else if (reader.isEndElement() && reader.name() == QLatin1String("g")) {
            isInCells = false;
        }
    }
    content.isWellFormed = !reader.hasError();
    return content;
}

} // namespace

class FigureFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recipeHoldsTheWholeRequest();
    void pngKnowsItsSizeAndResolution();
    void pngCarriesTheRecipe();
    void pngIsTheFiguresPixels();
    void svgIsWellFormedAndHasACellPerUnit();
    void svgCellsHaveTheTablesColours();
    void svgTextKeepsItsPlaceWithoutTheFont();
    void pdfIsOnePageWithTheRecipe();
    void recipesStayOutWhenAskedTo();
    void formatsAreFoundBySuffix();
};

void FigureFilesTest::recipeHoldsTheWholeRequest()
{
    const QJsonDocument recipe(parsed(figureRecipe(sampleRequest())));
    QCOMPARE(recipe["schema"].toString(), QStringLiteral("attenscope-figure/1"));
    QCOMPARE(recipe["caption"].toString(),
             QStringLiteral("a small red circle left of a large blue square"));
    QCOMPARE(recipe["mode"].toString(), QStringLiteral("hybrid"));
    QCOMPARE(recipe["model"]["sha256"].toString().left(4), QStringLiteral("3f9c"));
    QCOMPARE(recipe["image"]["path"].toString(), QStringLiteral("pictures/é \"1\".png"));
    QCOMPARE(recipe["image"]["sha256"].toString(), QStringLiteral("00ff"));
    QCOMPARE(recipe["selection"]["direction"].toString(), QStringLiteral("text-to-image"));
    QCOMPARE(recipe["selection"]["head"].toInt(), 1);
    QCOMPARE(recipe["selection"]["focus"][0].toInt(), 3);
    QCOMPARE(recipe["style"]["colormap"].toString(), QStringLiteral("cividis"));
    QCOMPARE(recipe["style"]["scale"].toString(), QStringLiteral("shared"));
    FigureRequest all = sampleRequest();
    all.selection.head.reset();
    QVERIFY(QJsonDocument(parsed(figureRecipe(all)))["selection"]["head"].isNull());
    all.origin.imagePath = "\xFF\xFE.png"; // no UTF-8: a path may be any bytes
    QVERIFY(!parsed(figureRecipe(all)).isEmpty());
}

void FigureFilesTest::pngKnowsItsSizeAndResolution()
{
    FigureRequest request = sampleRequest();
    request.style.size = {1800, 1400};
    request.style.dpi = 300;
    const QImage image = QImage::fromData(figurePng(request), "PNG");
    QCOMPARE(image.size(), QSize(1800, 1400));
    QCOMPARE(image.dotsPerMeterX(), 11811);
    QVERIFY(!image.hasAlphaChannel());
}

void FigureFilesTest::pngCarriesTheRecipe()
{
    const FigureRequest request = sampleRequest();
    const QByteArray png = figurePng(request);
    // Qt's reader checks the chunk's length and CRC, and reads iTXt as UTF-8.
    const QImage image = QImage::fromData(png, "PNG");
    QCOMPARE(image.text(QStringLiteral("attenscope")).toUtf8(), carriedRecipe(request));
    QVERIFY(png.contains(QByteArrayLiteral("iTXtattenscope\0\0\0\0\0{")));
}

void FigureFilesTest::pngIsTheFiguresPixels()
{
    const FigureRequest request = sampleRequest();
    const QImage read =
        QImage::fromData(figurePng(request), "PNG").convertToFormat(QImage::Format_RGB32);
    const QImage drawn = figureImage(request);
    QCOMPARE(read.size(), drawn.size());
    for (int y = 0; y < read.height(); ++y) {
        for (int x = 0; x < read.width(); ++x) {
            QCOMPARE(read.pixel(x, y), drawn.pixel(x, y));
        }
    }
}

void FigureFilesTest::svgIsWellFormedAndHasACellPerUnit()
{
    const FigureRequest request = sampleRequest();
    const SvgContent content = contentOf(figureSvg(request));
    QVERIFY(content.isWellFormed);
    QVERIFY(content.isSvg);
    QCOMPARE(content.elements.count(QStringLiteral("cell")),
             std::size_t{144}); // not the class unit
    QCOMPARE(content.elements.count(QStringLiteral("image")), std::size_t{1});
    QVERIFY(content.texts.contains(QStringLiteral("“red” → image")));
    QVERIFY(content.texts.contains(QStringLiteral("circle")));
    QCOMPARE(content.recipe.toUtf8(), carriedRecipe(request));

    FigureRequest words = request;
    words.selection = {.direction = Direction::ImageToText, .focus = {5}};
    const SvgContent back = contentOf(figureSvg(words));
    QVERIFY(back.isWellFormed);
    QCOMPARE(back.elements.count(QStringLiteral("cell")), std::size_t{0});
}

void FigureFilesTest::svgCellsHaveTheTablesColours()
{
    FigureRequest request = sampleRequest();
    for (const QString& colour : contentOf(figureSvg(request)).cellColours) {
        QCOMPARE(colour, QStringLiteral("none")); // mixed with the picture below
    }
    request.style.opacity = 1;
    const Figure figure(request);
    const QStringList colours = contentOf(figureSvg(request)).cellColours;
    for (int patch = 0; patch < 144; ++patch) {
        const double position =
            static_cast<double>(figure.map().values[static_cast<std::size_t>(patch + 1)]) /
            static_cast<double>(figure.range().maximum);
        QCOMPARE(colours[patch], colourTable("cividis").colourAt(position).name());
    }
}

void FigureFilesTest::svgTextKeepsItsPlaceWithoutTheFont()
{
    QXmlStreamReader reader(figureSvg(sampleRequest()));
    int texts = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == QLatin1String("text")) {
            const QXmlStreamAttributes attributes = reader.attributes();
            QVERIFY(attributes.value(QLatin1String("textLength")).toDouble() > 1);
            QVERIFY(attributes.value(QLatin1String("font-family"))
                        .startsWith(QLatin1String("Attenscope Sans, ")));
            ++texts;
        }
    }
    QVERIFY(texts > 30);
}

void FigureFilesTest::pdfIsOnePageWithTheRecipe()
{
    const FigureRequest request = sampleRequest();
    const QByteArray pdf = figurePdf(request);
    QVERIFY(pdf.startsWith("%PDF-1."));
    QVERIFY(pdf.trimmed().endsWith("%%EOF"));
    QCOMPARE(pdf.count("/Type /Page\n"), 1);
    QVERIFY(pdf.contains("/MediaBox [0 0 720.000000 540.000000]") ||
            pdf.contains("/MediaBox [0 0 720 540]")); // 960 x 720 at 96 dpi, in points
    const qsizetype begin = pdf.indexOf("<x:xmpmeta");
    const qsizetype end = pdf.indexOf("</x:xmpmeta>");
    QVERIFY(begin > 0 && end > begin);
    QXmlStreamReader reader(pdf.mid(begin, end - begin + 12));
    QString recipe;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == QLatin1String("recipe")) {
            recipe = reader.readElementText();
        }
    }
    QVERIFY(!reader.hasError());
    QCOMPARE(recipe.toUtf8(), carriedRecipe(request));
}

void FigureFilesTest::recipesStayOutWhenAskedTo()
{
    FigureRequest request = sampleRequest();
    request.style.hasMetadata = false;
    for (const FigureFormat& format : figureFormats()) {
        if (format.id == "mp4") { // needs another program
            continue;
        }
        request.style.kind = format.isAnimation ? FigureKind::LayerAnimation : FigureKind::Map;
        const QByteArray bytes = format.render(request, Progress());
        QVERIFY(bytes.size() > 1000);
        QVERIFY(!bytes.contains("attenscope-figure/1"));
        QVERIFY(!bytes.contains("pictures/")); // nor the picture's path
    }
}

void FigureFilesTest::formatsAreFoundBySuffix()
{
    QCOMPARE(figureFormats().front().id, std::string_view("png"));
    QCOMPARE(findFigureFormat("PDF")->id, std::string_view("pdf"));
    QVERIFY(findFigureFormat("bmp") == nullptr);
}

QTEST_MAIN(FigureFilesTest)
#include "figure_files_test.moc"
