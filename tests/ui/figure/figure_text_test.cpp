#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/fonts.h"
#include "ui/figure/text_block.h"

#include <algorithm>

using namespace attenscope;

namespace {

Selection selectionOf(Direction direction, std::vector<int> focus)
{
    Selection selection;
    selection.direction = direction;
    selection.kind = asksFromText(direction) ? "cross_text_to_image" : "cross_image_to_text";
    selection.focus = std::move(focus);
    return selection;
}

QString legendOf(const Trace& trace, const Selection& selection)
{
    const Map map = computeMap(trace, selection);
    const FigureStyle style;
    const ScaleRange range = scaleRange(trace, selection, style.scale);
    QString text;
    for (const LegendLine& line : legendLines(trace, selection, style, map, range)) {
        text += line.label + QStringLiteral(": ") + line.text + QLatin1Char('\n');
    }
    return text;
}

} // namespace

class FigureTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void titles_data();
    void titles();
    void places_data();
    void places();
    void specialTokensTellTheirMass();
    void digestsAreShort();
    void legendCarriesEverything();
    void legendTellsWhatWasChanged();
    void similarityIsNotCalledAttention();
    void namesFromFilesAreEscaped();
    void linesBreakBetweenNumbersAndNotInside();
};

void FigureTextTest::titles_data()
{
    QTest::addColumn<int>("direction");
    QTest::addColumn<QVector<int>>("focus");
    QTest::addColumn<QString>("title");
    const int textToImage = static_cast<int>(Direction::TextToImage);
    const int imageToText = static_cast<int>(Direction::ImageToText);
    QTest::newRow("word") << textToImage << QVector<int>{3} << "“red” → image";
    QTest::newRow("words") << textToImage << QVector<int>{3, 4} << "“red”, “circle” (mean) → image";
    QTest::newRow("many words") << textToImage << QVector<int>{1, 2, 3, 4, 5}
                                << "“a”, “small”, “red” and 2 more (mean) → image";
    QTest::newRow("no focus") << textToImage << QVector<int>{} << "Every word (mean) → image";
    QTest::newRow("patch") << imageToText << QVector<int>{6 * 12 + 4} << "Patch (6, 4) → words";
    QTest::newRow("patches") << imageToText << QVector<int>{0, 13}
                             << "Patches (0, 0), (1, 1) (mean) → words";
    QTest::newRow("no patch") << imageToText << QVector<int>{} << "Every patch (mean) → words";
}

void FigureTextTest::titles()
{
    QFETCH(int, direction);
    QFETCH(QVector<int>, focus);
    QFETCH(QString, title);
    const Selection selection =
        selectionOf(static_cast<Direction>(direction), {focus.begin(), focus.end()});
    QCOMPARE(titleText(hillTrace({}), selection), title);
}

void FigureTextTest::places_data()
{
    QTest::addColumn<int>("firstLayer");
    QTest::addColumn<int>("lastLayer");
    QTest::addColumn<int>("head");
    QTest::addColumn<QString>("place");
    QTest::newRow("one head") << 2 << 2 << 1 << "layer 2, head 1";
    QTest::newRow("all heads") << 2 << 2 << -1 << "layer 2, mean of 4 heads";
    QTest::newRow("layers of a head") << 0 << 3 << 1 << "layers 0–3, head 1, mean over layers";
    QTest::newRow("everything") << 0 << 3 << -1 << "layers 0–3, mean over layers and 4 heads";
}

void FigureTextTest::places()
{
    QFETCH(int, firstLayer);
    QFETCH(int, lastLayer);
    QFETCH(int, head);
    QFETCH(QString, place);
    Selection selection = selectionOf(Direction::TextToImage, {3});
    selection.firstLayer = firstLayer;
    selection.lastLayer = lastLayer;
    selection.head = head < 0 ? std::nullopt : std::optional(head);
    QCOMPARE(placeText(hillTrace({}), selection), place);
}

void FigureTextTest::specialTokensTellTheirMass()
{
    const Trace trace = hillTrace({});
    Selection selection = selectionOf(Direction::ImageToText, {5});
    const Map hidden = computeMap(trace, selection);
    const QString mass =
        QString::number(static_cast<double>(hidden.values.front() + hidden.values.back()), 'f', 3);
    QCOMPARE(specialTokensText(trace, selection, hidden),
             QStringLiteral("hidden: [CLS] [SEP] ") + mass);
    selection.special = SpecialTokens::Renormalise;
    QCOMPARE(specialTokensText(trace, selection, computeMap(trace, selection)),
             QStringLiteral("dropped: [CLS] [SEP] %1, the rest renormalised").arg(mass));
    selection.special = SpecialTokens::Show;
    QCOMPARE(specialTokensText(trace, selection, computeMap(trace, selection)),
             QStringLiteral("shown: [CLS] [SEP]"));
    const Selection patches = selectionOf(Direction::TextToImage, {3});
    QCOMPARE(keysText(trace, patches, computeMap(trace, patches)), QStringLiteral("144 patches"));
}

void FigureTextTest::digestsAreShort()
{
    QCOMPARE(shortDigest("3f9c0000000000000000a21e"), QStringLiteral("3f9c…a21e"));
    QCOMPARE(shortDigest("3f9ca21e"), QStringLiteral("3f9ca21e"));
    QCOMPARE(shortDigest(""), QString());
}

void FigureTextTest::legendCarriesEverything()
{
    const Trace trace = hillTrace({});
    Selection selection = selectionOf(Direction::TextToImage, {3});
    selection.firstLayer = 2;
    selection.lastLayer = 2;
    selection.head = 1;
    const QString legend = legendOf(trace, selection);
    for (const char* fact :
         {"query: text → key: image", "layer 2, head 1", "attn_cross_text_to_image_L02", "“red”",
          "shared, 0 to 0.0", "tint, map 68 % opaque", "Special tokens", "hybrid (as trained)",
          "scenes · 3f9c…a21e"}) {
        QVERIFY2(legend.contains(QString::fromUtf8(fact)), fact);
    }
    const QString back = legendOf(trace, selectionOf(Direction::ImageToText, {5}));
    QVERIFY(back.contains(QStringLiteral("query: image → key: text")));
    QVERIFY(!back.contains(QStringLiteral("query: text")));
    QVERIFY(!back.contains(QStringLiteral("Overlay"))); // nothing lies over the picture
}

void FigureTextTest::legendTellsWhatWasChanged()
{
    const Selection selection = selectionOf(Direction::TextToImage, {3});
    const QString untouched = legendOf(hillTrace({}), selection);
    QVERIFY(!untouched.contains(QStringLiteral("Masked")));
    QVERIFY(!untouched.contains(QStringLiteral("off")));
    QVERIFY(!untouched.contains(QStringLiteral("not seen")));

    Trace trace = hillTrace({.imageWidth = 300, .imageHeight = 700, .isCentreCropped = true});
    trace.isTokenMasked[2] = true;
    trace.isUnitMasked[7] = true;
    trace.headsOff.push_back({.kind = "cross_text_to_image", .layer = 2, .head = 1});
    const QString changed = legendOf(trace, selection);
    QVERIFY(changed.contains(QStringLiteral("Masked: “small”, one patch")));
    QVERIFY(changed.contains(QStringLiteral("Heads off: cross_text_to_image layer 2 head 1")));
    QVERIFY(changed.contains(QStringLiteral("Grey: not seen by the model")));
}

void FigureTextTest::similarityIsNotCalledAttention()
{
    Trace trace = hillTrace({.layers = 1, .heads = 1, .hasClassUnit = true});
    Site& site = trace.sites.front();
    site.kind = "similarity";
    site.isSimilarity = true;
    Selection selection = selectionOf(Direction::TextToImage, {3});
    selection.kind = "similarity";
    selection.special = SpecialTokens::Renormalise;
    QCOMPARE(placeText(trace, selection), "cosine similarity, not attention");
    const QString legend = legendOf(trace, selection);
    QVERIFY2(legend.contains("Similarity: cosine of projected words and patches, not attention · "
                             "similarity_text_to_image\n"),
             qPrintable(legend));
    QVERIFY2(legend.contains("Special tokens: hidden: [CLS]\n"), qPrintable(legend));
    QVERIFY2(!legend.contains("Attention:"), qPrintable(legend));
}

void FigureTextTest::namesFromFilesAreEscaped()
{
    Trace trace = hillTrace({});
    trace.provenance.modelName = "a\u202Eb\n";
    trace.tokens.words[3].text = "re\u202Ed";
    const Selection selection = selectionOf(Direction::TextToImage, {3});
    const QString all =
        titleText(trace, selection) + legendOf(trace, selection).remove('\n') + modelText(trace);
    QVERIFY(!all.contains(QChar(0x202E)));
    QVERIFY(!all.contains(QLatin1Char('\n')));
}

void FigureTextTest::linesBreakBetweenNumbersAndNotInside()
{
    const QString text =
        QStringLiteral("contours of the smoothed map at 0.025, 0.050, 0.075, 0.100");
    const QFont font = figureFont(12);
    bool isBroken = false;
    for (int width = 60; width < 400; width += 3) { // every word fits by itself
        const QStringList lines = brokenLines(text, font, width);
        isBroken = isBroken || lines.size() > 1;
        QCOMPARE(lines.join(' '), text);
        for (const QString& line : lines) {
            QVERIFY2(!line.endsWith('.'), qPrintable(lines.join('|')));
        }
    }
    QVERIFY(isBroken);
}

QTEST_MAIN(FigureTextTest)
#include "figure_text_test.moc"
