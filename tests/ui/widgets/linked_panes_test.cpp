#include <QPushButton>
#include <QTest>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/widgets/hint_card.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/start_window.h"
#include "ui/widgets/word_cells_pane.h"
#include "ui/widgets/word_pane.h"

#include <memory>

using namespace attenscope;

/// What stands in the window's stage beside the picture: the card for those who are new, and the
/// other direction.
class LinkedPanesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void a_new_person_sees_a_card_beside_the_map();
    void a_small_stage_has_a_line_in_place_of_the_card();
    void the_card_goes_for_good();
    void where_nothing_is_remembered_there_is_no_card();
    void both_directions_stand_side_by_side();
    void the_panes_share_one_focus();
    void pieces_are_chosen_in_either_pane();
    void one_direction_alone_leaves_the_words_below();
    void a_narrow_stage_shades_the_words_below();

private:
    void open(bool remembers);

    template <typename T>
    T& find()
    {
        return *window_->findChild<T*>();
    }

    bool areTwo() { return find<WordCellsPane>().isVisible(); }

    WordStripView& cells() { return *find<WordCellsPane>().cells(); }

    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
};

void LinkedPanesTest::initTestCase()
{
    prepareApplication(*qApp);
}

void LinkedPanesTest::init()
{
    window_.reset();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("data/models/scenes/config.json", "{}");
    folder_->write("data/samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"}])");
    folder_->write("data/samples/a.png", "");
}

void LinkedPanesTest::open(bool remembers)
{
    StartOptions options;
    options.dataFolder = folder_->path() / "data";
    if (remembers) {
        options.kept.settings = folder_->path() / "settings.json";
    }
    window_.reset();
    window_ =
        std::make_unique<MainWindow>(options, exampleSources(std::make_shared<ExampleControl>()));
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QTRY_VERIFY(window_->document().result() && !window_->document().isRunning());
}

void LinkedPanesTest::a_new_person_sees_a_card_beside_the_map()
{
    open(true);
    const auto& card = find<HintCard>();
    QVERIFY(card.isVisible());
    QVERIFY(!areTwo()); // one thing at a time
    QVERIFY(!find<ImageCanvas>().covered().intersects(QRectF(card.geometry())));
    QVERIFY(find<ImageCanvas>().rect().contains(card.geometry()));
    window_->resize(1280, 720); // too small for both
    QTRY_VERIFY(!card.isVisible());
}

void LinkedPanesTest::a_small_stage_has_a_line_in_place_of_the_card()
{
    open(true);
    auto& card = find<HintCard>();
    QVERIFY(!card.strip()->isVisible());
    window_->resize(1000, 620);
    QTRY_VERIFY(!card.isVisible());
    QVERIFY(card.strip()->isVisible());
    QVERIFY(!card.strip()->geometry().intersects(
        QRect(find<ImageCanvas>().mapTo(card.strip()->parentWidget(), QPoint()),
              find<ImageCanvas>().size())));
    card.strip()->findChild<QPushButton*>()->click();
    QVERIFY(!card.strip()->isVisible());
    QVERIFY(!card.isWanted());
}

void LinkedPanesTest::the_card_goes_for_good()
{
    open(true);
    for (QPushButton* button : find<HintCard>().findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Got it")) {
            button->click();
        }
    }
    QVERIFY(!find<HintCard>().isVisible());
    QVERIFY(areTwo());
    open(true);
    QVERIFY(!find<HintCard>().isVisible());
}

void LinkedPanesTest::where_nothing_is_remembered_there_is_no_card()
{
    open(false);
    QVERIFY(!find<HintCard>().isVisible());
}

void LinkedPanesTest::both_directions_stand_side_by_side()
{
    open(false);
    QVERIFY(areTwo());
    const QRect picture(find<ImageCanvas>().mapToGlobal(QPoint()), find<ImageCanvas>().size());
    const QRect words(find<WordCellsPane>().mapToGlobal(QPoint()), find<WordCellsPane>().size());
    QVERIFY(picture.right() < words.left());
    QCOMPARE(picture.height(), words.height());
    QVERIFY(words.width() > picture.width() / 2);
}

void LinkedPanesTest::the_panes_share_one_focus()
{
    open(false);
    Document& document = window_->document();
    const QPoint place = cells().cellOfWord(2).center().toPoint();
    QTest::mouseMove(&cells(), place);
    QTRY_COMPARE(document.hoveredWord(), std::optional(2));
    QTest::mouseClick(&cells(), Qt::LeftButton, {}, place);
    QCOMPARE(document.view().words, std::vector<int>{2});
    QVERIFY(!find<WordPane>().strip()->cellOfWord(2).isEmpty());
    document.hoverWord(std::nullopt);
    document.focusUnit(7, false); // looks at token 1 + 7 % 5
    const QImage before = cells().grab().toImage();
    document.focusUnit(8, false);
    QVERIFY(cells().grab().toImage() != before);
}

void LinkedPanesTest::pieces_are_chosen_in_either_pane()
{
    open(false);
    Document& document = window_->document();
    document.setShowsPieces(true);
    for (WordStripView* const strip : {find<WordPane>().strip(), &cells()}) {
        document.clearFocus();
        const QPoint place = strip->cellOfWord(2).center().toPoint(); // each is one token
        QTest::mouseMove(strip, place);
        QTRY_COMPARE(document.hoveredPiece(), std::optional(2));
        QTest::mouseClick(strip, Qt::LeftButton, {}, place);
        QCOMPARE(document.view().pieces, std::vector<int>{2});
        document.hoverPiece(std::nullopt);
    }
}

void LinkedPanesTest::one_direction_alone_leaves_the_words_below()
{
    open(false);
    window_->document().setMode(Mode::TextToImage);
    QTRY_VERIFY(window_->document().result()->request.mode == Mode::TextToImage);
    QVERIFY(!areTwo());
    window_->document().setMode(Mode::CoAttention);
    QTRY_VERIFY(areTwo());
}

void LinkedPanesTest::a_narrow_stage_shades_the_words_below()
{
    open(false);
    window_->resize(1280, 720);
    QTRY_VERIFY(!areTwo());
    window_->resize(1600, 1000);
    QTRY_VERIFY(areTwo());
}

QTEST_MAIN(LinkedPanesTest)
#include "linked_panes_test.moc"
