#include "ui/widgets/word_grid_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/region_outlines.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <utility>

namespace attenscope {

WordGridView::WordGridView(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    describeControl(*this, tr("Words: where each one looks"),
                    tr("Click: choose a word, Shift adds. Double-click or Enter: see it large"));
    setToolTip({});
}

void WordGridView::setPicture(const QImage& picture)
{
    overlay_ = OverlayPainter(picture);
    forgetPictures();
    layOut();
}

void WordGridView::setContent(Content content)
{
    const auto isSame = [](const Item& a, const Item& b) {
        return a.map.values == b.map.values && a.map.states == b.map.states &&
               a.range.minimum == b.range.minimum && a.range.maximum == b.range.maximum;
    };
    const bool keeps =
        content.trace == content_.trace && content.style == content_.style &&
        content.items.size() == content_.items.size() &&
        std::equal(content.items.begin(), content.items.end(), content_.items.begin(), isSame);
    const std::optional<int> before = current();
    content_ = std::move(content);
    if (!keeps) {
        forgetPictures();
    }
    layOut();
    if (const std::optional<int> now = current(); now && now != before) {
        Q_EMIT sightWanted(
            layout_.pictures[static_cast<std::size_t>(*now)].toAlignedRect().adjusted(
                0, -static_cast<int>(layout_.labelHeight), 0, 0));
    }
    announceTable();
    update();
}

void WordGridView::setRoom(const QSize& room)
{
    if (room != room_) {
        room_ = room;
        layOut();
    }
}

void WordGridView::layOut()
{
    const QSizeF before = layout_.pictures.empty() ? QSizeF() : layout_.pictures.front().size();
    const QSize cells =
        content_.trace ? QSize(content_.trace->units.gridColumns, content_.trace->units.gridRows)
                       : QSize();
    layout_ = layoutWordGrid(static_cast<int>(content_.items.size()), room_,
                             overlay_.picture().size(), cells, devicePixelRatioF());
    if (!layout_.pictures.empty() && layout_.pictures.front().size() != before) {
        forgetPictures();
    }
    setMinimumHeight(std::max(0, static_cast<int>(layout_.size.height())));
    update();
}

void WordGridView::forgetPictures()
{
    pictures_.assign(content_.items.size(), QImage());
    update();
}

const QImage& WordGridView::pictureOf(std::size_t item)
{
    QImage& picture = pictures_[item];
    if (picture.isNull()) {
        const qreal ratio = devicePixelRatioF();
        const OverlayView view{.source = QRectF(overlay_.picture().rect()),
                               .size = (layout_.pictures[item].size() * ratio).toSize(),
                               .pixelsPerUnit = ratio};
        picture = overlay_.paint(content_.trace->units, content_.items[item].map,
                                 content_.items[item].range, content_.style, view);
    }
    return picture;
}

void WordGridView::paintEvent(QPaintEvent* event)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(event->rect(), theme.stage);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF sight = event->rect();
    for (std::size_t i = 0; i < layout_.pictures.size(); ++i) {
        const QRectF& box = layout_.pictures[i];
        if (!box.adjusted(-8, -layout_.labelHeight, 8, 8).intersects(sight)) {
            continue;
        }
        painter.drawImage(box, pictureOf(i));
        const QSize picture = overlay_.picture().size();
        const QTransform place =
            QTransform::fromTranslate(box.left(), box.top())
                .scale(box.width() / picture.width(), box.height() / picture.height());
        paintRegionOutlines(painter, content_.trace->units, place, box);
        paintWordGridLabel(painter, content_.items[i].label, box, theme);
        if (pointed_ == static_cast<int>(i) && !content_.items[i].label.isFocused) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme.control, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
            painter.drawRect(box.adjusted(-2, -2, 2, 2));
        }
    }
    if (showsFocus_) {
        painter.setPen(QPen(theme.accent, 1, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

std::optional<int> WordGridView::current() const
{
    const auto found = std::find_if(content_.items.rbegin(), content_.items.rend(),
                                    [](const Item& item) { return item.label.isFocused; });
    return found == content_.items.rend()
               ? std::nullopt
               : std::optional(static_cast<int>(content_.items.rend() - found) - 1);
}

void WordGridView::mousePressEvent(QMouseEvent* event)
{
    const std::optional<int> cell = layout_.cellAt(event->position());
    if (cell && event->button() == Qt::LeftButton) {
        Q_EMIT itemChosen(content_.items[static_cast<std::size_t>(*cell)].key,
                          event->modifiers().testFlag(Qt::ShiftModifier));
    }
}

void WordGridView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const std::optional<int> cell = layout_.cellAt(event->position());
    if (cell && event->button() == Qt::LeftButton) {
        Q_EMIT itemOpened(content_.items[static_cast<std::size_t>(*cell)].key);
    }
}

void WordGridView::mouseMoveEvent(QMouseEvent* event)
{
    const std::optional<int> cell = layout_.cellAt(event->position());
    if (cell != pointed_) {
        pointed_ = cell;
        update();
        Q_EMIT itemPointed(cell ? std::optional(content_.items[static_cast<std::size_t>(*cell)].key)
                                : std::nullopt);
    }
}

void WordGridView::leaveEvent(QEvent* /*event*/)
{
    if (std::exchange(pointed_, std::nullopt)) {
        update();
        Q_EMIT itemPointed(std::nullopt);
    }
}

void WordGridView::step(int by)
{
    const int count = tableRows();
    if (count == 0) {
        return;
    }
    const std::optional<int> at = current();
    const int next = at ? *at + by : 0;
    if (next >= 0 && next < count) {
        Q_EMIT itemChosen(content_.items[static_cast<std::size_t>(next)].key, false);
    }
}

void WordGridView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return step(-1);
    case Qt::Key_Right:
        return step(1);
    case Qt::Key_Up:
        return step(-layout_.columns);
    case Qt::Key_Down:
        return step(layout_.columns);
    case Qt::Key_Home:
        return step(-current().value_or(0));
    case Qt::Key_End:
        return step(tableRows() - 1 - current().value_or(0));
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const std::optional<int> at = current()) {
            Q_EMIT itemOpened(content_.items[static_cast<std::size_t>(*at)].key);
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void WordGridView::focusInEvent(QFocusEvent* event)
{
    showsFocus_ = isFocusByKey(event->reason());
    update();
}

void WordGridView::focusOutEvent(QFocusEvent* /*event*/)
{
    showsFocus_ = false;
    update();
}

void WordGridView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        forgetPictures();
    }
    QWidget::changeEvent(event);
}

QString WordGridView::tableRowName(int row) const
{
    return content_.items[static_cast<std::size_t>(row)].label.name;
}

QString WordGridView::tableColumnName(int column) const
{
    return column == 0 ? tr("largest weight") : tr("where it lies");
}

TableCell WordGridView::tableCell(int row, int column) const
{
    const Item& item = content_.items[static_cast<std::size_t>(row)];
    TableCell cell{.box = layout_.pictures[static_cast<std::size_t>(row)],
                   .isChosen = item.label.isFocused};
    if (column == 0) {
        cell.text = numberText(static_cast<double>(item.map.maximum()));
        return cell;
    }
    std::optional<std::size_t> best;
    for (std::size_t u = 0; u < item.map.values.size(); ++u) {
        if (item.map.states[u] == Map::KeyState::Shown &&
            (!best || item.map.values[u] > item.map.values[*best])) {
            best = u;
        }
    }
    cell.text = best ? unitText(*content_.trace, static_cast<int>(*best)) : tr("nowhere");
    return cell;
}

std::optional<TablePlace> WordGridView::tableCurrent() const
{
    const std::optional<int> at = current();
    return at ? std::optional(TablePlace{*at, 0}) : std::nullopt;
}

void WordGridView::pressTableCell(const TablePlace& place)
{
    Q_EMIT itemChosen(content_.items[static_cast<std::size_t>(place.row)].key, false);
}

} // namespace attenscope
