#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QtTest>

#include "ui/figure/fonts.h"

using namespace attenscope;

class FontsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBundledFontIsUsed();
    void figuresAreTabular();
    void signsOfFiguresAreInTheFont();
    void chineseIsDrawnWithAFontThatHasIt();
    void weightsDiffer();
    void textIsGreyNotColoured();
};

void FontsTest::theBundledFontIsUsed()
{
    QCOMPARE(figureFontFamily(), QStringLiteral("Attenscope Sans"));
    for (const auto weight : {QFont::Normal, QFont::Medium, QFont::DemiBold}) {
        const QFontInfo info(figureFont(13, weight));
        QCOMPARE(info.family(), QStringLiteral("Attenscope Sans"));
        QCOMPARE(info.weight(), static_cast<int>(weight));
        QCOMPARE(info.pixelSize(), 13);
    }
}

void FontsTest::figuresAreTabular()
{
    for (const auto weight : {QFont::Normal, QFont::Medium, QFont::DemiBold}) {
        const QFontMetricsF metrics(figureFont(100, weight));
        for (char digit = '1'; digit <= '9'; ++digit) {
            QCOMPARE(metrics.horizontalAdvance(QLatin1Char(digit)),
                     metrics.horizontalAdvance(QLatin1Char('0')));
        }
        QCOMPARE(metrics.horizontalAdvance(QStringLiteral("1111")),
                 metrics.horizontalAdvance(QStringLiteral("8008")));
    }
}

void FontsTest::signsOfFiguresAreInTheFont()
{
    const QFontMetricsF metrics(figureFont(13));
    for (const QChar sign : QStringLiteral("→−×–—“”’·…éßΩЖ√≤")) {
        QVERIFY2(metrics.inFont(sign), qPrintable(QString(sign)));
    }
    // Two letters stay two letters.
    QVERIFY(metrics.horizontalAdvance(QStringLiteral("->")) >
            metrics.horizontalAdvance(QStringLiteral("-")) + 1);
}

void FontsTest::chineseIsDrawnWithAFontThatHasIt()
{
    QCOMPARE(familiesUsedFor("red circle"), QStringList{"Attenscope Sans"});
    const QStringList known = QFontDatabase::families(QFontDatabase::SimplifiedChinese);
    if (known.isEmpty()) {
        QSKIP("this machine has no Chinese font");
    }
    const QStringList used = familiesUsedFor("red 红色圆形");
    QCOMPARE(used.size(), 2);
    QCOMPARE(used.first(), QString("Attenscope Sans"));
    const QString wanted = "Noto Sans CJK SC";
    QVERIFY2(known.contains(wanted) ? used.last() == wanted : known.contains(used.last()),
             qPrintable(used.last()));
}

void FontsTest::weightsDiffer()
{
    const QString text = QStringLiteral("attention");
    const qreal normal = QFontMetricsF(figureFont(40)).horizontalAdvance(text);
    const qreal medium = QFontMetricsF(figureFont(40, QFont::Medium)).horizontalAdvance(text);
    const qreal bold = QFontMetricsF(figureFont(40, QFont::DemiBold)).horizontalAdvance(text);
    QVERIFY(normal < medium);
    QVERIFY(medium < bold);
}

void FontsTest::textIsGreyNotColoured()
{
    QImage image(200, 40, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setFont(figureFont(21));
    painter.drawText(10, 28, QStringLiteral("illumination"));
    painter.end();
    int inked = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor colour = image.pixelColor(x, y);
            QCOMPARE(colour.red(), colour.green());
            QCOMPARE(colour.red(), colour.blue());
            inked += colour.red() < 128 ? 1 : 0;
        }
    }
    QVERIFY(inked > 100);
}

QTEST_MAIN(FontsTest)
#include "fonts_test.moc"
