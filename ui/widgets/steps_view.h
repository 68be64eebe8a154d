#pragma once

#include <QStringList>
#include <QWidget>

#include "engine/analysis/attention_steps.h"
#include "ui/widgets/accessible_table.h"

#include <optional>
#include <vector>

namespace attenscope {

/// One query's row of one head, step by step, with its real numbers: q and k, their product, scale,
/// mask, softmax, and the weighted sum of the values. The keys with the largest weights stand
/// there, the rest in one line.
class StepsView : public QWidget, public AccessibleTable {
    Q_OBJECT

public:
    struct Content {
        QString title; ///< "“red” → image, step by step"
        QString place; ///< "layer 2, head 1"
        QString query; ///< "“red”"
        QStringList keys;
        std::optional<AttentionSteps> steps;
        QString hint; ///< what to do, or what is awaited, while there are no steps
    };

    explicit StepsView(QWidget* parent = nullptr);

    void setContent(Content content);

    /// The rows of the table as text, for the clipboard: tab-separated.
    QString text() const;

    /// Keys that have a row of their own, the largest weight first.
    const std::vector<Index>& shownKeys() const { return shown_; }

    // AccessibleTable: a row for each shown key, a column for each step.
    int tableRows() const override;
    int tableColumns() const override;
    QString tableRowName(int row) const override;
    QString tableColumnName(int column) const override;
    TableCell tableCell(int row, int column) const override;
    void pressTableCell(const TablePlace& place) override;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Columns; ///< where they begin, in pixels
    Columns columns() const;

    void paintHead(QPainter& painter) const;
    void paintQuery(QPainter& painter, double top) const;
    void paintTable(QPainter& painter, double top) const;
    void paintRow(QPainter& painter, double top, Index key) const;
    void paintRest(QPainter& painter, double top) const;
    void paintContext(QPainter& painter, double top) const;
    QStringList cells(Index key) const;
    QStringList restCells() const;
    QStringList columnNames() const;
    QString scaleText() const;
    double tableTop() const;
    double tableHeight() const;

    Content content_;
    std::vector<Index> shown_;
    float largestKeyPart_ = 0;   ///< of q and the shown k: the bars' scale
    float largestValuePart_ = 0; ///< of the shown v and their sum
};

} // namespace attenscope
