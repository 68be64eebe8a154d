#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

#include "tests/support/example_sources.h"
#include "tests/support/temporary_folder.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/compare_picture.h"
#include "ui/widgets/compare_view.h"
#include "ui/widgets/head_matrix.h"
#include "ui/widgets/numbers_table.h"
#include "ui/widgets/start_window.h"

#include <algorithm>
#include <memory>

using namespace attenscope;

using Part = ComparisonFigure::Part;

class CompareViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void while_nothing_is_pinned_it_says_what_to_do();
    void the_key_pins_and_the_view_is_compared();
    void both_runs_stand_in_the_tables();
    void pointing_marks_the_same_place_in_all_three();
    void a_click_on_b_chooses_and_one_on_a_does_not();
    void the_keys_swap_go_back_and_unpin();
    void buttons_do_what_keys_do();
    void the_heads_fold_away_and_come_back();
    void words_are_compared_where_words_are_looked_at();
    void views_of_other_keys_are_drawn_without_a_difference();
    void arrow_keys_move_the_mark();
    void numbers_are_copied();
    void screen_readers_find_a_table();
    void the_theme_is_followed();
    void a_small_window_holds_it();
    void pictures_and_numbers_are_seen_at_once_data();
    void pictures_and_numbers_are_seen_at_once();

private:
    void settle();

    void press(const char* command) { actions_->action(command)->trigger(); }

    QPushButton* button(const QString& name) const
    {
        for (QPushButton* candidate : window_->findChildren<QPushButton*>()) {
            if (candidate->accessibleName() == name && candidate->isVisible()) {
                return candidate;
            }
        }
        return nullptr;
    }

    /// The middle of a unit, in the picture's widget.
    QPoint middleOf(Part part, int unit) const
    {
        const ComparisonFigure& figure = *picture_->figure();
        const Box& box = figure.units(part).units.at(static_cast<std::size_t>(unit)).box;
        return figure.layout()
            .columns.at(static_cast<std::size_t>(part))
            .pageFromPicture.map(QPointF(box.centreX(), box.centreY()))
            .toPoint();
    }

    QStringList rowsOf(const QString& name) const
    {
        QStringList rows;
        for (const QTableWidget* table : view_->findChildren<QTableWidget*>()) {
            for (int row = 0; table->accessibleName() == name && row < table->rowCount(); ++row) {
                QStringList texts;
                for (int column = 0; column < table->columnCount(); ++column) {
                    texts << table->item(row, column)->text();
                }
                rows << texts.join(QLatin1Char('|'));
            }
        }
        return rows;
    }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<MainWindow> window_;
    Document* document_ = nullptr;
    Actions* actions_ = nullptr;
    CompareView* view_ = nullptr;
    ComparePicture* picture_ = nullptr;
};

void CompareViewTest::initTestCase()
{
    prepareApplication(*qApp);
}

void CompareViewTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->write("samples/samples.json",
                   R"([{"file": "a.png", "title": "A", "caption": "a red circle on green"}])");
    StartOptions options;
    options.dataFolder = folder_->path();
    options.kept.keys = folder_->path() / "keys.json";
    window_ = std::make_unique<MainWindow>(options, exampleSources(control_));
    document_ = &window_->document();
    actions_ = window_->findChild<Actions*>();
    view_ = window_->findChild<CompareView*>();
    picture_ = view_->picture();
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->activateWindow();
    settle();
    document_->setTab(Tab::Compare);
    QVERIFY(view_->isVisible());
}

void CompareViewTest::cleanup()
{
    window_.reset();
    folder_.reset();
}

void CompareViewTest::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning() && !document_->isPinnedRunning(), 20'000);
    QCoreApplication::processEvents();
}

void CompareViewTest::while_nothing_is_pinned_it_says_what_to_do()
{
    QVERIFY(!picture_->isVisible());
    const auto isSaid = [&](const QString& text) {
        const QList<QLabel*> labels = view_->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(text);
        });
    };
    QVERIFY(isSaid(QStringLiteral("Pin this view as A (Ctrl+D)")));
    actions_->setKeys("compare.pin", keyList("Ctrl+B"));
    QVERIFY(isSaid(QStringLiteral("Pin this view as A (Ctrl+B)")));
    QVERIFY(!button(QStringLiteral("Swap A and B"))->isEnabled());
    QTest::mouseClick(button(QStringLiteral("Pin as A")), Qt::LeftButton);
    QVERIFY(picture_->isVisible());
}

void CompareViewTest::the_key_pins_and_the_view_is_compared()
{
    document_->setHead(1);
    QTest::keyClick(window_.get(), Qt::Key_D, Qt::ControlModifier);
    QVERIFY(document_->view().pinned != nullptr);
    document_->setHead(2);
    const ComparisonFigure* figure = picture_->figure();
    QVERIFY(figure != nullptr);
    QCOMPARE(figure->views().a.selection.head, std::optional(1));
    QCOMPARE(figure->views().b.selection.head, std::optional(2));
    // Head 1 of the last layer has half of word 1's weight on its peak, head 2 on another patch.
    const int word = document_->view().words.front();
    const int peak = examplePeak(word, 1, 1);
    QVERIFY(figure->map(Part::Difference).values[static_cast<std::size_t>(peak)] > 0.4F);
    QVERIFY(
        figure->map(Part::Difference).values[static_cast<std::size_t>(examplePeak(word, 1, 2))] <
        -0.4F);
    document_->setCaption("two squares");
    settle();
    QCOMPARE(picture_->figure()->views().b.trace->tokens.caption, std::string("two squares"));
    QCOMPARE(picture_->figure()->views().a.trace->tokens.caption,
             std::string("a red circle on green"));
}

void CompareViewTest::both_runs_stand_in_the_tables()
{
    press("compare.pin");
    document_->setWordMasked(2, true); // takes 0.1 from the match
    settle();
    const QStringList outputs = rowsOf(QStringLiteral("What both runs say"));
    QVERIFY(!outputs.isEmpty());
    QVERIFY2(outputs.front().contains(QStringLiteral("|+0.1")), qPrintable(outputs.front()));
    QCOMPARE(rowsOf(QStringLiteral("How alike both maps are")).size(), 5);
    document_->undo();
    settle();
    QCOMPARE(rowsOf(QStringLiteral("How alike both maps are")).front(), QStringLiteral("Cosine|1"));
}

void CompareViewTest::pointing_marks_the_same_place_in_all_three()
{
    document_->setHead(1);
    press("compare.pin");
    document_->setHead(2);
    document_->focusUnit(7, false);
    settle();                                          // the tables below take their room
    QCOMPARE(picture_->markedKey(), std::optional(7)); // what is chosen
    for (const Part part : {Part::A, Part::B, Part::Difference}) {
        QTest::mouseMove(picture_, middleOf(part, 66));
        QCOMPARE(picture_->markedKey(), std::optional(66));
        QCOMPARE(picture_->markedName(), QStringLiteral("patch (5, 6)"));
        QTest::mouseMove(picture_, middleOf(part, 30));
        QCOMPARE(picture_->markedKey(), std::optional(30));
    }
    const QStringList numbers = rowsOf(QStringLiteral("Numbers of both maps"));
    QVERIFY2(numbers.back().startsWith(QStringLiteral("At patch (2, 6)|")),
             qPrintable(numbers.back()));
    QTest::mouseMove(picture_, QPoint(2, 2));
    QCOMPARE(picture_->markedKey(), std::optional(7));
}

void CompareViewTest::a_click_on_b_chooses_and_one_on_a_does_not()
{
    press("compare.pin");
    document_->setHead(2);
    QTest::mouseClick(picture_, Qt::LeftButton, Qt::NoModifier, middleOf(Part::B, 66));
    QCOMPARE(document_->view().units, std::vector{66});
    QTest::mouseClick(picture_, Qt::LeftButton, Qt::ShiftModifier, middleOf(Part::B, 67));
    QCOMPARE(document_->view().units, (std::vector{66, 67}));
    QTest::mouseClick(picture_, Qt::LeftButton, Qt::NoModifier, middleOf(Part::A, 5));
    QCOMPARE(document_->view().units, (std::vector{66, 67}));
    // The strip stands for both: a word of it is chosen for B.
    const ComparisonLayout::Strip& strip = picture_->figure()->layout().strips.front();
    const QPoint place = (strip.place + strip.cells.cells[3].center()).toPoint();
    QTest::mouseClick(picture_, Qt::LeftButton, Qt::NoModifier, place);
    QCOMPARE(document_->view().words, std::vector{3});
}

void CompareViewTest::the_keys_swap_go_back_and_unpin()
{
    document_->setHead(1);
    QTest::keyClick(window_.get(), Qt::Key_D, Qt::ControlModifier);
    document_->setHead(2);
    QTest::keyClick(window_.get(), Qt::Key_X);
    QCOMPARE(document_->view().head, std::optional(1));
    QCOMPARE(picture_->figure()->views().a.selection.head, std::optional(2));
    QTest::keyClick(window_.get(), Qt::Key_A);
    QCOMPARE(document_->view().head, std::optional(2));
    QTest::keyClick(window_.get(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!document_->view().pinned);
    QVERIFY(!picture_->isVisible());
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(document_->view().pinned != nullptr);
    QVERIFY(picture_->isVisible());
}

void CompareViewTest::buttons_do_what_keys_do()
{
    document_->setHead(1);
    press("compare.pin");
    document_->setHead(2);
    QTest::mouseClick(button(QStringLiteral("Swap A and B")), Qt::LeftButton);
    QCOMPARE(document_->view().head, std::optional(1));
    QTest::mouseClick(button(QStringLiteral("Go back to A")), Qt::LeftButton);
    QCOMPARE(document_->view().head, std::optional(2));
    document_->setHead(0);
    QTest::mouseClick(button(QStringLiteral("Pin as A")), Qt::LeftButton);
    QCOMPARE(document_->pinnedSelection()->head, std::optional(0));
    QTest::mouseClick(button(QStringLiteral("Unpin")), Qt::LeftButton);
    QVERIFY(!document_->view().pinned);
}

void CompareViewTest::the_heads_fold_away_and_come_back()
{
    const HeadMatrix* heads = window_->findChild<HeadMatrix*>();
    QVERIFY(!heads->isVisible());
    QTest::mouseClick(button(QStringLiteral("Show heads")), Qt::LeftButton);
    QVERIFY(heads->isVisible());
    QTest::keyClick(window_.get(), Qt::Key_H, Qt::ShiftModifier);
    QVERIFY(!heads->isVisible());
    document_->setTab(Tab::Image);
    QVERIFY(heads->isVisible());
}

void CompareViewTest::words_are_compared_where_words_are_looked_at()
{
    window_->resize(1600, 1000);
    document_->setActive(Pane::Words);
    document_->focusUnit(3, false);
    press("compare.pin");
    document_->focusUnit(5, false);
    QCoreApplication::processEvents(); // lays it out
    const ComparedViews& views = picture_->figure()->views();
    QVERIFY(views.content.areKeysWords);
    QCOMPARE(views.content.strips.size(), std::size_t{3});
    const ComparisonLayout::Strip& strip = picture_->figure()->layout().strips[2];
    QTest::mouseMove(picture_, (strip.place + strip.cells.cells[2].center()).toPoint());
    QCOMPARE(picture_->markedKey(), std::optional(2));
    QCOMPARE(picture_->markedName(), QStringLiteral("“red”"));
}

void CompareViewTest::views_of_other_keys_are_drawn_without_a_difference()
{
    document_->setActive(Pane::Words);
    press("compare.pin");
    document_->setActive(Pane::Image);
    QVERIFY(picture_->isVisible()); // drawn side by side, with the reason in the third place
    QCOMPARE(picture_->figure()->views().maps.refusal, NoDifference::OtherKeys);
    QVERIFY(!picture_->markedKey());
}

void CompareViewTest::arrow_keys_move_the_mark()
{
    document_->focusUnit(66, false);
    press("compare.pin");
    document_->setHead(2);
    QSignalSpy moved(picture_, &ComparePicture::markChanged);
    QTest::keyClick(picture_, Qt::Key_Right);
    QCOMPARE(picture_->markedKey(), std::optional(67));
    QTest::keyClick(picture_, Qt::Key_Up);
    QCOMPARE(picture_->markedKey(), std::optional(55));
    QCOMPARE(moved.count(), 2);
    QCOMPARE(document_->view().units, std::vector{66}); // marked, not chosen
}

void CompareViewTest::numbers_are_copied()
{
    press("compare.pin");
    for (QTableWidget* table : view_->findChildren<QTableWidget*>()) {
        if (table->accessibleName() == QStringLiteral("How alike both maps are")) {
            QTest::keySequence(table, QKeySequence::Copy);
        }
    }
    QVERIFY(
        QGuiApplication::clipboard()->text().startsWith(QStringLiteral("Cosine\t1\nPearson\t")));
}

void CompareViewTest::screen_readers_find_a_table()
{
    document_->setHead(1);
    press("compare.pin");
    document_->setHead(2);
    QCOMPARE(picture_->tableRows(), 144);
    QCOMPARE(picture_->tableRowName(66), QStringLiteral("patch (5, 6)"));
    QCOMPARE(picture_->tableColumnName(2), QStringLiteral("A − B"));
    const int peak = examplePeak(document_->view().words.front(), 1, 1);
    QVERIFY(picture_->tableCell(peak, 2).text.startsWith(QLatin1Char('+')));
    QVERIFY(picture_->tableCell(peak, 1).box.contains(middleOf(Part::B, peak)));
    picture_->pressTableCell({peak, 0});
    QCOMPARE(document_->view().units, std::vector{peak});
    QVERIFY(picture_->tableCurrent() == std::optional(TablePlace{peak, 2}));
}

void CompareViewTest::the_theme_is_followed()
{
    press("compare.pin");
    const QColor light = picture_->grab().toImage().pixelColor(3, 3);
    QCOMPARE(light, theme(ThemeKind::Light).panel);
    const QPalette before = QApplication::palette();
    QApplication::setPalette(paletteOf(theme(ThemeKind::Dark)));
    QCoreApplication::processEvents();
    QCOMPARE(picture_->grab().toImage().pixelColor(3, 3), theme(ThemeKind::Dark).panel);
    QApplication::setPalette(before);
}

void CompareViewTest::a_small_window_holds_it()
{
    press("compare.pin");
    document_->setHead(2);
    for (const QSize size : {QSize(720, 480), QSize(1280, 720), QSize(1600, 1000)}) {
        window_->resize(size);
        QCoreApplication::processEvents();
        QVERIFY(picture_->figure()->layout().columns[0].picture.width() >= 64);
        QCOMPARE(picture_->figure()->layout().page.size().toSize(), picture_->size());
    }
}

void CompareViewTest::pictures_and_numbers_are_seen_at_once_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("beside each other") << QSize(1280, 720);
    QTest::newRow("below each other") << QSize(1600, 1000);
}

void CompareViewTest::pictures_and_numbers_are_seen_at_once()
{
    QFETCH(QSize, size);
    press("compare.pin");
    document_->setHead(2);
    window_->resize(size);
    QCoreApplication::processEvents();
    const auto* view = window_->findChild<CompareView*>();
    const QRect seen(QPoint(), view->size());
    const auto tables = view->findChildren<NumbersTable*>();
    QCOMPARE(tables.size(), 3);
    for (const NumbersTable* table : tables) {
        if (table->isVisible()) {
            QVERIFY(table->rowCount() > 0);
            QVERIFY(table->height() >= table->sizeHint().height());
            const QRect place(table->mapTo(view, QPoint()), table->size());
            QVERIFY2(seen.contains(place), qPrintable(table->accessibleName()));
            for (int row = 0; row < table->rowCount(); ++row) {
                const QString name = table->item(row, 0)->text();
                QVERIFY2(table->fontMetrics().horizontalAdvance(name) < table->columnWidth(0),
                         qPrintable(name));
            }
        }
    }
}

QTEST_MAIN(CompareViewTest)
#include "compare_view_test.moc"
