// What a matrix's view looks like; what it does stands in full_matrix_view.cpp.
#include <QPainter>

#include "ui/figure/fonts.h"
#include "ui/figure/hatch.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/full_matrix_view.h"
#include "ui/widgets/full_matrix_view_measures.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

using namespace full_matrix_view;

ColourBar FullMatrixView::colourBar() const
{
    ColourBar bar;
    bar.table = picture_.table;
    bar.range = content_.range;
    bar.scale = content_.style.scale;
    bar.label = content_.unit;
    if (!content_.range.isLift) {
        bar.isClippedAbove = content_.matrix->maximum() > content_.range.maximum;
        bar.isClippedBelow = content_.matrix->minimum() < content_.range.minimum;
    }
    if (pointed_ &&
        content_.matrix->stateAt(pointed_->row, pointed_->column) == Map::KeyState::Shown) {
        bar.marker = static_cast<double>(
            picture_.cells.onScale[picture_.cells.index(pointed_->row, pointed_->column)]);
    }
    return bar;
}

void FullMatrixView::renderPage()
{
    const Theme& theme = themeOf(*this);
    const qreal ratio = devicePixelRatioF();
    page_ = QImage((QSizeF(size()) * ratio).toSize(), QImage::Format_RGB32);
    page_.fill(theme.panel);
    QPainter painter(&page_);
    painter.scale(ratio, ratio);
    paintMatrix(painter, picture_, layout_, focusedRows(), theme);
}

void FullMatrixView::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (content_.matrix) {
        if (page_.isNull()) {
            renderPage();
        }
        painter.drawImage(QRectF(rect()), page_);
        paintPointer(painter);
        paintFooter(painter);
    } else {
        painter.fillRect(rect(), theme.panel);
        paintAbsence(painter);
    }
    paintHeading(painter);
    if (showsFocus_) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void FullMatrixView::paintHeading(QPainter& painter) const
{
    const Theme& theme = themeOf(*this);
    const QRectF line(kPadding, 8, width() - 2 * kPadding, kHeading - 16);
    painter.setFont(titleFont());
    painter.setPen(theme.text1);
    const QString title =
        painter.fontMetrics().elidedText(content_.title, Qt::ElideRight, qRound(line.width()));
    const qreal titleWidth = painter.fontMetrics().horizontalAdvance(title);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, title);
    painter.setFont(labelFont());
    painter.setPen(theme.text2);
    const qreal placeWidth = painter.fontMetrics().horizontalAdvance(content_.place);
    painter.drawText(line.adjusted(titleWidth + 10, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     content_.place);
    painter.setPen(theme.text3);
    if (titleWidth + placeWidth + painter.fontMetrics().horizontalAdvance(content_.note) + 40 <
        line.width()) {
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, content_.note);
    }
}

// Left the number under the pointer, else what there is to do; right the scale.
void FullMatrixView::paintFooter(QPainter& painter) const
{
    const Theme& theme = themeOf(*this);
    const QRectF footer(kPadding, height() - kFooter, width() - 2 * kPadding, kFooter - 8);
    const ColourBar bar = colourBar();
    const qreal barWidth = std::min(kBarWidth, footer.width() / 3);
    const QRectF colours(footer.right() - barWidth, footer.top() + 10, barWidth, kBarHeight);
    paintColourBar(painter, colours, bar, Qt::Horizontal, theme);

    const qreal width = footer.width() - barWidth - 24;
    const QRectF first(footer.left(), footer.top() + 6, width, 20);
    painter.setFont(pointed_ ? figureFont(13, QFont::Medium) : labelFont());
    painter.setPen(pointed_ ? theme.text1 : theme.text2);
    const QString text = pointed_ ? readout(*pointed_)
                                  : tr("Point at a cell for its number; click a row to look at it; "
                                       "wheel to zoom, drag to move");
    if (painter.fontMetrics().horizontalAdvance(text) > width && !layout_.isAveraged()) {
        painter.drawText(first.adjusted(0, -2, 0, 20),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap, text);
    } else {
        painter.drawText(first, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, qRound(width)));
    }
    if (layout_.isAveraged()) {
        painter.setFont(labelFont());
        painter.setPen(theme.intervention);
        painter.drawText(first.translated(0, 20), Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(
                             tr("Averaged: there is less than one pixel for each cell"),
                             Qt::ElideRight, qRound(width)));
    }
}

QString FullMatrixView::readout(const TablePlace& cell) const
{
    const AttentionMatrix& matrix = *content_.matrix;
    const Index side = matrix.columns.sideOf(cell.column);
    QStringList parts{QStringLiteral("%1 → %2: %3")
                          .arg(tableRowName(cell.row), tableColumnName(cell.column),
                               matrixCellText(matrix, cell.row, cell.column))};
    if (!matrix.isSimilarity) {
        parts
            << tr("row sum %1").arg(static_cast<double>(matrix.rowSums(cell.row, side)), 0, 'f', 4);
        if (matrix.hiddenSums(cell.row, side) > 0) {
            parts << tr("hidden %1")
                         .arg(static_cast<double>(matrix.hiddenSums(cell.row, side)), 0, 'f', 4);
        }
    }
    parts << tr("column mean %1")
                 .arg(numberText(static_cast<double>(
                     matrix.columnMeans(matrix.rows.sideOf(cell.row), cell.column))));
    return parts.join(QStringLiteral("  ·  "));
}

void FullMatrixView::paintPlate(QPainter& painter,
                                const QRectF& box,
                                const QString& text,
                                bool isUpright) const
{
    const Theme& theme = themeOf(*this);
    painter.fillRect(box, theme.accentSoft);
    painter.setPen(theme.accentSoftText);
    painter.save();
    painter.translate(box.center());
    if (isUpright) {
        painter.rotate(-90);
    }
    const QSizeF size = isUpright ? box.size().transposed() : box.size();
    painter.drawText(QRectF(QPointF(-size.width() / 2, -size.height() / 2), size), Qt::AlignCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideMiddle, qRound(size.width())));
    painter.restore();
}

// A cross of fine lines, and the names of row and column even where they have been left out.
void FullMatrixView::paintPointer(QPainter& painter) const
{
    if (!pointed_) {
        return;
    }
    const QRectF cell = layout_.cell(pointed_->row, pointed_->column);
    const QRectF& cells = layout_.cells;
    painter.save();
    painter.setClipRect(cells.adjusted(-2, -2, 2, 2));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    const QRectF row(cells.left(), cell.top(), cells.width(), cell.height());
    const QRectF column(cell.left(), cells.top(), cell.width(), cells.height());
    for (const QRectF& band : {row, column}) {
        painter.setPen(QPen(QColor(0x10, 0x12, 0x14, 150), 1));
        painter.drawRect(band.adjusted(-1, -1, 0, 0));
        painter.setPen(QPen(QColor(255, 255, 255, 170), 1));
        painter.drawRect(band.adjusted(0, 0, -1, -1));
    }
    painter.setPen(QPen(QColor(0x10, 0x12, 0x14), 4, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(cell);
    painter.setPen(QPen(Qt::white, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(cell);
    painter.restore();

    constexpr qreal kLine = 16;
    painter.setFont(figureFont(11, QFont::DemiBold));
    const auto widthOf = [&](const QString& text) {
        return painter.fontMetrics().horizontalAdvance(text) + 10.0;
    };
    const QString rowName = tableRowName(pointed_->row);
    const qreal rowWidth = std::min(widthOf(rowName), layout_.rowNames.width());
    const qreal rowTop = std::clamp(cell.center().y() - kLine / 2, cells.top(),
                                    std::max(cells.top(), cells.bottom() - kLine));
    paintPlate(painter, QRectF(layout_.rowNames.right() - rowWidth - 2, rowTop, rowWidth, kLine),
               rowName, false);
    const QString columnName = tableColumnName(pointed_->column);
    const qreal length = widthOf(columnName);
    const QRectF& names = layout_.columnNames;
    QRectF plate(0, 0, layout_.areNamesUpright ? kLine : length,
                 layout_.areNamesUpright ? std::min(length, names.height()) : kLine);
    plate.moveCenter(QPointF(cell.center().x(), 0));
    plate.moveBottom(names.bottom() - 2);
    paintPlate(painter, plate, columnName, layout_.areNamesUpright);
}

void FullMatrixView::paintAbsence(QPainter& painter) const
{
    const Theme& theme = themeOf(*this);
    const QRectF band = area();
    paintHatch(painter, band, theme.hatchLine, theme.hatchBackground);
    painter.setFont(valueFont());
    const QRectF text = painter.boundingRect(band.adjusted(24, 0, -24, 0),
                                             Qt::AlignCenter | Qt::TextWordWrap, content_.absence);
    painter.fillRect(text.adjusted(-12, -8, 12, 8), theme.panel);
    painter.setPen(theme.text1);
    painter.drawText(text, Qt::AlignCenter | Qt::TextWordWrap, content_.absence);
}

} // namespace attenscope
