#include <QImage>
#include <QtTest>

#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/overlay.h"
#include "ui/figure/word_cells.h"
#include "ui/figure/word_strip.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace attenscope;

namespace {

Selection wordsSelection()
{
    return {.direction = Direction::ImageToText, .kind = "cross_image_to_text", .focus = {5}};
}

QImage painted(const WordStrip& strip, const WordStripLayout& layout, const ScaleRange& range)
{
    QImage image(1000, 400, QImage::Format_RGB32);
    image.fill(theme(ThemeKind::Light).panel);
    QPainter painter(&image);
    painter.translate(10, 10);
    paintWordStrip(painter, strip, layout, colourTable("cividis"), range, theme(ThemeKind::Light));
    return image;
}

/// A pixel of the cell beside its text.
QColor corner(const QImage& image, const QRectF& cell)
{
    return image.pixelColor((cell.topLeft() + QPointF(12, 12)).toPoint());
}

bool hasColour(const QImage& image, const QRectF& area, const QColor& colour)
{
    const QRect pixels = area.translated(10, 10).toAlignedRect();
    for (int y = pixels.top(); y <= pixels.bottom(); ++y) {
        for (int x = pixels.left(); x <= pixels.right(); ++x) {
            if (image.valid(x, y) && image.pixelColor(x, y) == colour) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

class WordStripTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cellsAreTheWordsInOrder();
    void weightsComeFromTheMap();
    void queriesInFocusAreMarked();
    void piecesLeaveThePaddingOut();
    void cellsFollowEachOtherAndWrap();
    void pointsFindTheirCell();
    void shadesAreTheTables();
    void shadesOfLiftAreTheSignedTables();
    void cellsFillTheirFieldAndCarryTheirShade();
    void hiddenAndMaskedWordsAreHatched();
    void focusIsOutlinedInTheAccent();
    void controlCharactersAreEscaped();
};

void WordStripTest::cellsAreTheWordsInOrder()
{
    const Trace trace = hillTrace({});
    const WordStrip strip = wordStrip(trace, Selection{.focus = {3}}, nullptr);
    QCOMPARE(strip.cells.size(), std::size_t{12});
    QCOMPARE(strip.cells.front().text, QStringLiteral("[CLS]"));
    QVERIFY(strip.cells.front().isSpecial);
    QCOMPARE(strip.cells[3].text, QStringLiteral("red"));
    QVERIFY(!strip.cells[3].isSpecial);
    QVERIFY(!strip.cells[3].weight.has_value());
}

void WordStripTest::weightsComeFromTheMap()
{
    const Trace trace = hillTrace({});
    const Selection selection = wordsSelection();
    const Map map = computeMap(trace, selection);
    const WordStrip strip = wordStrip(trace, selection, &map);
    for (std::size_t i = 0; i < strip.cells.size(); ++i) {
        QCOMPARE(strip.cells[i].weight.value(), map.values[i]);
        QCOMPARE(strip.cells[i].state == Map::KeyState::Hidden, strip.cells[i].isSpecial);
        QVERIFY(!strip.cells[i].isFocused); // the focus is a patch
    }
}

void WordStripTest::queriesInFocusAreMarked()
{
    const Trace trace = hillTrace({});
    const WordStrip strip = wordStrip(trace, Selection{.focus = {3, 4}}, nullptr);
    for (std::size_t i = 0; i < strip.cells.size(); ++i) {
        QCOMPARE(strip.cells[i].isFocused, i == 3 || i == 4);
    }
}

void WordStripTest::piecesLeaveThePaddingOut()
{
    Trace trace = hillTrace({});
    trace.tokens.tokens[4].text = "##cle";
    trace.tokens.tokens[4].word = 3;
    trace.tokens.tokens.push_back({.text = "[PAD]", .isPadding = true});
    const WordStrip strip = wordStrip(trace, Selection{.focus = {3}, .showsPieces = true}, nullptr);
    QCOMPARE(strip.cells.size(), std::size_t{12});
    QCOMPARE(strip.cells[4].text, QStringLiteral("##cle"));
    QVERIFY(strip.cells[3].isFocused && strip.cells[4].isFocused); // both pieces of word 3
    QVERIFY(!strip.cells[5].isFocused);
}

void WordStripTest::cellsFollowEachOtherAndWrap()
{
    const Trace trace = hillTrace({});
    const WordStrip strip = wordStrip(trace, Selection{}, nullptr);
    const WordStripLayout wide = layoutWordStrip(strip, 2000, false);
    QCOMPARE(wide.lines, 1);
    for (std::size_t i = 1; i < wide.cells.size(); ++i) {
        QVERIFY(wide.cells[i].left() >= wide.cells[i - 1].right() + 4);
        QCOMPARE(wide.cells[i].top(), 0.0);
    }
    const WordStripLayout narrow = layoutWordStrip(strip, 300, true);
    QVERIFY(narrow.lines > 2);
    QVERIFY(narrow.size.width() <= 300);
    for (std::size_t i = 0; i < narrow.cells.size(); ++i) {
        QVERIFY(narrow.cells[i].right() <= 300);
        QVERIFY(narrow.cells[i].bottom() < narrow.size.height());
        for (std::size_t j = 0; j < i; ++j) {
            QVERIFY(!narrow.cells[i].intersects(narrow.cells[j]));
        }
    }
}

void WordStripTest::pointsFindTheirCell()
{
    const WordStrip strip = wordStrip(hillTrace({}), Selection{}, nullptr);
    const WordStripLayout layout = layoutWordStrip(strip, 300, true);
    for (std::size_t i = 0; i < layout.cells.size(); ++i) {
        QCOMPARE(layout.cellAt(layout.cells[i].center()), std::optional(static_cast<int>(i)));
    }
    QVERIFY(!layout.cellAt({-20, 5}));
    QVERIFY(!layout.cellAt({5, 10000}));
}

void WordStripTest::shadesAreTheTables()
{
    const Trace trace = hillTrace({});
    const Selection selection = wordsSelection();
    const Map map = computeMap(trace, selection);
    const ScaleRange range{0, map.maximum()};
    const WordStrip strip = wordStrip(trace, selection, &map);
    const WordStripLayout layout = layoutWordStrip(strip, 900, true);
    const QImage image = painted(strip, layout, range);
    for (std::size_t i = 0; i < strip.cells.size(); ++i) {
        if (!strip.cells[i].isSpecial) {
            const QColor shade =
                colourTable("cividis").colourAt(scalePosition(map.values[i], range));
            QCOMPARE(corner(image, layout.cells[i]), shade);
            QVERIFY(hasColour(image, layout.cells[i], textColourOn(shade)));
        }
    }
}

void WordStripTest::shadesOfLiftAreTheSignedTables()
{
    const Trace trace = hillTrace({});
    const Selection selection = wordsSelection();
    const Map map = computeMap(trace, selection);
    const ScaleRange range = liftRangeUpTo(4);
    const ColourTable& table = colourTable("cool-warm");
    const WordStrip strip = wordStrip(trace, selection, &map);
    const WordStripLayout layout = layoutWordStrip(strip, 900, true);
    QImage image(920, 200, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.translate(10, 10);
    paintWordStrip(painter, strip, layout, table, range, theme(ThemeKind::Light));
    double mass = 0; // of the ten words; [CLS] and [SEP] are hidden
    for (std::size_t i = 1; i <= 10; ++i) {
        mass += static_cast<double>(map.values[i]);
    }
    for (std::size_t i = 1; i <= 10; ++i) {
        const double lift = 10 * static_cast<double>(map.values[i]) / mass;
        QCOMPARE(corner(image, layout.cells[i]), table.colourAt(0.5 + std::log2(lift) / 4));
    }
}

void WordStripTest::cellsFillTheirFieldAndCarryTheirShade()
{
    const Trace trace = hillTrace({});
    const Selection selection = wordsSelection();
    const Map map = computeMap(trace, selection);
    const ScaleRange range{0, map.maximum()};
    const WordStrip strip = wordStrip(trace, selection, &map);
    const QSizeF field(420, 400);
    const WordStripLayout layout = layoutWordCells(strip, field);
    QCOMPARE(layout.cells.size(), std::size_t(12));
    QRectF all;
    for (std::size_t i = 0; i < layout.cells.size(); ++i) {
        QVERIFY(QRectF(QPointF(), field).contains(layout.cells[i]));
        for (std::size_t other = 0; other < i; ++other) {
            QVERIFY(!layout.cells[i].intersects(layout.cells[other]));
        }
        QCOMPARE(layout.cellAt(layout.cells[i].center()), std::optional(static_cast<int>(i)));
        all |= layout.cells[i];
    }
    QVERIFY(all.width() > 0.95 * field.width() && all.height() > 0.95 * field.height());
    QImage image(420, 400, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintWordCells(painter, strip, layout, colourTable("cividis"), range, theme(ThemeKind::Light));
    for (std::size_t i = 1; i <= 10; ++i) {
        const QColor shade = colourTable("cividis").colourAt(scalePosition(map.values[i], range));
        QCOMPARE(image.pixelColor((layout.cells[i].topLeft() + QPointF(8, 8)).toPoint()), shade);
    }
    QVERIFY(layoutWordCells(WordStrip(), field).cells.empty());
}

void WordStripTest::hiddenAndMaskedWordsAreHatched()
{
    Trace trace = hillTrace({});
    trace.isTokenMasked[4] = true;
    const Selection selection = wordsSelection();
    const Map map = computeMap(trace, selection);
    const WordStrip strip = wordStrip(trace, selection, &map);
    const WordStripLayout layout = layoutWordStrip(strip, 900, true);
    const QImage image = painted(strip, layout, {0, map.maximum()});
    const Theme& colours = theme(ThemeKind::Light);
    QVERIFY(hasColour(image, layout.cells[0], colours.hatchBackground));
    QVERIFY(!hasColour(image, layout.cells[0], colours.interventionSoft));
    QVERIFY(hasColour(image, layout.cells[4], colours.interventionSoft));
    QVERIFY(!hasColour(image, layout.cells[3], colours.interventionSoft));
    // The same without any numbers: a caption below a picture.
    const WordStrip bare = wordStrip(trace, Selection{}, nullptr);
    const WordStripLayout bareLayout = layoutWordStrip(bare, 900, false);
    const QImage bareImage = painted(bare, bareLayout, {0, 1});
    QVERIFY(hasColour(bareImage, bareLayout.cells[4], colours.interventionSoft));
}

void WordStripTest::focusIsOutlinedInTheAccent()
{
    const WordStrip strip = wordStrip(hillTrace({}), Selection{.focus = {3}}, nullptr);
    const WordStripLayout layout = layoutWordStrip(strip, 900, false);
    const QImage image = painted(strip, layout, {0, 1});
    const QColor accent = theme(ThemeKind::Light).accent;
    const auto around = [&](std::size_t i) { return layout.cells[i].adjusted(-4, -4, 4, 4); };
    QVERIFY(hasColour(image, around(3), accent));
    QVERIFY(!hasColour(image, layout.cells[3].adjusted(1, 1, -2, -2), accent)); // nothing over it
    QVERIFY(!hasColour(image, around(6), accent));
}

void WordStripTest::controlCharactersAreEscaped()
{
    Trace trace = hillTrace({});
    trace.tokens.words[2].text = "a\u202Eb";
    const WordStrip strip = wordStrip(trace, Selection{}, nullptr);
    QVERIFY(!strip.cells[2].text.contains(QChar(0x202E)));
}

QTEST_MAIN(WordStripTest)
#include "word_strip_test.moc"
