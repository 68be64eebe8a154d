#include <QAccessible>
#include <QTest>
#include <QWidget>
#include <QtTest/qtestaccessible.h>

#include "tests/support/active_accessibility.h"
#include "ui/widgets/accessible_table.h"

#include <memory>
#include <vector>

using namespace attenscope;

namespace {

/// Numbers in a grid of cells of 10 × 10 pixels.
class NumbersView : public QWidget, public AccessibleTable {
public:
    void setNumbers(std::vector<std::vector<int>> numbers, std::optional<TablePlace> current)
    {
        numbers_ = std::move(numbers);
        current_ = current;
        announceTable();
    }

    int tableRows() const override { return static_cast<int>(numbers_.size()); }

    int tableColumns() const override
    {
        return numbers_.empty() ? 0 : static_cast<int>(numbers_.front().size());
    }

    QString tableRowName(int row) const override { return QStringLiteral("row %1").arg(row); }

    QString tableColumnName(int column) const override
    {
        return QStringLiteral("column %1").arg(column);
    }

    TableCell tableCell(int row, int column) const override
    {
        const int number =
            numbers_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
        return {.text = QString::number(number),
                .box = QRectF(10 * column, 10 * row, 10, 10),
                .isChosen = current_ && row == current_->row};
    }

    std::optional<TablePlace> tableCurrent() const override { return current_; }

    void pressTableCell(const TablePlace& place) override { pressed.push_back(place); }

    std::vector<TablePlace> pressed;

private:
    std::vector<std::vector<int>> numbers_;
    std::optional<TablePlace> current_;
};

} // namespace

class AccessibleTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();

    void cells_say_their_values_and_where_they_stand();
    void rows_and_columns_have_names();
    void cells_are_the_tables_children();
    void a_point_leads_to_the_cell_drawn_there();
    void what_is_chosen_is_selected();
    void pressing_a_cell_is_a_click_on_it();
    void the_cell_in_focus_is_told_when_it_moves();
    void another_value_of_the_current_cell_is_told();
    void another_size_makes_old_cells_invalid();
    void a_cell_outlives_its_view_and_says_nothing();

private:
    QAccessibleInterface* interface() const
    {
        return QAccessible::queryAccessibleInterface(view_.get());
    }

    QAccessibleTableInterface* table() const { return interface()->tableInterface(); }

    std::unique_ptr<NumbersView> view_;
};

void AccessibleTableTest::initTestCase()
{
    QTestAccessibility::initialize();
    activateAccessibility();
}

void AccessibleTableTest::cleanupTestCase()
{
    QTestAccessibility::cleanup();
}

void AccessibleTableTest::init()
{
    view_ = std::make_unique<NumbersView>();
    view_->setFocusPolicy(Qt::StrongFocus);
    view_->setAccessibleName("Numbers");
    view_->resize(100, 100);
    view_->setNumbers({{1, 2, 3}, {4, 5, 6}}, TablePlace{1, 0});
    view_->show();
    view_->activateWindow();
    view_->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(view_.get()));
    QTestAccessibility::clearEvents();
}

void AccessibleTableTest::cleanup()
{
    view_.reset();
    QTestAccessibility::clearEvents();
}

void AccessibleTableTest::cells_say_their_values_and_where_they_stand()
{
    QCOMPARE(interface()->role(), QAccessible::Table);
    QCOMPARE(interface()->text(QAccessible::Name), QString("Numbers"));
    QCOMPARE(table()->rowCount(), 2);
    QCOMPARE(table()->columnCount(), 3);
    for (int row = 0; row < 2; ++row) {
        for (int column = 0; column < 3; ++column) {
            QAccessibleInterface* cell = table()->cellAt(row, column);
            QCOMPARE(cell->text(QAccessible::Name), QString::number(3 * row + column + 1));
            QCOMPARE(cell->text(QAccessible::Description),
                     QString("row %1, column %2").arg(row).arg(column));
            QCOMPARE(cell->tableCellInterface()->rowIndex(), row);
            QCOMPARE(cell->tableCellInterface()->columnIndex(), column);
        }
    }
    QVERIFY(!table()->cellAt(2, 0));
    QVERIFY(!table()->cellAt(0, 3));
    QVERIFY(!table()->cellAt(-1, 0));
}

void AccessibleTableTest::rows_and_columns_have_names()
{
    QCOMPARE(table()->rowDescription(1), QString("row 1"));
    QCOMPARE(table()->columnDescription(2), QString("column 2"));
    QAccessibleTableCellInterface* cell = table()->cellAt(1, 2)->tableCellInterface();
    QCOMPARE(cell->rowHeaderCells().size(), 1);
    QCOMPARE(cell->rowHeaderCells().first()->text(QAccessible::Name), QString("row 1"));
    QCOMPARE(cell->rowHeaderCells().first()->role(), QAccessible::RowHeader);
    QCOMPARE(cell->columnHeaderCells().first()->text(QAccessible::Name), QString("column 2"));
    QCOMPARE(cell->columnHeaderCells().first()->role(), QAccessible::ColumnHeader);
}

void AccessibleTableTest::cells_are_the_tables_children()
{
    QCOMPARE(interface()->childCount(), 3 * 4); // with the names
    for (int i = 0; i < interface()->childCount(); ++i) {
        QAccessibleInterface* child = interface()->child(i);
        QCOMPARE(child->parent(), interface());
        QCOMPARE(interface()->indexOfChild(child), i);
    }
    QCOMPARE(interface()->child(5), table()->cellAt(0, 0));
    QVERIFY(!interface()->child(12));
}

void AccessibleTableTest::a_point_leads_to_the_cell_drawn_there()
{
    const QPoint point = view_->mapToGlobal(QPoint(25, 15));
    QCOMPARE(interface()->childAt(point.x(), point.y()), table()->cellAt(1, 2));
    QVERIFY(table()->cellAt(1, 2)->rect().contains(point));
    const QPoint beside = view_->mapToGlobal(QPoint(50, 50));
    QVERIFY(!interface()->childAt(beside.x(), beside.y()));
}

void AccessibleTableTest::what_is_chosen_is_selected()
{
    QVERIFY(table()->isRowSelected(1));
    QVERIFY(!table()->isRowSelected(0));
    QCOMPARE(table()->selectedRows(), QList<int>{1});
    QCOMPARE(table()->selectedCellCount(), 3);
    QVERIFY(table()->selectedColumns().isEmpty());
    QVERIFY(table()->cellAt(1, 1)->state().selected);
    QVERIFY(!table()->cellAt(0, 1)->state().selected);
    QCOMPARE(interface()->focusChild(), table()->cellAt(1, 0));
    QVERIFY(table()->cellAt(1, 0)->state().focused);
}

void AccessibleTableTest::pressing_a_cell_is_a_click_on_it()
{
    QAccessibleActionInterface* action = table()->cellAt(0, 2)->actionInterface();
    QVERIFY(action->actionNames().contains(QAccessibleActionInterface::pressAction()));
    action->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(view_->pressed, (std::vector{TablePlace{0, 2}}));
}

void AccessibleTableTest::the_cell_in_focus_is_told_when_it_moves()
{
    view_->setNumbers({{1, 2, 3}, {4, 5, 6}}, TablePlace{0, 1});
    QAccessibleEvent focus(view_.get(), QAccessible::Focus);
    focus.setChild(interface()->indexOfChild(table()->cellAt(0, 1)));
    QVERIFY(QTestAccessibility::containsEvent(&focus));
    QTestAccessibility::clearEvents();
    view_->setNumbers({{1, 2, 3}, {4, 5, 6}}, TablePlace{0, 1}); // the same once more
    QVERIFY(!QTestAccessibility::containsEvent(&focus));
}

void AccessibleTableTest::another_value_of_the_current_cell_is_told()
{
    view_->setNumbers({{1, 2, 3}, {7, 5, 6}}, TablePlace{1, 0});
    QAccessibleValueChangeEvent value(view_.get(), QString("7"));
    value.setChild(interface()->indexOfChild(table()->cellAt(1, 0)));
    QVERIFY(QTestAccessibility::containsEvent(&value));
    QAccessibleTableModelChangeEvent change(view_.get(),
                                            QAccessibleTableModelChangeEvent::DataChanged);
    change.setFirstRow(0);
    change.setFirstColumn(0);
    change.setLastRow(1);
    change.setLastColumn(2);
    QVERIFY(QTestAccessibility::containsEvent(&change));
}

void AccessibleTableTest::another_size_makes_old_cells_invalid()
{
    const QAccessible::Id old = QAccessible::uniqueId(table()->cellAt(1, 2));
    view_->setNumbers({{8, 9}}, TablePlace{0, 0});
    QVERIFY(!QAccessible::accessibleInterface(old));
    QCOMPARE(table()->rowCount(), 1);
    QCOMPARE(table()->cellAt(0, 1)->text(QAccessible::Name), QString("9"));
}

void AccessibleTableTest::a_cell_outlives_its_view_and_says_nothing()
{
    const QAccessible::Id cell = QAccessible::uniqueId(table()->cellAt(1, 2));
    view_.reset();
    QVERIFY(!QAccessible::accessibleInterface(cell));
}

QTEST_MAIN(AccessibleTableTest)
#include "accessible_table_test.moc"
