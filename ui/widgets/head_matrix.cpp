#include "ui/widgets/head_matrix.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include "ui/figure/colour_bar.h"
#include "ui/figure/fonts.h"
#include "ui/figure/head_thumbnail.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

constexpr double kRowLabel = 28;
constexpr double kColumnLabel = 22;
constexpr double kEdge = 4; ///< room for the ring around the chosen head
constexpr double kNumberFrom = 60;
constexpr double kNumberHeight = 22;
constexpr double kLargestSide = 96;

} // namespace

HeadMatrix::HeadMatrix(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Heads: one map for each layer and head"));
}

void HeadMatrix::setContent(Content content)
{
    const bool isOtherSize = content.maps.size() != content_.maps.size() ||
                             (!content.maps.empty() && !content_.maps.empty() &&
                              content.maps.front().size() != content_.maps.front().size());
    content_ = std::move(content);
    thumbnails_.clear();
    if (isOtherSize) {
        updateGeometry();
    }
    describe();
    update();
}

HeadMatrix::Measures HeadMatrix::measures(int width) const
{
    Measures measures;
    if (heads() == 0) {
        return measures;
    }
    const double room = width - kRowLabel - 2 * kEdge;
    const double gap = room / heads() >= kNumberFrom + 6 ? 6 : 3;
    double side = std::min(kLargestSide, std::floor((room + gap) / heads() - gap));
    const int columns = content_.trace ? content_.trace->units.gridColumns : 0;
    if (columns > 0 && side >= columns) { // equal cells
        side = std::floor(side / columns) * columns;
    }
    measures.side = std::max(side, 8.0);
    measures.hasNumbers = measures.side >= kNumberFrom;
    measures.pitchX = measures.side + gap;
    measures.pitchY = measures.side + (measures.hasNumbers ? kNumberHeight : gap);
    return measures;
}

QRectF HeadMatrix::cell(int layer, int head) const
{
    const Measures m = measures(width());
    return {kRowLabel + kEdge + head * m.pitchX, kColumnLabel + kEdge + layer * m.pitchY, m.side,
            m.side};
}

int HeadMatrix::heightForWidth(int width) const
{
    return static_cast<int>(
        std::ceil(kColumnLabel + 2 * kEdge + layers() * measures(width).pitchY));
}

QSize HeadMatrix::sizeHint() const
{
    return {392, heightForWidth(std::max(width(), 160))};
}

std::optional<std::pair<int, int>> HeadMatrix::headAt(const QPointF& point) const
{
    for (int layer = 0; layer < layers(); ++layer) {
        for (int head = 0; head < heads(); ++head) {
            if (cell(layer, head).adjusted(-2, -2, 2, 2).contains(point)) {
                return std::pair(layer, head);
            }
        }
    }
    return std::nullopt;
}

bool HeadMatrix::isOff(int layer, int head) const
{
    const std::vector<HeadId>& off = content_.trace->headsOff;
    return std::find(off.begin(), off.end(), HeadId{content_.kind, layer, head}) != off.end();
}

void HeadMatrix::renderThumbnails()
{
    const Theme& theme = themeOf(*this);
    const ColourTable& table = colourTable(content_.style.colourTable);
    const int side = qRound(measures(width()).side * devicePixelRatioF());
    thumbnails_.clear();
    for (int layer = 0; layer < layers(); ++layer) {
        std::vector<QImage>& row = thumbnails_.emplace_back();
        for (int head = 0; head < heads(); ++head) {
            if (isOff(layer, head)) {
                row.push_back(headOffThumbnail(QSize(side, side), theme));
                continue;
            }
            const Map& map =
                content_.maps[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)];
            const ScaleRange range = content_.style.scale == Scale::PerMap
                                         ? ScaleRange{map.minimum(), map.maximum()}
                                         : content_.range;
            row.push_back(
                headThumbnail(map, content_.trace->units, range, table, QSize(side, side), theme));
        }
    }
}

void HeadMatrix::paintEvent(QPaintEvent* /*event*/)
{
    if (heads() == 0 || !content_.trace) {
        return;
    }
    if (thumbnails_.empty()) {
        renderThumbnails();
    }
    QPainter painter(this);
    for (int layer = 0; layer < layers(); ++layer) {
        for (int head = 0; head < heads(); ++head) {
            painter.drawImage(
                cell(layer, head),
                thumbnails_[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)]);
            if (isOff(layer, head)) {
                paintOffSign(painter, cell(layer, head));
            }
        }
    }
    paintLabels(painter, measures(width()));
    paintChoice(painter);
}

void HeadMatrix::paintOffSign(QPainter& painter, const QRectF& box) const
{
    const Theme& theme = themeOf(*this);
    painter.setPen(theme.intervention);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setFont(figureFont(11, QFont::DemiBold));
    const QString text = tr("off");
    QRectF label(QPointF(), QSizeF(painter.fontMetrics().size(0, text)) + QSizeF(12, 4));
    if (label.width() + 4 > box.width()) {
        return; // the hatching alone
    }
    label.moveCenter(box.center());
    painter.fillRect(label, theme.interventionSoft);
    painter.drawText(label, Qt::AlignCenter, text);
}

void HeadMatrix::paintLabels(QPainter& painter, const Measures& measures) const
{
    const Theme& theme = themeOf(*this);
    const auto choose = [&](bool isChosen) {
        painter.setFont(isChosen ? figureFont(11, QFont::DemiBold) : badgeFont());
        painter.setPen(isChosen ? theme.text1 : theme.text3);
    };
    for (int head = 0; head < heads(); ++head) {
        const QRectF box = cell(0, head);
        choose(content_.head == head);
        const QString prefix = measures.side >= 24 ? QStringLiteral("h") : QString();
        painter.drawText(QRectF(box.left() - 4, 0, box.width() + 8, kColumnLabel), Qt::AlignCenter,
                         prefix + QString::number(head));
    }
    for (int layer = 0; layer < layers(); ++layer) {
        const QRectF box = cell(layer, 0);
        choose(content_.layer == layer);
        painter.drawText(QRectF(0, box.top(), kRowLabel, box.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, QStringLiteral("L%1").arg(layer));
        for (int head = 0; measures.hasNumbers && head < heads(); ++head) {
            const QRectF thumbnail = cell(layer, head);
            choose(content_.layer == layer && content_.head == head);
            const Map& map =
                content_.maps[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)];
            painter.drawText(
                QRectF(thumbnail.left(), thumbnail.bottom() + 3, thumbnail.width(), 16),
                Qt::AlignCenter,
                isOff(layer, head) ? QStringLiteral("—")
                                   : numberText(static_cast<double>(map.maximum())));
        }
    }
}

void HeadMatrix::paintChoice(QPainter& painter) const
{
    const Theme& theme = themeOf(*this);
    if (content_.layer < 0 || content_.layer >= layers()) {
        return;
    }
    const int first = content_.head.value_or(0);
    const int last = content_.head.value_or(heads() - 1);
    const QRectF ring = cell(content_.layer, first).united(cell(content_.layer, last));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(ring.adjusted(-2, -2, 2, 2));
    if (showsFocus_) {
        painter.setPen(QPen(theme.accent, 1, Qt::DotLine));
        painter.drawRect(QRectF(rect()).adjusted(0, 0, -1, -1));
    }
}

QString HeadMatrix::textOf(int layer, int head) const
{
    const Map& map = content_.maps[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)];
    if (isOff(layer, head)) {
        return tr("layer %1, head %2: off").arg(layer).arg(head);
    }
    return tr("layer %1, head %2: largest weight %3")
        .arg(layer)
        .arg(head)
        .arg(numberText(static_cast<double>(map.maximum())));
}

void HeadMatrix::describe()
{
    QStringList rows;
    for (int layer = 0; layer < layers(); ++layer) {
        for (int head = 0; head < heads(); ++head) {
            rows << textOf(layer, head);
        }
    }
    setAccessibleDescription(rows.join(QStringLiteral("; ")));
}

void HeadMatrix::resizeEvent(QResizeEvent* /*event*/)
{
    thumbnails_.clear();
}

void HeadMatrix::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        thumbnails_.clear();
    }
    QWidget::changeEvent(event);
}

void HeadMatrix::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || heads() == 0) {
        return;
    }
    if (const auto head = headAt(event->position())) {
        Q_EMIT headChosen(head->first, head->second);
        return;
    }
    for (int layer = 0; layer < layers(); ++layer) {
        const QRectF box = cell(layer, 0);
        if (QRectF(0, box.top(), kRowLabel, box.height()).contains(event->position())) {
            Q_EMIT layerChosen(layer);
        }
    }
}

void HeadMatrix::focusInEvent(QFocusEvent* event)
{
    showsFocus_ = isFocusByKey(event->reason());
    update();
}

void HeadMatrix::focusOutEvent(QFocusEvent* /*event*/)
{
    showsFocus_ = false;
    update();
}

void HeadMatrix::keyPressEvent(QKeyEvent* event)
{
    int layer = content_.layer;
    int head = content_.head.value_or(0);
    switch (event->key()) {
    case Qt::Key_Left:
        --head;
        break;
    case Qt::Key_Right:
        head += content_.head ? 1 : 0;
        break;
    case Qt::Key_Up:
        --layer;
        break;
    case Qt::Key_Down:
        ++layer;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (layer >= 0 && layer < layers() && head >= 0 && head < heads()) {
        Q_EMIT headChosen(layer, head);
    }
}

void HeadMatrix::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    if (heads() == 0) {
        return;
    }
    if (isByKey && content_.head) {
        const QPointF place = cell(content_.layer, *content_.head).center();
        showMenu(content_.layer, *content_.head, mapToGlobal(place.toPoint()));
    } else if (const auto head = headAt(event->pos()); head && !isByKey) {
        showMenu(head->first, head->second, event->globalPos());
    }
}

void HeadMatrix::showMenu(int layer, int head, const QPoint& globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool off = isOff(layer, head);
    QAction* toggle = menu->addAction(off ? tr("Switch this head on") : tr("Switch this head off"));
    toggle->setEnabled(content_.canSwitch);
    toggle->setToolTip(tr("Its context is set to zero before the output projection"));
    connect(toggle, &QAction::triggered, this,
            [this, layer, head, off] { Q_EMIT switchRequested(layer, head, !off); });
    connect(menu->addAction(tr("Look at this head")), &QAction::triggered, this,
            [this, layer, head] { Q_EMIT headChosen(layer, head); });
    connect(menu->addAction(tr("Look at all heads of the layer")), &QAction::triggered, this,
            [this, layer] { Q_EMIT layerChosen(layer); });
    menu->popup(globalPosition);
}

bool HeadMatrix::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto head = heads() == 0 ? std::nullopt : headAt(help->pos());
        const QString text =
            head ? textOf(head->first, head->second)
                 : tr("Click a map for its head, a row's name for all heads of the layer; "
                      "right-click to switch a head off");
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace attenscope
