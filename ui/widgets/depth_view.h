#pragma once

#include <QWidget>

#include "ui/figure/depth_plot.h"
#include "ui/widgets/accessible_table.h"

#include <optional>

namespace attenscope {

/// A statistic over the layers, for the queries in focus. The pointer shows a layer's numbers, a
/// click chooses the layer; left and right step through them.
class DepthView : public QWidget, public AccessibleTable {
    Q_OBJECT

public:
    struct Content {
        QString title;   ///< whose: "“red” → image"
        QString place;   ///< "text→image, 4 layers"
        QString formula; ///< of the statistic
        DepthPlot plot;
        QString absence; ///< why there are no numbers; empty: there are
    };

    explicit DepthView(QWidget* parent = nullptr);

    void setContent(Content content);

    /// Where a layer's mean is drawn, in this widget's pixels.
    QPointF meanPoint(int layer) const;

    // AccessibleTable: a row for each layer; its mean, then every head.
    int tableRows() const override;
    int tableColumns() const override;
    QString tableRowName(int row) const override;
    QString tableColumnName(int column) const override;
    TableCell tableCell(int row, int column) const override;
    std::optional<TablePlace> tableCurrent() const override;
    void pressTableCell(const TablePlace& place) override;

    QSize minimumSizeHint() const override { return {320, 240}; }

Q_SIGNALS:
    void layerChosen(int layer);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRectF area() const; ///< of the plot

    Content content_;
    bool showsFocus_ = false;
};

} // namespace attenscope
