#include "ui/widgets/full_matrix_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/figure/fonts.h"
#include "ui/figure/hatch.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/full_matrix_view_measures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

using namespace full_matrix_view;

namespace {

constexpr double kZoomStep = 1.25;
constexpr qreal kDragFrom = 4; ///< pixels that tell a drag from a click

/// Where the middle of the viewport lies, as a part of the axis.
double centreOf(const MatrixScaleAxis& axis)
{
    const qreal length = axis.contentLength();
    return length > 0 ? (axis.scroll + axis.length / 2) / length : 0.5;
}

} // namespace

FullMatrixView::FullMatrixView(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    describeControl(*this, tr("Matrix: queries and keys"),
                    tr("Wheel: zoom. Drag: move. Click: look at the row's query, Shift adds"));
    setToolTip({}); // it would cover the numbers
}

void FullMatrixView::setContent(Content content)
{
    const bool isOther = content.matrix != content_.matrix || content.trace != content_.trace;
    const bool hasOtherShape = !content.matrix || !content_.matrix ||
                               content.matrix->rows.size() != content_.matrix->rows.size() ||
                               content.matrix->columns.size() != content_.matrix->columns.size();
    const bool isSamePicture = !isOther && picture_.matrix == content.matrix &&
                               content.showsPieces == content_.showsPieces &&
                               picture_.range == content.range &&
                               picture_.table == &tableOf(content.style);
    content_ = std::move(content);
    if (content_.matrix && !isSamePicture) { // another focus is drawn around the same cells
        picture_ = matrixPicture(*content_.trace, content_.matrix, content_.showsPieces,
                                 content_.range, tableOf(content_.style));
    }
    if (isOther && hasOtherShape) {
        zoom_ = 1;
        centre_ = {0.5, 0.5};
        pointed_.reset();
    }
    layOut();
    setAccessibleDescription(
        content_.matrix
            ? QStringLiteral("%1, %2. %3").arg(content_.title, content_.place, content_.note)
            : content_.absence);
    announceTable();
    Q_EMIT zoomChanged();
}

QRectF FullMatrixView::area() const
{
    return QRectF(rect()).adjusted(kPadding, kHeading, -kPadding, -kFooter);
}

void FullMatrixView::layOut()
{
    page_ = {};
    if (content_.matrix) {
        layout_ = layoutMatrix(picture_, area(), devicePixelRatioF(), zoom_, centre_);
        centre_ = {centreOf(layout_.x), centreOf(layout_.y)};
    } else {
        layout_ = {};
    }
    update();
}

double FullMatrixView::largestZoom() const
{
    return content_.matrix ? largestMatrixZoom(picture_, area(), devicePixelRatioF()) : 1;
}

void FullMatrixView::zoomAround(const QPointF& point, double factor)
{
    if (!content_.matrix) {
        return;
    }
    const auto partAt = [](const MatrixScaleAxis& axis, qreal place) {
        return (axis.scroll + place - axis.begin) / axis.contentLength();
    };
    const QPointF part(partAt(layout_.x, point.x()), partAt(layout_.y, point.y()));
    zoom_ = std::clamp(zoom_ * factor, 1.0, largestZoom());
    const MatrixLayout next = layoutMatrix(picture_, area(), devicePixelRatioF(), zoom_, centre_);
    const auto centre = [](const MatrixScaleAxis& axis, qreal place, double kept) {
        return kept - (place - axis.begin - axis.length / 2) / axis.contentLength();
    };
    centre_ = {centre(next.x, point.x(), part.x()), centre(next.y, point.y(), part.y())};
    layOut();
    Q_EMIT zoomChanged();
}

void FullMatrixView::zoomBy(double factor)
{
    const QPointF around =
        pointed_ ? layout_.cell(pointed_->row, pointed_->column).center() : layout_.cells.center();
    zoomAround(around, factor);
}

void FullMatrixView::fit()
{
    zoom_ = 1;
    layOut();
    Q_EMIT zoomChanged();
}

std::optional<TablePlace> FullMatrixView::cellAt(const QPointF& point) const
{
    const std::optional<int> row = layout_.y.itemAt(point.y());
    const std::optional<int> column = layout_.x.itemAt(point.x());
    return content_.matrix && row && column ? std::optional(TablePlace{*row, *column})
                                            : std::nullopt;
}

std::vector<int> FullMatrixView::focusedRows() const
{
    std::vector<int> rows;
    for (const MatrixItem& item : content_.focus) {
        if (const std::optional<int> row = content_.matrix->rows.find(item.isImage, item.index)) {
            rows.push_back(*row);
        }
    }
    return rows;
}

void FullMatrixView::point(std::optional<TablePlace> cell)
{
    if (cell == pointed_) {
        return;
    }
    pointed_ = cell;
    update();
    announceTable();
    if (pointed_) {
        Q_EMIT cellPointed(
            content_.matrix->rows.items[static_cast<std::size_t>(pointed_->row)],
            content_.matrix->columns.items[static_cast<std::size_t>(pointed_->column)]);
    } else {
        Q_EMIT cellPointed(std::nullopt, std::nullopt);
    }
}

void FullMatrixView::choose(int row, bool adds)
{
    Q_EMIT queryChosen(content_.matrix->rows.items[static_cast<std::size_t>(row)], adds);
}

void FullMatrixView::bringIntoSight(const TablePlace& cell)
{
    const auto shown = [](MatrixScaleAxis& axis, int item) {
        const qreal begin = axis.place(item);
        axis.scroll += std::min(0.0, begin - axis.begin) +
                       std::max(0.0, begin + axis.pitch - axis.begin - axis.length);
        axis.keepInside();
    };
    MatrixLayout next = layout_;
    shown(next.x, cell.column);
    shown(next.y, cell.row);
    const QPointF centre(centreOf(next.x), centreOf(next.y));
    if (centre != centre_) {
        centre_ = centre;
        layOut();
    }
}

void FullMatrixView::step(int rows, int columns)
{
    if (!content_.matrix || content_.matrix->rows.size() == 0 ||
        content_.matrix->columns.size() == 0) {
        return;
    }
    TablePlace next{0, 0};
    if (pointed_) {
        next.row = std::clamp(pointed_->row + rows, 0, content_.matrix->rows.size() - 1);
        next.column =
            std::clamp(pointed_->column + columns, 0, content_.matrix->columns.size() - 1);
    } else if (const std::vector<int> focused = focusedRows(); !focused.empty()) {
        next.row = focused.front();
    }
    isPointedByKey_ = true;
    bringIntoSight(next);
    point(next);
}

void FullMatrixView::resizeEvent(QResizeEvent* /*event*/)
{
    layOut();
    Q_EMIT zoomChanged();
}

void FullMatrixView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        page_ = {};
    }
    QWidget::changeEvent(event);
}

void FullMatrixView::wheelEvent(QWheelEvent* event)
{
    const double steps = event->angleDelta().y() / 120.0;
    if (steps != 0) {
        zoomAround(event->position(), std::pow(kZoomStep, steps));
    }
    event->accept();
}

void FullMatrixView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        pressedAt_ = event->position();
        panFrom_ = centre_;
        isPanning_ = false;
    }
}

void FullMatrixView::panTo(const QPointF& point)
{
    const QPointF moved = point - *pressedAt_;
    centre_ = {panFrom_.x() - moved.x() / layout_.x.contentLength(),
               panFrom_.y() - moved.y() / layout_.y.contentLength()};
    layOut();
}

void FullMatrixView::mouseMoveEvent(QMouseEvent* event)
{
    if (pressedAt_ && content_.matrix) {
        isPanning_ = isPanning_ || QLineF(*pressedAt_, event->position()).length() > kDragFrom;
        if (isPanning_) {
            setCursor(Qt::ClosedHandCursor);
            return panTo(event->position());
        }
    }
    isPointedByKey_ = false;
    point(cellAt(event->position()));
}

void FullMatrixView::mouseReleaseEvent(QMouseEvent* event)
{
    const bool isClick = pressedAt_ && !isPanning_ && event->button() == Qt::LeftButton;
    pressedAt_.reset();
    isPanning_ = false;
    unsetCursor();
    if (!isClick || !content_.matrix) {
        return;
    }
    const QPointF where = event->position();
    const std::optional<int> row = layout_.y.itemAt(where.y());
    if (row && where.x() < layout_.cells.right() && where.x() >= layout_.rowNames.left()) {
        choose(*row, event->modifiers().testFlag(Qt::ShiftModifier));
    }
}

void FullMatrixView::leaveEvent(QEvent* /*event*/)
{
    if (!isPointedByKey_) {
        point(std::nullopt);
    }
}

void FullMatrixView::keyPressEvent(QKeyEvent* event)
{
    constexpr int kPage = 10;
    const bool isFar = event->modifiers().testFlag(Qt::ControlModifier);
    const int by = isFar ? kPage : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return step(0, -by);
    case Qt::Key_Right:
        return step(0, by);
    case Qt::Key_Up:
        return step(-by, 0);
    case Qt::Key_Down:
        return step(by, 0);
    case Qt::Key_Home:
        return step(0, -tableColumns());
    case Qt::Key_End:
        return step(0, tableColumns());
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (pointed_) {
            return choose(pointed_->row, event->modifiers().testFlag(Qt::ShiftModifier));
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void FullMatrixView::focusInEvent(QFocusEvent* event)
{
    showsFocus_ = isFocusByKey(event->reason());
    update();
}

void FullMatrixView::focusOutEvent(QFocusEvent* /*event*/)
{
    showsFocus_ = false;
    if (std::exchange(isPointedByKey_, false)) {
        point(std::nullopt);
    }
    update();
}

int FullMatrixView::tableRows() const
{
    return content_.matrix ? content_.matrix->rows.size() : 0;
}

int FullMatrixView::tableColumns() const
{
    return content_.matrix ? content_.matrix->columns.size() : 0;
}

QString FullMatrixView::tableRowName(int row) const
{
    return picture_.rowNames[static_cast<std::size_t>(row)];
}

QString FullMatrixView::tableColumnName(int column) const
{
    return picture_.columnNames[static_cast<std::size_t>(column)];
}

TableCell FullMatrixView::tableCell(int row, int column) const
{
    const QRectF box = layout_.cell(row, column).intersected(layout_.cells);
    const std::vector<int> rows = focusedRows();
    return {.text = matrixCellText(*content_.matrix, row, column),
            .box = box,
            .isChosen = std::find(rows.begin(), rows.end(), row) != rows.end()};
}

void FullMatrixView::pressTableCell(const TablePlace& place)
{
    choose(place.row, false);
}

} // namespace attenscope
