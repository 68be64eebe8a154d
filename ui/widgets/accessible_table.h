#pragma once

#include <QRectF>
#include <QString>

#include <optional>

namespace attenscope {

/// A row and a column of an accessible table.
struct TablePlace {
    int row = 0;
    int column = 0;

    bool operator==(const TablePlace&) const = default;
};

/// What one cell of an accessible table says.
struct TableCell {
    QString text;          ///< the value as it is read out: "0.137", "off", "masked"
    QRectF box{};          ///< where it is drawn, in widget pixels; empty: nowhere now
    bool isChosen = false; ///< belongs to the focus, or is the chosen head
};

/// What a view that is drawn by hand says to assistive technology: a table of texts. A widget
/// inherits it beside QWidget and gets a QAccessibleTableInterface, its cells as children.
///
/// Texts are asked for only when something reads them. `announceTable` is to be called whenever the
/// content or the chosen cell has changed.
class AccessibleTable {
public:
    AccessibleTable(const AccessibleTable&) = delete;
    AccessibleTable& operator=(const AccessibleTable&) = delete;

    virtual int tableRows() const = 0;
    virtual int tableColumns() const = 0;
    virtual QString tableRowName(int row) const = 0; ///< "layer 2", "“red”", "patch (6, 4)"
    virtual QString tableColumnName(int column) const = 0; ///< "head 5", "weight"
    virtual TableCell tableCell(int row, int column) const = 0;

    /// The cell that the arrow keys stand on; it is read out as it moves.
    virtual std::optional<TablePlace> tableCurrent() const { return std::nullopt; }

    /// Does what a click on the cell does.
    virtual void pressTableCell(const TablePlace& place) = 0;

protected:
    AccessibleTable();
    virtual ~AccessibleTable() = default;

    /// Tells assistive technology what is other than at the last call. Costs next to nothing while
    /// none is running.
    void announceTable();

private:
    TablePlace announcedSize_;
    std::optional<TablePlace> announcedCurrent_;
    QString announcedText_; ///< of the current cell
};

} // namespace attenscope
