#include <QTest>

#include "tests/support/example_sources.h"
#include "ui/widgets/grid_content.h"
#include "ui/widgets/window_content.h"

#include <memory>

using namespace attenscope;

class GridContentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void every_word_has_the_map_of_its_query();
    void special_words_are_treated_as_chosen();
    void one_scale_covers_all_maps();
    void words_that_ask_nothing_get_their_columns();
    void the_matrix_is_the_chosen_selection();
    void the_matrix_is_computed_once();
    void a_hovered_cell_is_what_the_inspector_speaks_of();
    void pieces_are_keys_and_queries();

private:
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000); }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<Document> document_;
};

void GridContentTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    document_ = std::make_unique<Document>(exampleSources(control_));
    document_->start("one", "first.png", {}, "a red circle on green", std::nullopt);
    settle();
    QVERIFY(document_->result().has_value());
}

void GridContentTest::every_word_has_the_map_of_its_query()
{
    const WordGridPane::Content content = wordGridContent(*document_);
    QCOMPARE(content.grid.items.size(), std::size_t{5});
    QVERIFY(content.absence.isEmpty());
    QCOMPARE(content.title, QString("Every word → image"));
    for (const WordGridView::Item& item : content.grid.items) {
        document_->focusWord(item.key, false);
        QCOMPARE(item.map.values, document_->pane(Pane::Image).map.values);
        QCOMPARE(item.label.name,
                 QString::fromStdString(
                     document_->trace()->tokens.words[static_cast<std::size_t>(item.key)].text));
    }
    document_->focusWord(2, false);
    for (const WordGridView::Item& item : wordGridContent(*document_).grid.items) {
        QCOMPARE(item.label.isFocused, item.key == 2);
    }
}

void GridContentTest::special_words_are_treated_as_chosen()
{
    document_->setSpecialTokens(SpecialTokens::Show);
    const WordGridPane::Content content = wordGridContent(*document_);
    QCOMPARE(content.grid.items.size(), std::size_t{7});
    QVERIFY(content.grid.items.front().label.isSpecial);
}

void GridContentTest::one_scale_covers_all_maps()
{
    float largest = 0;
    for (const WordGridView::Item& item : wordGridContent(*document_).grid.items) {
        largest = std::max(largest, item.map.maximum());
    }
    for (const WordGridView::Item& item : wordGridContent(*document_).grid.items) {
        QVERIFY(item.range.maximum >= largest);
        QCOMPARE(item.range.maximum, wordGridContent(*document_).bar->range.maximum);
    }
    FigureStyle style = document_->view().style;
    style.scale = Scale::PerMap;
    document_->setStyle(style);
    for (const WordGridView::Item& item : wordGridContent(*document_).grid.items) {
        QCOMPARE(item.range.maximum, item.map.maximum());
    }
}

void GridContentTest::words_that_ask_nothing_get_their_columns()
{
    document_->setMode(Mode::ImageToText);
    settle();
    const WordGridPane::Content content = wordGridContent(*document_);
    QCOMPARE(content.title, QString("Image → every word"));
    QVERIFY(content.absence.contains("words ask nothing"));
    QCOMPARE(content.grid.items.size(), std::size_t{5});
    // Patch 3 looks at the second word as much as the word's picture says at patch 3.
    document_->focusUnit(3, false);
    const WordGridView::Item& word = content.grid.items[1];
    QCOMPARE(word.map.values[3],
             document_->pane(Pane::Words).map.values[static_cast<std::size_t>(word.key)]);
}

void GridContentTest::the_matrix_is_the_chosen_selection()
{
    document_->setHead(1);
    const FullMatrixView::Content content = matrixViewContent(*document_);
    QVERIFY(content.matrix);
    QCOMPARE(content.title, QString("Text → image"));
    QCOMPARE(content.place, QString("layer 1, head 1"));
    document_->focusWord(3, false);
    const Map& map = document_->pane(Pane::Image).map;
    const int row = *content.matrix->rows.find(false, 3);
    QCOMPARE(content.matrix->rowMap(row, 0).values, map.values);
    QVERIFY(std::find(content.focus.begin(), content.focus.end(),
                      MatrixItem{.isImage = false, .index = 3}) == content.focus.end());
    const FullMatrixView::Content now = matrixViewContent(*document_);
    QVERIFY(std::find(now.focus.begin(), now.focus.end(),
                      MatrixItem{.isImage = false, .index = 3}) != now.focus.end());
}

void GridContentTest::the_matrix_is_computed_once()
{
    const auto first = document_->matrix();
    document_->focusWord(3, false);
    document_->hoverCell(2, 4);
    QCOMPARE(document_->matrix(), first);
    document_->setLayer(0);
    QVERIFY(document_->matrix() != first);
    document_->setLayer(1);
    QCOMPARE(document_->matrix(), first);
}

void GridContentTest::a_hovered_cell_is_what_the_inspector_speaks_of()
{
    document_->hoverCell(2, 4);
    const auto matrix = document_->matrix();
    const Inspector::Content inspector = inspectorContent(*document_);
    QCOMPARE(inspector.key, std::optional(4));
    QCOMPARE(inspector.map.values[4],
             matrix->weights(*matrix->rows.find(false, 2), *matrix->columns.find(true, 4)));
}

void GridContentTest::pieces_are_keys_and_queries()
{
    document_->setShowsPieces(true);
    const WordPane::Content words = wordPaneContent(*document_);
    QVERIFY(words.strip.showsPieces);
    const auto& tokens = document_->trace()->tokens.tokens;
    QCOMPARE(words.strip.strip.cells.size(), tokens.size());
    document_->focusPiece(3, false);
    QCOMPARE(document_->view().pieces, std::vector{3});
    QCOMPARE(document_->view().words, std::vector{tokens[3].word});
    QVERIFY(wordPaneContent(*document_).strip.strip.cells[3].isFocused);
    QCOMPARE(wordGridContent(*document_).title, QString("Every token → image"));
    document_->focusWord(1, false);
    QVERIFY(document_->view().pieces.empty());
    document_->setCaption("blue");
    settle();
    wordPaneContent(*document_); // within the new caption's bounds
}

QTEST_MAIN(GridContentTest)
#include "grid_content_test.moc"
