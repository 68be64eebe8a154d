#include "ui/widgets/accessible_table.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>
#include <QWidget>

#include <utility>

namespace attenscope {

namespace {

/// A table whose widget is being destroyed has no source any more, whoever still asks.
const AccessibleTable* sourceOf(const QWidget* widget)
{
    return dynamic_cast<const AccessibleTable*>(widget);
}

/// One cell; row -1 is the line of column names, column -1 the line of row names.
class CellInterface : public QAccessibleInterface,
                      public QAccessibleTableCellInterface,
                      public QAccessibleActionInterface {
public:
    CellInterface(QWidget* view, TablePlace place) : view_(view), place_(place) {}

    TablePlace place() const { return place_; }

    bool isValid() const override
    {
        const AccessibleTable* table = sourceOf(view_);
        return table && place_.row < table->tableRows() && place_.column < table->tableColumns();
    }

    QObject* object() const override { return nullptr; }

    QWindow* window() const override { return view_ ? view_->window()->windowHandle() : nullptr; }

    QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(view_);
    }

    QAccessibleInterface* child(int /*index*/) const override { return nullptr; }

    int childCount() const override { return 0; }

    int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }

    QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }

    QAccessible::Role role() const override
    {
        return place_.row < 0      ? QAccessible::ColumnHeader
               : place_.column < 0 ? QAccessible::RowHeader
                                   : QAccessible::Cell;
    }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid()) {
            return {};
        }
        const AccessibleTable& table = *sourceOf(view_);
        if (kind == QAccessible::Name || kind == QAccessible::Value) {
            return place_.row < 0      ? columnName(table)
                   : place_.column < 0 ? table.tableRowName(place_.row)
                                       : table.tableCell(place_.row, place_.column).text;
        }
        if (kind == QAccessible::Description && isInside()) {
            return QStringLiteral("%1, %2").arg(table.tableRowName(place_.row), columnName(table));
        }
        return {};
    }

    void setText(QAccessible::Text /*kind*/, const QString& /*text*/) override {}

    QRect rect() const override
    {
        if (!isValid() || !isInside()) {
            return {};
        }
        const QRect box = sourceOf(view_)->tableCell(place_.row, place_.column).box.toRect();
        return box.isEmpty() ? QRect() : QRect(view_->mapToGlobal(box.topLeft()), box.size());
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        if (state.invalid || !isInside()) {
            return state;
        }
        const AccessibleTable& table = *sourceOf(view_);
        const TableCell cell = table.tableCell(place_.row, place_.column);
        state.readOnly = true;
        state.selectable = true;
        state.selected = cell.isChosen;
        state.focusable = view_->focusPolicy() != Qt::NoFocus;
        state.focused = view_->hasFocus() && table.tableCurrent() == place_;
        state.offscreen = cell.box.isEmpty() || !view_->rect().intersects(cell.box.toRect());
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TableCellInterface && isInside()) {
            return static_cast<QAccessibleTableCellInterface*>(this);
        }
        if (type == QAccessible::ActionInterface && isInside()) {
            return static_cast<QAccessibleActionInterface*>(this);
        }
        return nullptr;
    }

    bool isSelected() const override { return state().selected; }

    QList<QAccessibleInterface*> columnHeaderCells() const override
    {
        return header({-1, place_.column});
    }

    QList<QAccessibleInterface*> rowHeaderCells() const override
    {
        return header({place_.row, -1});
    }

    int columnIndex() const override { return place_.column; }

    int rowIndex() const override { return place_.row; }

    int columnExtent() const override { return 1; }

    int rowExtent() const override { return 1; }

    QAccessibleInterface* table() const override { return parent(); }

    QStringList actionNames() const override { return {pressAction()}; }

    void doAction(const QString& name) override
    {
        if (name == pressAction() && isValid()) {
            dynamic_cast<AccessibleTable&>(*view_).pressTableCell(place_);
        }
    }

    QStringList keyBindingsForAction(const QString& /*name*/) const override { return {}; }

private:
    bool isInside() const { return place_.row >= 0 && place_.column >= 0; }

    QString columnName(const AccessibleTable& table) const
    {
        return place_.column < 0 ? QString() : table.tableColumnName(place_.column);
    }

    QList<QAccessibleInterface*> header(const TablePlace& place) const;

    QPointer<QWidget> view_;
    TablePlace place_;
};

/// The widget as a table. Its children are the cells row by row, names of rows and columns
/// included.
class TableInterface : public QAccessibleWidget, public QAccessibleTableInterface {
public:
    explicit TableInterface(QWidget* view) : QAccessibleWidget(view, QAccessible::Table) {}

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface*>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }

    int childCount() const override { return lines() * (columnCount() + 1); }

    QAccessibleInterface* child(int index) const override
    {
        const int width = columnCount() + 1;
        return index >= 0 && index < childCount() ? cell({index / width - 1, index % width - 1})
                                                  : nullptr;
    }

    int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* cell = dynamic_cast<const CellInterface*>(child);
        return cell && cell->parent() == this ? indexOf(cell->place()) : -1;
    }

    QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPointF point = widget()->mapFromGlobal(QPoint(x, y));
        for (int row = 0; row < rowCount(); ++row) {
            for (int column = 0; column < columnCount(); ++column) {
                if (source()->tableCell(row, column).box.contains(point)) {
                    return cell({row, column});
                }
            }
        }
        return nullptr;
    }

    QAccessibleInterface* focusChild() const override
    {
        const AccessibleTable* table = source();
        const auto current = table && widget()->hasFocus() ? table->tableCurrent() : std::nullopt;
        return current ? cell(*current) : nullptr;
    }

    QAccessibleInterface* caption() const override { return nullptr; }

    QAccessibleInterface* summary() const override { return nullptr; }

    QAccessibleInterface* cellAt(int row, int column) const override
    {
        const bool exists = row >= 0 && row < rowCount() && column >= 0 && column < columnCount();
        return exists ? cell({row, column}) : nullptr;
    }

    int selectedCellCount() const override { return static_cast<int>(selectedCells().size()); }

    QList<QAccessibleInterface*> selectedCells() const override
    {
        QList<QAccessibleInterface*> cells;
        for (int row = 0; row < rowCount(); ++row) {
            for (int column = 0; column < columnCount(); ++column) {
                if (source()->tableCell(row, column).isChosen) {
                    cells << cell({row, column});
                }
            }
        }
        return cells;
    }

    QString columnDescription(int column) const override
    {
        return column >= 0 && column < columnCount() ? source()->tableColumnName(column)
                                                     : QString();
    }

    QString rowDescription(int row) const override
    {
        return row >= 0 && row < rowCount() ? source()->tableRowName(row) : QString();
    }

    int selectedColumnCount() const override { return static_cast<int>(selectedColumns().size()); }

    int selectedRowCount() const override { return static_cast<int>(selectedRows().size()); }

    int columnCount() const override { return source() ? source()->tableColumns() : 0; }

    int rowCount() const override { return source() ? source()->tableRows() : 0; }

    QList<int> selectedColumns() const override
    {
        QList<int> columns;
        for (int column = 0; column < columnCount(); ++column) {
            if (isColumnSelected(column)) {
                columns << column;
            }
        }
        return columns;
    }

    QList<int> selectedRows() const override
    {
        QList<int> rows;
        for (int row = 0; row < rowCount(); ++row) {
            if (isRowSelected(row)) {
                rows << row;
            }
        }
        return rows;
    }

    bool isColumnSelected(int column) const override
    {
        bool isSelected = rowCount() > 0 && column >= 0 && column < columnCount();
        for (int row = 0; isSelected && row < rowCount(); ++row) {
            isSelected = source()->tableCell(row, column).isChosen;
        }
        return isSelected;
    }

    bool isRowSelected(int row) const override
    {
        bool isSelected = columnCount() > 0 && row >= 0 && row < rowCount();
        for (int column = 0; isSelected && column < columnCount(); ++column) {
            isSelected = source()->tableCell(row, column).isChosen;
        }
        return isSelected;
    }

    // What is chosen is one cell's business: pressing it.
    bool selectRow(int /*row*/) override { return false; }

    bool selectColumn(int /*column*/) override { return false; }

    bool unselectRow(int /*row*/) override { return false; }

    bool unselectColumn(int /*column*/) override { return false; }

    void modelChange(QAccessibleTableModelChangeEvent* event) override
    {
        if (event->modelChangeType() != QAccessibleTableModelChangeEvent::DataChanged) {
            forgetCells();
        }
    }

    int indexOf(const TablePlace& place) const
    {
        return (place.row + 1) * (columnCount() + 1) + place.column + 1;
    }

    QAccessibleInterface* cell(const TablePlace& place) const
    {
        const std::pair key(place.row, place.column);
        if (const auto known = cells_.constFind(key); known != cells_.constEnd()) {
            return QAccessible::accessibleInterface(*known);
        }
        auto* made = new CellInterface(widget(), place); // QAccessible owns it from here on
        cells_.insert(key, QAccessible::registerAccessibleInterface(made));
        return made;
    }

protected:
    ~TableInterface() override { forgetCells(); }

private:
    const AccessibleTable* source() const { return sourceOf(widget()); }

    int lines() const { return source() ? rowCount() + 1 : 0; }

    void forgetCells()
    {
        for (const QAccessible::Id id : std::as_const(cells_)) {
            QAccessible::deleteAccessibleInterface(id);
        }
        cells_.clear();
    }

    mutable QHash<std::pair<int, int>, QAccessible::Id> cells_; ///< those that were asked for
};

QList<QAccessibleInterface*> CellInterface::header(const TablePlace& place) const
{
    auto* table = dynamic_cast<TableInterface*>(parent());
    return table && isValid() ? QList<QAccessibleInterface*>{table->cell(place)}
                              : QList<QAccessibleInterface*>();
}

QAccessibleInterface* makeInterface(const QString& /*className*/, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    return sourceOf(widget) ? new TableInterface(widget) : nullptr;
}

} // namespace

AccessibleTable::AccessibleTable()
{
    QAccessible::installFactory(&makeInterface); // once, however often it is called
}

void AccessibleTable::announceTable()
{
    if (!QAccessible::isActive()) {
        return;
    }
    auto* widget = dynamic_cast<QWidget*>(this);
    auto* table = dynamic_cast<TableInterface*>(QAccessible::queryAccessibleInterface(widget));
    if (!table) {
        return; // made before there was a table to speak of: the widget is still being built
    }
    using ModelChange = QAccessibleTableModelChangeEvent;
    const TablePlace size{tableRows(), tableColumns()};
    const std::optional<TablePlace> current = tableCurrent();
    const QString text = current ? tableCell(current->row, current->column).text : QString();
    const bool isOtherSize = std::exchange(announcedSize_, size) != size;
    const bool hasMoved = std::exchange(announcedCurrent_, current) != current;
    const bool isOtherText = std::exchange(announcedText_, text) != text;

    ModelChange change(widget, isOtherSize ? ModelChange::ModelReset : ModelChange::DataChanged);
    change.setFirstRow(0);
    change.setFirstColumn(0);
    change.setLastRow(size.row - 1);
    change.setLastColumn(size.column - 1);
    QAccessible::updateAccessibility(&change);
    if (current && (hasMoved || isOtherSize) && widget->hasFocus()) {
        QAccessibleEvent focus(widget, QAccessible::Focus);
        focus.setChild(table->indexOf(*current));
        QAccessible::updateAccessibility(&focus);
    } else if (current && isOtherText) {
        QAccessibleValueChangeEvent value(widget, text);
        value.setChild(table->indexOf(*current));
        QAccessible::updateAccessibility(&value);
    }
}

} // namespace attenscope
