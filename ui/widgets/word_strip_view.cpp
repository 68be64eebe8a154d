#include "ui/widgets/word_strip_view.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include "ui/figure/word_cells.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

WordStripView::WordStripView(QWidget* parent, Shape shape) : QWidget(parent), shape_(shape)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding,
                       shape == Shape::Strip ? QSizePolicy::Preferred : QSizePolicy::Expanding);
    policy.setHeightForWidth(shape == Shape::Strip);
    setSizePolicy(policy);
    describeControl(*this, tr("Words of the caption"),
                    tr("Point at a word to see where it looks, click to keep it, Shift adds"));
}

void WordStripView::setContent(Content content)
{
    content_ = std::move(content);
    for (std::size_t i = 0; i < content_.strip.cells.size(); ++i) {
        content_.strip.cells[i].isHovered = content_.pointed == content_.strip.keys[i];
    }
    layOut();
    announceTable();
    update();
}

void WordStripView::layOut()
{
    if (shape_ == Shape::Cells) {
        layout_ =
            layoutWordCells(content_.strip, QSizeF(size()) - QSizeF(2 * kStripMargin, 2 * kStripMargin));
        return;
    }
    const int before = layout_.lines;
    layout_ = layoutWordStrip(content_.strip, width() - 2 * kStripMargin, content_.hasWeights);
    if (layout_.lines != before) {
        updateGeometry();
    }
}

int WordStripView::heightForWidth(int width) const
{
    const WordStripLayout layout =
        layoutWordStrip(content_.strip, width - 2 * kStripMargin, content_.hasWeights);
    return static_cast<int>(std::ceil(layout.size.height() + 2 * kStripMargin));
}

QSize WordStripView::sizeHint() const
{
    return {480, heightForWidth(std::max(width(), 160))};
}

QRectF WordStripView::cellOfWord(int word) const
{
    const auto found = std::find(content_.strip.words.begin(), content_.strip.words.end(), word);
    if (found == content_.strip.words.end()) {
        return {};
    }
    const auto index = static_cast<std::size_t>(found - content_.strip.words.begin());
    return layout_.cells[index].translated(kStripMargin, kStripMargin);
}

std::optional<int> WordStripView::cellAt(const QPointF& point) const
{
    return layout_.cellAt(point - QPointF(kStripMargin, kStripMargin));
}

void WordStripView::choose(int cell, bool adds)
{
    const int key = content_.strip.keys[static_cast<std::size_t>(cell)];
    if (content_.showsPieces) {
        Q_EMIT pieceClicked(key, adds);
    } else {
        Q_EMIT wordClicked(key, adds);
    }
}

void WordStripView::hover(std::optional<int> cell)
{
    const std::optional<int> key =
        cell ? std::optional(content_.strip.keys[static_cast<std::size_t>(*cell)]) : std::nullopt;
    if (content_.showsPieces) {
        Q_EMIT pieceHovered(key);
    } else {
        Q_EMIT wordHovered(key);
    }
}

void WordStripView::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(kStripMargin, kStripMargin);
    if (shape_ == Shape::Cells) {
        paintWordCells(painter, content_.strip, layout_, tableOf(content_.style), content_.range,
                       theme);
    } else {
        paintWordStrip(painter, content_.strip, layout_, tableOf(content_.style), content_.range,
                       theme);
    }
    if (showsFocus_) {
        painter.resetTransform();
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void WordStripView::resizeEvent(QResizeEvent* /*event*/)
{
    layOut();
}

void WordStripView::mousePressEvent(QMouseEvent* event)
{
    const std::optional<int> cell = cellAt(event->position());
    if (cell && event->button() == Qt::LeftButton) {
        choose(*cell, event->modifiers().testFlag(Qt::ShiftModifier));
    }
}

void WordStripView::mouseMoveEvent(QMouseEvent* event)
{
    hover(cellAt(event->position()));
}

void WordStripView::leaveEvent(QEvent* /*event*/)
{
    hover(std::nullopt);
}

std::optional<int> WordStripView::focusedCell() const
{
    const auto& cells = content_.strip.cells;
    const auto found = std::find_if(cells.begin(), cells.end(),
                                    [](const WordCell& cell) { return cell.isFocused; });
    return found == cells.end() ? std::nullopt
                                : std::optional(static_cast<int>(found - cells.begin()));
}

void WordStripView::stepWord(int by)
{
    const int count = static_cast<int>(content_.strip.keys.size());
    if (count == 0) {
        return;
    }
    const std::optional<int> at = focusedCell();
    const int next = at ? std::clamp(*at + by, 0, count - 1) : (by > 0 ? 0 : count - 1);
    choose(next, false);
}

void WordStripView::focusInEvent(QFocusEvent* event)
{
    showsFocus_ = isFocusByKey(event->reason());
    update();
}

void WordStripView::focusOutEvent(QFocusEvent* /*event*/)
{
    showsFocus_ = false;
    update();
}

void WordStripView::keyPressEvent(QKeyEvent* event)
{
    const bool isField = shape_ == Shape::Cells && layout_.lines > 0;
    const int inRow =
        isField ? (static_cast<int>(layout_.cells.size()) + layout_.lines - 1) / layout_.lines : 1;
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        stepWord(event->key() == Qt::Key_Left ? -1 : 1);
    } else if (isField && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        stepWord(event->key() == Qt::Key_Up ? -inRow : inRow);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void WordStripView::contextMenuEvent(QContextMenuEvent* event)
{
    const std::optional<int> cell =
        event->reason() == QContextMenuEvent::Keyboard ? focusedCell() : cellAt(event->pos());
    if (cell) { // the model is told of whole words
        showMenu(content_.strip.words[static_cast<std::size_t>(*cell)], event->globalPos());
    }
}

void WordStripView::showMenu(int word, const QPoint& globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto index = static_cast<std::size_t>(word);
    const bool isOff = index < content_.isMasked.size() && content_.isMasked[index];
    QAction* mask = menu->addAction(isOff ? tr("Unmask this word") : tr("Mask this word"));
    connect(mask, &QAction::triggered, this,
            [this, word, isOff] { Q_EMIT maskRequested(word, !isOff); });
    QAction* look = menu->addAction(tr("See where it looks"));
    connect(look, &QAction::triggered, this, [this, word] { Q_EMIT wordClicked(word, false); });
    menu->popup(globalPosition);
}

} // namespace attenscope
