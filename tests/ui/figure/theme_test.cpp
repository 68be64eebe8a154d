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
        const std::pair<const char*, QColor> surfaces[]{{"window", t.window},
                                                        {"panel", t.panel},
                                                        {"stage", t.stage},
                                                        {"button", t.button},
                                                        {"field", t.field},
                                                        {"hover", t.hover},
                                                        {"hatched ground", t.hatchBackground}};
        for (const auto& [name, surface] : surfaces) {
            add(("value on " + std::string(name)).c_str(), t.text1, surface);
            add(("prose on " + std::string(name)).c_str(), t.text2, surface);
            add(("label on " + std::string(name)).c_str(), t.text3, surface);
        }
        for (const auto& [name, surface] :
             {std::pair("window", t.window), std::pair("panel", t.panel),
              std::pair("button", t.button), std::pair("field", t.field)}) {
            add(("disabled on " + std::string(name)).c_str(), t.disabledText, surface);
        }
        add("title in a question", t.text1, t.accentSoft);
        add("prose in a question", t.text2, t.accentSoft);
        add("title in the error bar", t.text1, t.errorSoft);
        add("primary button", t.accentText, t.accent);
        add("primary button, disabled", t.text2, t.line);
        add("chosen segment", t.accentSoftText, t.accentSoft);
        add("accent on panel", t.accent, t.panel);
        add("accent on window", t.accent, t.window);
        add("badge", t.intervention, t.interventionSoft);
        add("intervention on panel", t.intervention, t.panel);
        add("error bar", t.error, t.errorSoft);
        add("error on panel", t.error, t.panel);
        add("error on window", t.error, t.window);
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
