#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/figure.h"
#include "ui/figure/recipe_in_file.h"

using namespace attenscope;

class RecipeInFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormatGivesItBack_data();
    void everyFormatGivesItBack();
    void filesWithoutOneHaveNone_data();
    void filesWithoutOneHaveNone();
    void damageIsNoRecipe();
};

void RecipeInFileTest::everyFormatGivesItBack_data()
{
    QTest::addColumn<QString>("format");
    for (const FigureFormat& format : figureFormats()) {
        QTest::newRow(format.id.data()) << QString::fromLatin1(format.id.data());
    }
}

void RecipeInFileTest::everyFormatGivesItBack()
{
    QFETCH(const QString, format);
    FigureRequest request = sampleRequest();
    request.origin = {.imagePath = "a/<b> & \"é\" \\ ]]>.png", .imageDigest = "00ff"};
    const FigureFormat* const found = findFigureFormat(format.toStdString());
    const auto recipe = recipeInFile(found->render(request));
    QVERIFY(recipe.has_value());
    QCOMPARE(*recipe, figureRecipe(Figure(request).request()));
}

void RecipeInFileTest::filesWithoutOneHaveNone_data()
{
    QTest::addColumn<QByteArray>("bytes");
    FigureRequest request = sampleRequest();
    request.style.hasMetadata = false;
    for (const FigureFormat& format : figureFormats()) {
        QTest::newRow(format.id.data()) << format.render(request);
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
