#include <QCoreApplication>
#include <QTest>

#include "engine/analysis/selection.h"
#include "engine/analysis/statistics.h"
#include "engine/fusion/fusion.h"
#include "engine/models/model.h"
#include "engine/modes/mode.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/figure.h"
#include "ui/figure/figure_kind.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/language.h"

using namespace attenscope;

class LanguageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDesktopsWishesAreFollowed_data();
    void theDesktopsWishesAreFollowed();
    void textsComeInALanguageWhileItsTranslationLives();
    void countsHaveTheirPluralForm();
    void everyNameOfTheEnginesTablesIsKnown();
    void aTextWithPartsKeepsThem_data();
    void aTextWithPartsKeepsThem();
    void whatIsNotKnownStaysAsItIs();
};

void LanguageTest::theDesktopsWishesAreFollowed_data()
{
    QTest::addColumn<QStringList>("wishes");
    QTest::addColumn<QString>("language");
    QTest::newRow("none") << QStringList() << "en";
    QTest::newRow("simplified") << QStringList{"zh-Hans-CN", "zh-CN", "zh"} << "zh_CN";
    QTest::newRow("Singapore writes simplified") << QStringList{"zh-SG"} << "zh_CN";
    QTest::newRow("traditional is another script") << QStringList{"zh-TW", "zh-Hant"} << "en";
    QTest::newRow("the first that is spoken") << QStringList{"de-DE", "zh-CN", "en-US"} << "zh_CN";
    QTest::newRow("English before Chinese") << QStringList{"en-GB", "zh-CN"} << "en";
    QTest::newRow("another alone") << QStringList{"fr-FR"} << "en";
    QTest::newRow("no language") << QStringList{"C"} << "en";
}

void LanguageTest::theDesktopsWishesAreFollowed()
{
    QFETCH(QStringList, wishes);
    QFETCH(QString, language);
    QCOMPARE(languageFor(wishes), language.toStdString());
}

void LanguageTest::textsComeInALanguageWhileItsTranslationLives()
{
    const auto text = [] { return QCoreApplication::translate("FigureText", "every word (mean)"); };
    QCOMPARE(currentLanguage(), std::string("en"));
    {
        const Translation chinese("zh_CN");
        QCOMPARE(currentLanguage(), std::string("zh_CN"));
        QCOMPARE(text(), QString("每个词（均值）"));
    }
    QCOMPARE(text(), QString("every word (mean)"));
    QVERIFY_EXCEPTION_THROWN(Translation("xx"), Error);
}

void LanguageTest::countsHaveTheirPluralForm()
{
    const auto count = [](int n) {
        return QCoreApplication::translate("FigureText", "%n words", nullptr, n);
    };
    const Translation english("en");
    QCOMPARE(count(1), QString("1 word"));
    QCOMPARE(count(12), QString("12 words"));
    const Translation chinese("zh_CN");
    QCOMPARE(count(1), QString("1 个词"));
    QCOMPARE(count(12), QString("12 个词"));
}

void LanguageTest::everyNameOfTheEnginesTablesIsKnown()
{
    const Translation chinese("zh_CN");
    QStringList names;
    const auto add = [&names](std::string_view name) {
        names << QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    };
    for (const Mode mode : kAllModes) {
        add(modeName(mode));
        add(modeDescription(mode));
        add(modeId(mode)); // in legends
    }
    for (const Standing standing : {Standing::AsTrained, Standing::Ablation}) {
        add(standingName(standing));
    }
    for (const Direction direction : {Direction::TextToImage, Direction::ImageToText,
                                      Direction::TextToText, Direction::ImageToImage}) {
        add(directionName(direction));
    }
    for (const AggregationInfo& info : aggregations()) {
        add(info.name);
        add(info.formula);
    }
    for (const FusionStrategy strategy : kFusionStrategies) {
        add(fusionName(strategy));
    }
    for (const FigureFormat& format : figureFormats()) {
        add(format.name);
    }
    for (const FigureKindInfo& info : figureKinds()) {
        add(info.name);
    }
    for (const StatisticInfo& info : statistics()) {
        add(info.name);
    }
    for (const ColourTable& table : colourTables()) {
        if (table.name != table.id) { // those are proper names
            add(table.name);
        }
    }
    for (const QString& name : names) {
        QVERIFY2(engineText(name.toStdString()) != name, qPrintable(name));
    }
}

void LanguageTest::aTextWithPartsKeepsThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("chinese");
    QTest::newRow("numbers")
        << "The caption was cut to 40 tokens, the most that the model takes: 3 "
           "of its 43 are not seen."
        << "描述文本被截为 40 个词元，即模型所能接受的上限：43 个中有 3 "
           "个未被看到。";
    QTest::newRow("parts in another order") << "layer 2, mean of 12 heads, 144 keys"
                                            << "第 2 层，12 个头取均值，144 个键";
    QTest::newRow("a part like a place") << "LXMERT %1 has no joint attention"
                                         << "LXMERT %1 没有联合注意力";
    QTest::newRow("nothing differs") << "image queries see only the image"
                                     << "图像查询只能看到图像";
}

void LanguageTest::aTextWithPartsKeepsThem()
{
    QFETCH(QString, text);
    QFETCH(QString, chinese);
    QCOMPARE(engineText(text.toStdString()), text); // in English
    const Translation translation("zh_CN");
    QCOMPARE(engineText(text.toStdString()), chinese);
}

void LanguageTest::whatIsNotKnownStaysAsItIs()
{
    const Translation translation("zh_CN");
    for (const char* text : {"", "cividis", "a/b.png: no such thing", "%1"}) {
        QCOMPARE(engineText(text), QString(text));
    }
}

QTEST_GUILESS_MAIN(LanguageTest)
#include "language_test.moc"
