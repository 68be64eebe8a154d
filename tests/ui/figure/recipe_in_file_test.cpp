#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/figure.h"
#include "ui/figure/recipe_in_file.h"

using namespace attenscope;

namespace {

FigureKind kindFor(const FigureFormat& format)
{
    return format.isAnimation ? FigureKind::LayerAnimation : FigureKind::Map;
}

QByteArray recipeOf(const FigureRequest& request)
{
    const Figure figure(request);
    return figureRecipe(figure.request(), figure.texts());
}

} // namespace

class RecipeInFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormatGivesItBack_data();
    void everyFormatGivesItBack();
    void thePictureIsEmbeddedOnlyIfAsked_data();
    void thePictureIsEmbeddedOnlyIfAsked();
    void aDamagedPictureIsNone();
    void filesWithoutOneHaveNone_data();
    void filesWithoutOneHaveNone();
    void damageIsNoRecipe();
};

void RecipeInFileTest::everyFormatGivesItBack_data()
{
    QTest::addColumn<QString>("format");
    for (const FigureFormat& format : figureFormats()) {
        if (format.id != "mp4") { // needs another program
            QTest::newRow(format.id.data()) << QString::fromLatin1(format.id.data());
        }
    }
}

void RecipeInFileTest::everyFormatGivesItBack()
{
    QFETCH(const QString, format);
    FigureRequest request = sampleRequest();
    request.origin = {.imagePath = "a/<b> & \"é\" \\ ]]>.png", .imageDigest = "00ff"};
    const FigureFormat* const found = findFigureFormat(format.toStdString());
    request.style.kind = kindFor(*found);
    const QByteArray file = found->render(request, Progress());
    const auto recipe = recipeInFile(file);
    QVERIFY(recipe.has_value());
    QCOMPARE(*recipe, recipeOf(request));
    QVERIFY(!pictureInFile(file).has_value());
}

void RecipeInFileTest::thePictureIsEmbeddedOnlyIfAsked_data()
{
    everyFormatGivesItBack_data();
}

void RecipeInFileTest::thePictureIsEmbeddedOnlyIfAsked()
{
    QFETCH(const QString, format);
    FigureRequest request = sampleRequest();
    const FigureFormat* const found = findFigureFormat(format.toStdString());
    request.style.kind = kindFor(*found);
    request.style.embedsPicture = true;
    const QByteArray file = found->render(request, Progress());
    const auto picture = pictureInFile(file);
    QVERIFY(picture.has_value());
    const QImage read = QImage::fromData(*picture);
    QCOMPARE(read.convertToFormat(QImage::Format_RGB888),
             request.picture.convertToFormat(QImage::Format_RGB888));
    QCOMPARE(recipeInFile(file), std::optional(recipeOf(request)));

    request.style.hasMetadata = false; // nothing of the run stands in the file then
    QVERIFY(!pictureInFile(found->render(request, Progress())).has_value());
}

void RecipeInFileTest::aDamagedPictureIsNone()
{
    const QByteArray begin = "<svg xmlns:a=\"https://attenscope.org/ns/1.0/\"><a:image>";
    QCOMPARE(pictureInFile(begin + "QUJD</a:image></svg>"), std::optional(QByteArray("ABC")));
    QVERIFY(!pictureInFile(begin + "QU*D</a:image></svg>").has_value());
    QVERIFY(!pictureInFile(begin + "</a:image></svg>").has_value());
    QVERIFY(!pictureInFile(begin + "QUJD").has_value());
}

void RecipeInFileTest::filesWithoutOneHaveNone_data()
{
    QTest::addColumn<QByteArray>("bytes");
    FigureRequest request = sampleRequest();
    request.style.hasMetadata = false;
    for (const FigureFormat& format : figureFormats()) {
        if (format.id != "mp4") {
            request.style.kind = kindFor(format);
            QTest::newRow(format.id.data()) << format.render(request, Progress());
        }
    }
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("attenscope");
    QTest::newRow("another SVG") << QByteArray("<svg><recipe>{}</recipe></svg>");
    QTest::newRow("an SVG with entities")
        << QByteArray("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns:a="
                      "\"https://attenscope.org/ns/1.0/\"><a:recipe>&a;</a:recipe></svg>");
    QTest::newRow("a recipe without end")
        << QByteArray("<svg xmlns:a=\"https://attenscope.org/ns/1.0/\"><a:recipe>{}");
    QTest::newRow("a recipe of a megabyte and more")
        << "<svg xmlns:a=\"https://attenscope.org/ns/1.0/\"><a:recipe>" +
               QByteArray(kMostRecipeBytes + 1, ' ') + "</a:recipe></svg>";
}

void RecipeInFileTest::filesWithoutOneHaveNone()
{
    QFETCH(const QByteArray, bytes);
    QVERIFY(!recipeInFile(bytes).has_value());
}

void RecipeInFileTest::damageIsNoRecipe()
{
    const QByteArray png = figurePng(sampleRequest());
    const qsizetype chunk = png.indexOf("iTXtattenscope");
    QVERIFY(chunk > 0);
    for (qsizetype size = 0; size < chunk + 20; ++size) { // cut short anywhere
        QVERIFY(!recipeInFile(png.left(size)).has_value());
    }
    QByteArray huge = png;
    huge[chunk - 4] = '\x7F'; // a length that the file does not have
    QVERIFY(!recipeInFile(huge).has_value());
    QByteArray compressed = png;
    compressed[chunk + 4 + 11] = '\x01';
    QVERIFY(!recipeInFile(compressed).has_value());
}

QTEST_MAIN(RecipeInFileTest)
#include "recipe_in_file_test.moc"
