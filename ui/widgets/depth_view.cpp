#include "ui/widgets/depth_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/figure/fonts.h"
#include "ui/figure/statistic_text.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

constexpr int kPadding = 24;
constexpr int kTitle = 28;
constexpr int kFormula = 24;

} // namespace

DepthView::DepthView(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Depth: a number for each layer"));
}

void DepthView::setContent(Content content)
{
    const std::optional<int> pointed = content_.plot.pointed;
    content_ = std::move(content);
    content_.plot.pointed = pointed;
    setAccessibleDescription(content_.absence);
    announceTable();
    update();
}

QRectF DepthView::area() const
{
    return QRectF(rect()).adjusted(kPadding, kPadding + kTitle, -kPadding, -kPadding - kFormula);
}

QPointF DepthView::meanPoint(int layer) const
{
    const DepthPlotLayout layout = depthPlotLayout(area(), content_.plot);
    return {layout.x(layer), layout.y(content_.plot.table.layers[static_cast<std::size_t>(layer)])};
}

int DepthView::tableRows() const
{
    return content_.absence.isEmpty() ? static_cast<int>(content_.plot.table.layers.size()) : 0;
}

int DepthView::tableColumns() const
{
    const auto& heads = content_.plot.table.heads;
    return tableRows() == 0 || heads.empty() ? 0 : 1 + static_cast<int>(heads.front().size());
}

QString DepthView::tableRowName(int row) const
{
    return tr("layer %1").arg(row);
}

QString DepthView::tableColumnName(int column) const
{
    return column == 0 ? tr("mean over heads") : tr("head %1").arg(column - 1);
}

TableCell DepthView::tableCell(int row, int column) const
{
    const StatisticTable& table = content_.plot.table;
    const auto layer = static_cast<std::size_t>(row);
    const double number = column == 0 ? table.layers[layer]
                                      : table.heads[layer][static_cast<std::size_t>(column - 1)];
    const DepthPlotLayout layout = depthPlotLayout(area(), content_.plot);
    const double width = layout.plot.width() / std::max(1, layout.layers);
    const bool isHeads = content_.plot.head.has_value();
    return {.text = statisticText(content_.plot.statistic, number),
            .box =
                QRectF(layout.x(row) - width / 2, layout.plot.top(), width, layout.plot.height()),
            .isChosen = content_.plot.layer == row &&
                        (isHeads ? content_.plot.head == column - 1 : column == 0)};
}

std::optional<TablePlace> DepthView::tableCurrent() const
{
    const int column = content_.plot.head ? *content_.plot.head + 1 : 0;
    const bool isThere = content_.plot.layer && *content_.plot.layer < tableRows();
    return isThere && column < tableColumns()
               ? std::optional(TablePlace{*content_.plot.layer, column})
               : std::nullopt;
}

void DepthView::pressTableCell(const TablePlace& place)
{
    Q_EMIT layerChosen(place.row);
}

void DepthView::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    QRectF line(kPadding, kPadding - 4, width() - 2 * kPadding, kTitle);
    painter.setFont(titleFont());
    painter.setPen(theme.text1);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, content_.title);
    line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(content_.title) + 10);
    painter.setFont(valueFont());
    painter.setPen(theme.text3);
    painter.drawText(
        line, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(content_.place, Qt::ElideRight, qRound(line.width())));
    if (!content_.absence.isEmpty()) {
        painter.setPen(theme.text2);
        painter.drawText(area(), Qt::AlignCenter | Qt::TextWordWrap, content_.absence);
    } else {
        paintDepthPlot(painter, area(), content_.plot, theme);
        painter.setFont(labelFont());
        painter.setPen(theme.text3);
        painter.drawText(
            QRectF(kPadding, height() - kPadding - kFormula + 6, width() - 2 * kPadding, kFormula),
            Qt::AlignLeft | Qt::AlignVCenter, content_.formula);
    }
    if (showsFocus_) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void DepthView::mouseMoveEvent(QMouseEvent* event)
{
    const std::optional<int> layer =
        depthPlotLayout(area(), content_.plot).layerAt(event->position());
    if (std::exchange(content_.plot.pointed, layer) != layer) {
        update();
    }
}

void DepthView::leaveEvent(QEvent* /*event*/)
{
    content_.plot.pointed.reset();
    update();
}

void DepthView::mousePressEvent(QMouseEvent* event)
{
    const std::optional<int> layer =
        depthPlotLayout(area(), content_.plot).layerAt(event->position());
    if (event->button() == Qt::LeftButton && layer && content_.absence.isEmpty()) {
        Q_EMIT layerChosen(*layer);
    }
}

void DepthView::keyPressEvent(QKeyEvent* event)
{
    const auto layers = static_cast<int>(content_.plot.table.layers.size());
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step == 0 || layers == 0 || !content_.absence.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int next = content_.plot.layer.value_or(0) + step;
    if (next >= 0 && next < layers) {
        Q_EMIT layerChosen(next);
    }
}

void DepthView::focusInEvent(QFocusEvent* event)
{
    showsFocus_ = isFocusByKey(event->reason());
    update();
}

void DepthView::focusOutEvent(QFocusEvent* /*event*/)
{
    showsFocus_ = false;
    update();
}

} // namespace attenscope
