#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/theme.h"

using namespace attenscope;

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textIsReadableWhereItStands_data();
    void textIsReadableWhereItStands();
    void idsLeadToThemesAndBack();
};

void ThemeTest::textIsReadableWhereItStands_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("surface");
    for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
        const Theme& t = theme(kind);
        const auto add = [&](const char* name, const QColor& text, const QColor& surface) {
            QTest::newRow((std::string(themeId(kind)) + ": " + name).c_str()) << text << surface;
        };
        add("value on panel", t.text1, t.panel);
        add("value on stage (a word without weight)", t.text1, t.stage);
        add("value on window", t.text1, t.window);
        add("prose on panel", t.text2, t.panel);
        add("prose on stage", t.text2, t.stage);
        add("prose on hatched ground", t.text2, t.hatchBackground);
        add("label on panel", t.text3, t.panel);
        add("label on window", t.text3, t.window);
        add("label on stage (a special word)", t.text3, t.stage);
        add("disabled on window", t.disabledText, t.window);
        add("primary button", t.accentText, t.accent);
        add("chosen segment", t.accentSoftText, t.accentSoft);
        add("badge", t.intervention, t.interventionSoft);
        add("error bar", t.error, t.errorSoft);
    }
}

void ThemeTest::textIsReadableWhereItStands()
{
    QFETCH(QColor, text);
    QFETCH(QColor, surface);
    QVERIFY2(contrastOf(text, surface) >= 4.5,
             qPrintable(QString::number(contrastOf(text, surface))));
}

void ThemeTest::idsLeadToThemesAndBack()
{
    QCOMPARE(themeFromId(themeId(ThemeKind::Light)), std::optional(ThemeKind::Light));
    QCOMPARE(themeFromId("dark"), std::optional(ThemeKind::Dark));
    QVERIFY(!themeFromId("blue"));
}

QTEST_APPLESS_MAIN(ThemeTest)
#include "theme_test.moc"
