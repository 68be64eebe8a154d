#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/golden_trace.h"
#include "ui/figure/colour_table.h"
#include "ui/widgets/word_grid_pane.h"

#include <memory>

using namespace attenscope;

namespace {

/// Units 1 to 4 in the quarters of a picture of 80 × 80; one word in focus.
WordGridPane::Content contentOf(int words, int focused)
{
    auto trace = std::make_shared<Trace>(goldenTrace());
    trace->isUnitMasked.clear();
    for (int u = 1; u <= 4; ++u) {
        const double x = 40.0 * ((u - 1) % 2);
        const double y = 40.0 * ((u - 1) / 2);
        trace->units.units[static_cast<std::size_t>(u)].box = {x, y, x + 40, y + 40};
    }
    trace->units.patchSize = 40;
    trace->units.geometry = {.originalWidth = 80,
                             .originalHeight = 80,
                             .resizedWidth = 80,
                             .resizedHeight = 80,
                             .inputWidth = 80,
                             .inputHeight = 80};
    WordGridPane::Content content;
    content.grid.trace = trace;
    content.grid.style.opacity = 1; // the table's colours alone
    for (int w = 0; w < words; ++w) {
        Map map;
        map.states.assign(5, Map::KeyState::Shown);
        map.values = {0, 0.1F * static_cast<float>(w % 7), 0.2F, 0.3F, 0.4F};
        content.grid.items.push_back({.key = 10 + w,
                                      .label = {.name = QStringLiteral("word %1").arg(w),
                                                .note = "peak",
                                                .isFocused = w == focused},
                                      .map = map,
                                      .range = {0, 1}});
    }
    return content;
}

} // namespace

class WordGridViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void every_cell_shows_its_map_on_the_common_scale();
    void a_click_chooses_and_a_double_click_opens();
    void arrows_move_the_chosen_word();
    void a_long_caption_scrolls_and_follows_the_choice();
    void few_words_fill_the_room();
    void pictures_stay_sharp_and_of_one_size();
    void a_screen_reader_gets_every_word();

private:
    WordGridView* grid() { return pane_->grid(); }

    std::unique_ptr<WordGridPane> pane_;
};

void WordGridViewTest::init()
{
    pane_ = std::make_unique<WordGridPane>();
    pane_->resize(800, 520);
    pane_->show();
    QVERIFY(QTest::qWaitForWindowExposed(pane_.get()));
    QImage picture(80, 80, QImage::Format_RGB32);
    picture.fill(Qt::gray);
    grid()->setPicture(picture);
    pane_->setContent(contentOf(10, 2));
    QCoreApplication::processEvents();
}

void WordGridViewTest::every_cell_shows_its_map_on_the_common_scale()
{
    const QImage image = grid()->grab().toImage();
    const ColourTable& table = colourTable("cividis");
    for (int w = 0; w < 10; ++w) {
        const QRectF box = grid()->gridLayout().pictures[static_cast<std::size_t>(w)];
        const auto colourIn = [&](double x, double y) {
            return image.pixelColor(
                (box.topLeft() + QPointF(x * box.width(), y * box.height())).toPoint());
        };
        QCOMPARE(colourIn(0.25, 0.25), table.colourAt(0.1 * (w % 7)));
        QCOMPARE(colourIn(0.75, 0.75), table.colourAt(static_cast<double>(0.4F)));
    }
}

void WordGridViewTest::a_click_chooses_and_a_double_click_opens()
{
    QSignalSpy chosen(grid(), &WordGridView::itemChosen);
    QSignalSpy opened(grid(), &WordGridView::itemOpened);
    const QPoint fourth = grid()->gridLayout().pictures[3].center().toPoint();
    QTest::mouseClick(grid(), Qt::LeftButton, Qt::ShiftModifier, fourth);
    QCOMPARE(chosen.last()[0].toInt(), 13);
    QCOMPARE(chosen.last()[1].toBool(), true);
    const QPointF name = grid()->gridLayout().pictures[0].topLeft() + QPointF(5, -8);
    QTest::mouseClick(grid(), Qt::LeftButton, {}, name.toPoint());
    QCOMPARE(chosen.last()[0].toInt(), 10);
    QCOMPARE(opened.count(), 0);
    QTest::mouseDClick(grid(), Qt::LeftButton, {}, fourth);
    QCOMPARE(opened.last()[0].toInt(), 13);
}

void WordGridViewTest::arrows_move_the_chosen_word()
{
    QSignalSpy chosen(grid(), &WordGridView::itemChosen);
    QSignalSpy opened(grid(), &WordGridView::itemOpened);
    QTest::keyClick(grid(), Qt::Key_Right);
    QCOMPARE(chosen.last()[0].toInt(), 13);
    QTest::keyClick(grid(), Qt::Key_Down);
    QCOMPARE(chosen.last()[0].toInt(), 12 + grid()->gridLayout().columns);
    QTest::keyClick(grid(), Qt::Key_End);
    QCOMPARE(chosen.last()[0].toInt(), 19);
    const auto count = chosen.count();
    QTest::keyClick(grid(), Qt::Key_Up); // there is nothing above the first row
    QCOMPARE(chosen.count(), count);
    QTest::keyClick(grid(), Qt::Key_Return);
    QCOMPARE(opened.last()[0].toInt(), 12);
}

void WordGridViewTest::a_long_caption_scrolls_and_follows_the_choice()
{
    pane_->setContent(contentOf(60, 0));
    QCoreApplication::processEvents();
    QScrollBar* bar = pane_->findChild<QScrollArea*>()->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    for (const QRectF& picture : grid()->gridLayout().pictures) {
        QVERIFY(picture.width() >= 100);
        QVERIFY(picture.right() <= grid()->width());
    }
    pane_->setContent(contentOf(60, 59));
    QVERIFY(bar->value() > bar->maximum() / 2);
}

void WordGridViewTest::few_words_fill_the_room()
{
    pane_->setContent(contentOf(2, 0));
    QCoreApplication::processEvents();
    QCOMPARE(pane_->findChild<QScrollArea*>()->verticalScrollBar()->maximum(), 0);
    QVERIFY(grid()->gridLayout().pictures[0].width() >= 300);
    QCOMPARE(grid()->gridLayout().columns, 2);
}

void WordGridViewTest::pictures_stay_sharp_and_of_one_size()
{
    const WordGridLayout layout = layoutWordGrid(7, {701, 333}, {640, 480}, {24, 24}, 1.5);
    for (const QRectF& picture : layout.pictures) {
        QCOMPARE(picture.size(), layout.pictures.front().size());
        const double pixels = picture.width() * 1.5;
        QVERIFY(std::abs(pixels - std::round(pixels)) < 1e-9);
    }
    QVERIFY(layoutWordGrid(0, {701, 333}, {640, 480}, {}, 1).pictures.empty());
}

void WordGridViewTest::a_screen_reader_gets_every_word()
{
    QCOMPARE(grid()->tableRows(), 10);
    QCOMPARE(grid()->tableRowName(3), QString("word 3"));
    QCOMPARE(grid()->tableCell(3, 0).text, QString("0.400"));
    QCOMPARE(grid()->tableCell(3, 1).text, QString("patch (1, 1)"));
    QVERIFY(grid()->tableCell(2, 0).isChosen);
    QCOMPARE(grid()->tableCurrent(), std::optional(TablePlace{2, 0}));
    QSignalSpy chosen(grid(), &WordGridView::itemChosen);
    grid()->pressTableCell({5, 0});
    QCOMPARE(chosen.last()[0].toInt(), 15);
}

QTEST_MAIN(WordGridViewTest)
#include "word_grid_view_test.moc"
