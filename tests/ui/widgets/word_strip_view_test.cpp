#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/example_model.h"
#include "ui/widgets/word_strip_view.h"

#include <memory>

using namespace attenscope;

namespace {

WordStripView::Content stripOf(const std::string& caption)
{
    const ExampleModel model(std::make_shared<ExampleControl>());
    const TracePtr trace = model.run(Sample{.image = exampleImage(96, 96), .caption = caption},
                                     RunOptions{}, Progress());
    Selection selection;
    selection.direction = Direction::ImageToText;
    selection.kind = "cross_image_to_text";
    selection.focus = {1};
    const Map map = computeMap(*trace, selection);
    WordStripView::Content content;
    content.strip = wordStrip(*trace, selection, &map);
    content.hasWeights = true;
    content.range = scaleRange(*trace, selection, Scale::Shared);
    content.isMasked.assign(trace->tokens.words.size(), false);
    return content;
}

} // namespace

class WordStripViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void a_click_names_the_word();
    void pointing_names_the_word_and_leaving_ends_it();
    void a_long_caption_asks_for_more_height();
    void arrows_move_the_word_in_focus();
    void a_screen_reader_gets_every_word_with_its_weight();

private:
    std::unique_ptr<WordStripView> view_;
};

void WordStripViewTest::init()
{
    view_ = std::make_unique<WordStripView>();
    view_->resize(700, 120);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    view_->setContent(stripOf("a red circle"));
}

void WordStripViewTest::a_click_names_the_word()
{
    QSignalSpy clicked(view_.get(), &WordStripView::wordClicked);
    for (int word = 0; word < 5; ++word) {
        QTest::mouseClick(view_.get(), Qt::LeftButton, {},
                          view_->cellOfWord(word).center().toPoint());
        QCOMPARE(clicked.last()[0].toInt(), word);
        QCOMPARE(clicked.last()[1].toBool(), false);
    }
    QTest::mouseClick(view_.get(), Qt::LeftButton, Qt::ShiftModifier,
                      view_->cellOfWord(2).center().toPoint());
    QCOMPARE(clicked.last()[1].toBool(), true);
    QCOMPARE(clicked.count(), 6);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, QPoint(690, 110));
    QCOMPARE(clicked.count(), 6);
}

void WordStripViewTest::pointing_names_the_word_and_leaving_ends_it()
{
    QSignalSpy hovered(view_.get(), &WordStripView::wordHovered);
    QTest::mouseMove(view_.get(), view_->cellOfWord(2).center().toPoint());
    QTRY_VERIFY(hovered.count() > 0);
    QCOMPARE(hovered.last().first().value<std::optional<int>>(), std::optional(2));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(view_.get(), &leave);
    QCOMPARE(hovered.last().first().value<std::optional<int>>(), std::optional<int>());
}

void WordStripViewTest::a_long_caption_asks_for_more_height()
{
    const int one = view_->heightForWidth(700);
    view_->setContent(stripOf("one two three four five six seven eight nine ten eleven twelve "
                              "thirteen fourteen fifteen sixteen seventeen"));
    QVERIFY(view_->heightForWidth(700) > one);
    QVERIFY(view_->heightForWidth(300) > view_->heightForWidth(700));
}

void WordStripViewTest::arrows_move_the_word_in_focus()
{
    WordStripView::Content content = stripOf("a red circle");
    content.strip.cells[2].isFocused = true;
    view_->setContent(content);
    QSignalSpy clicked(view_.get(), &WordStripView::wordClicked);
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QTest::keyClick(view_.get(), Qt::Key_Left);
    QCOMPARE(clicked[0][0].toInt(), 3);
    QCOMPARE(clicked[1][0].toInt(), 1);
}

void WordStripViewTest::a_screen_reader_gets_every_word_with_its_weight()
{
    WordStripView::Content content = stripOf("a red circle");
    content.strip.cells[2].isFocused = true;
    content.isMasked[2] = true;
    view_->setContent(content);
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(view_.get());
    QAccessibleTableInterface* table = interface->tableInterface();
    QVERIFY(table);
    QCOMPARE(table->rowCount(), 5);
    const QStringList words{"[CLS]", "a", "red", "circle", "[SEP]"};
    for (int row = 0; row < 5; ++row) {
        const WordCell& cell = content.strip.cells[std::size_t(row)];
        QCOMPARE(table->rowDescription(row), words[row]);
        const QString weight = table->cellAt(row, 0)->text(QAccessible::Name);
        QCOMPARE(weight, cell.state == Map::KeyState::Shown ? numberText(double(*cell.weight))
                                                            : QString("hidden"));
    }
    QCOMPARE(table->cellAt(2, 1)->text(QAccessible::Name), QString("masked, chosen"));
    QCOMPARE(table->selectedRows(), QList<int>{2});
    QSignalSpy clicked(view_.get(), &WordStripView::wordClicked);
    table->cellAt(3, 0)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(clicked.last()[0].toInt(), 3);
}

QTEST_MAIN(WordStripViewTest)
#include "word_strip_view_test.moc"
