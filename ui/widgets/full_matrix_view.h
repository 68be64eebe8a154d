#pragma once

#include <QImage>
#include <QWidget>

#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/matrix_painter.h"
#include "ui/widgets/accessible_table.h"

#include <memory>
#include <optional>
#include <vector>

namespace attenscope {

/// Queries × keys of the selection: zooms until the numbers stand in the cells, pans, tells the
/// exact number under the pointer. A click puts the row's query into focus.
class FullMatrixView : public QWidget, public AccessibleTable {
    Q_OBJECT

public:
    struct Content {
        TracePtr trace;
        std::shared_ptr<const AttentionMatrix> matrix; ///< null: `absence` says why
        bool showsPieces = false;
        ScaleRange range;
        FigureStyle style;
        QString title;                 ///< "Text → image"
        QString place;                 ///< "layer 2, head 1"
        QString note;                  ///< "12 words × 144 patches"
        QString unit;                  ///< of the numbers: "attention weight"
        QString absence;               ///< why there is no matrix; empty if there is one
        std::vector<MatrixItem> focus; ///< queries in focus
    };

    explicit FullMatrixView(QWidget* parent = nullptr);

    void setContent(Content content);

    double zoom() const { return zoom_; } ///< 1: all of it fits

    /// The zoom at which numbers can be read.
    double largestZoom() const;
    void zoomBy(double factor); ///< around the cell that is pointed at, else the middle
    void fit();

    /// Where cells are; without a matrix an empty layout.
    const MatrixLayout& matrixLayout() const { return layout_; }

    std::optional<TablePlace> pointed() const { return pointed_; }

    QSize minimumSizeHint() const override { return {320, 240}; }

    int tableRows() const override;
    int tableColumns() const override;
    QString tableRowName(int row) const override;
    QString tableColumnName(int column) const override;
    TableCell tableCell(int row, int column) const override;

    std::optional<TablePlace> tableCurrent() const override { return pointed_; }

    void pressTableCell(const TablePlace& place) override;

Q_SIGNALS:
    void cellPointed(std::optional<attenscope::MatrixItem> query,
                     std::optional<attenscope::MatrixItem> key);
    void queryChosen(const attenscope::MatrixItem& query, bool adds);
    void zoomChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QRectF area() const; ///< of the matrix and its names
    std::optional<TablePlace> cellAt(const QPointF& point) const;
    std::vector<int> focusedRows() const;
    ColourBar colourBar() const;
    QString readout(const TablePlace& cell) const;
    void layOut();
    void zoomAround(const QPointF& point, double factor);
    void panTo(const QPointF& point);
    void bringIntoSight(const TablePlace& cell);
    void point(std::optional<TablePlace> cell);
    void choose(int row, bool adds);
    void step(int rows, int columns);
    void renderPage();
    void paintHeading(QPainter& painter) const;
    void paintFooter(QPainter& painter) const;
    void paintPointer(QPainter& painter) const;
    void
    paintPlate(QPainter& painter, const QRectF& box, const QString& text, bool isUpright) const;
    void paintAbsence(QPainter& painter) const;

    Content content_;
    MatrixPicture picture_;
    MatrixLayout layout_;
    QImage page_; ///< all but the pointer; null: to be drawn anew
    double zoom_ = 1;
    QPointF centre_{0.5, 0.5}; ///< of the view, as parts of the matrix
    std::optional<TablePlace> pointed_;
    std::optional<QPointF> pressedAt_;
    QPointF panFrom_; ///< centre when the button went down
    bool isPanning_ = false;
    bool isPointedByKey_ = false;
    bool showsFocus_ = false;
};

} // namespace attenscope
