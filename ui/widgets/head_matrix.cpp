// Where the heads stand, and what mouse and keys do; how they are drawn stands in
// head_matrix_paint.cpp.
#include "ui/widgets/head_matrix.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QToolTip>

#include "ui/figure/statistic_text.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/head_matrix_measures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

using namespace head_matrix;

bool isSameMap(const Map& a, const Map& b)
{
    return a.direction == b.direction && a.values == b.values && a.states == b.states;
}

bool areSameMaps(const std::shared_ptr<const HeadMaps>& a, const std::shared_ptr<const HeadMaps>& b)
{
    if (a == b || !a || !b) {
        return a == b;
    }
    return std::equal(
        a->begin(), a->end(), b->begin(), b->end(), [](const auto& one, const auto& two) {
            return std::equal(one.begin(), one.end(), two.begin(), two.end(), isSameMap);
        });
}

/// Whether the cells look the same; NaN in maps or numbers makes them differ, which only costs
/// time.
bool isSameRaster(const HeadMatrix::Content& a, const HeadMatrix::Content& b)
{
    return a.trace == b.trace && a.kind == b.kind && a.style == b.style && a.listing == b.listing &&
           a.range.minimum == b.range.minimum && a.range.maximum == b.range.maximum &&
           a.numbers == b.numbers && areSameMaps(a.maps, b.maps);
}

} // namespace

HeadMatrix::HeadMatrix(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Heads of all layers"));
}

void HeadMatrix::setContent(Content content)
{
    if (!isSameRaster(content, content_)) {
        raster_ = QImage();
    }
    const int height = heightForWidth(width());
    content_ = std::move(content);
    std::vector<ListedHead> off;
    for (const HeadId& head : content_.trace ? content_.trace->headsOff : std::vector<HeadId>()) {
        if (head.kind == content_.kind) {
            off.push_back({head.layer, head.head});
        }
    }
    listed_ = listedHeads(content_.listing, content_.numbers, off);
    if (heightForWidth(width()) != height) {
        updateGeometry();
    }
    announceTable();
    update();
}

int HeadMatrix::columns() const
{
    constexpr int kFewest = 4; // of heads in a row that need not be one layer's
    return standsByLayer() ? heads() : std::max(heads(), kFewest);
}

int HeadMatrix::rows() const
{
    const auto count = static_cast<int>(listed_.size());
    return standsByLayer() ? layers() : (count + columns() - 1) / std::max(1, columns());
}

bool HeadMatrix::hasScale() const
{
    const ScaleRange range = numberRange();
    return content_.listing.showsNumbers && range.maximum > range.minimum;
}

ScaleRange HeadMatrix::numberRange() const
{
    const StatisticInfo& info = *findStatistic(content_.listing.statistic);
    const bool isFixed = content_.style.scale == Scale::Fixed && std::isfinite(info.largest);
    return isFixed ? ScaleRange{.minimum = 0, .maximum = static_cast<float>(info.largest)}
                   : rangeOf(content_.numbers);
}

HeadMatrix::Measures HeadMatrix::measures(int width) const
{
    Measures measures;
    if (heads() == 0) {
        return measures;
    }
    const double room = width - kRowLabel - 2 * kEdge;
    const double gap = room / columns() >= kTextFrom + kWideGap ? kWideGap : kNarrowGap;
    double side = std::min(kLargestSide, std::floor((room + gap) / columns() - gap));
    if (content_.listing.showsNumbers) {
        measures.width = std::max(side, kSmallestSide);
        measures.height = std::clamp(measures.width, kSmallestSide, kNumberHeight);
    } else {
        const int cells = content_.trace ? content_.trace->units.gridColumns : 0;
        if (cells > 0 && side >= cells) { // equal cells
            side = std::floor(side / cells) * cells;
        }
        measures.width = measures.height = std::max(side, kSmallestSide);
        measures.hasTextBelow = measures.width >= kTextFrom;
    }
    measures.pitchX = measures.width + gap;
    measures.pitchY = measures.height + (measures.hasTextBelow ? kTextHeight : gap);
    return measures;
}

QRectF HeadMatrix::cellAt(int row, int column) const
{
    const Measures m = measures(width());
    const double top = standsByLayer() ? kColumnLabel : 0;
    return {kRowLabel + kEdge + column * m.pitchX, top + kEdge + row * m.pitchY, m.width, m.height};
}

QRectF HeadMatrix::cell(int layer, int head) const
{
    if (standsByLayer()) {
        return cellAt(layer, head);
    }
    const std::optional<std::size_t> place = placeOf({layer, head});
    if (!place) {
        return {};
    }
    const auto index = static_cast<int>(*place);
    return cellAt(index / columns(), index % columns());
}

QRectF HeadMatrix::scaleBox() const
{
    const QRectF last = cellAt(rows() - 1, columns() - 1);
    const double left = kRowLabel + kEdge;
    return {left + kScaleInset, last.bottom() + kScaleGap, last.right() - left - 2 * kScaleInset,
            kScaleHeight};
}

int HeadMatrix::heightForWidth(int width) const
{
    const double top = standsByLayer() ? kColumnLabel : 0;
    const double scale = hasScale() ? kScaleRoom : 0;
    return static_cast<int>(std::ceil(top + 2 * kEdge + rows() * measures(width).pitchY + scale));
}

QSize HeadMatrix::sizeHint() const
{
    return {392, heightForWidth(std::max(width(), 160))};
}

std::optional<std::size_t> HeadMatrix::placeOf(const ListedHead& head) const
{
    const auto found = std::find(listed_.begin(), listed_.end(), head);
    return found == listed_.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - listed_.begin()));
}

bool HeadMatrix::isListed(int layer, int head) const
{
    return placeOf({layer, head}).has_value();
}

std::optional<ListedHead> HeadMatrix::headAt(const QPointF& point) const
{
    const auto found = std::find_if(listed_.begin(), listed_.end(), [&](const ListedHead& head) {
        return cell(head.layer, head.head).adjusted(-1, -1, 1, 1).contains(point);
    });
    return found == listed_.end() ? std::nullopt : std::optional(*found);
}

bool HeadMatrix::isOff(int layer, int head) const
{
    const std::vector<HeadId>& off = content_.trace->headsOff;
    return std::find(off.begin(), off.end(), HeadId{content_.kind, layer, head}) != off.end();
}

double HeadMatrix::numberOf(const ListedHead& head) const
{
    return content_.numbers
        .heads[static_cast<std::size_t>(head.layer)][static_cast<std::size_t>(head.head)];
}

const Map& HeadMatrix::mapOf(const ListedHead& head) const
{
    return (
        *content_.maps)[static_cast<std::size_t>(head.layer)][static_cast<std::size_t>(head.head)];
}

QString HeadMatrix::textOf(const ListedHead& head) const
{
    const StatisticInfo& info = *findStatistic(content_.listing.statistic);
    if (isOff(head.layer, head.head)) {
        return tr("layer %1, head %2: off").arg(head.layer).arg(head.head);
    }
    return tr("layer %1, head %2: %3 %4")
        .arg(head.layer)
        .arg(head.head)
        .arg(statisticName(info), statisticText(info, numberOf(head)));
}

void HeadMatrix::resizeEvent(QResizeEvent* /*event*/)
{
    raster_ = QImage();
}

void HeadMatrix::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        raster_ = QImage();
    }
    QWidget::changeEvent(event);
}

void HeadMatrix::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || heads() == 0) {
        return;
    }
    if (const auto head = headAt(event->position())) {
        Q_EMIT headChosen(head->layer, head->head);
        return;
    }
    for (int layer = 0; standsByLayer() && layer < layers(); ++layer) {
        const QRectF box = cellAt(layer, 0);
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

// In its own layer or column, over what the filter takes out.
std::optional<ListedHead> HeadMatrix::neighbourByLayer(int key) const
{
    const int across = key == Qt::Key_Left ? -1 : key == Qt::Key_Right ? 1 : 0;
    const int down = key == Qt::Key_Up ? -1 : key == Qt::Key_Down ? 1 : 0;
    int layer = content_.layer + down;
    int head = content_.head ? *content_.head + across : (across < 0 ? -1 : 0);
    while (layer >= 0 && layer < layers() && head >= 0 && head < heads()) {
        if (isListed(layer, head)) {
            return ListedHead{layer, head};
        }
        layer += down;
        head += across;
        if (down == 0 && across == 0) {
            break;
        }
    }
    return std::nullopt;
}

std::optional<ListedHead> HeadMatrix::neighbour(int key) const
{
    if (listed_.empty()) {
        return std::nullopt;
    }
    if (key == Qt::Key_Home) {
        return listed_.front();
    }
    if (key == Qt::Key_End) {
        return listed_.back();
    }
    if (standsByLayer()) {
        return neighbourByLayer(key);
    }
    const std::optional<std::size_t> place =
        content_.head ? placeOf({content_.layer, *content_.head}) : std::nullopt;
    if (!place) {
        return listed_.front();
    }
    const int step = key == Qt::Key_Left    ? -1
                     : key == Qt::Key_Right ? 1
                     : key == Qt::Key_Up    ? -columns()
                                            : columns();
    const int next = static_cast<int>(*place) + step;
    return next >= 0 && next < static_cast<int>(listed_.size())
               ? std::optional(listed_[static_cast<std::size_t>(next)])
               : std::nullopt;
}

// Enter takes one head where all of a layer are put together; else it is not this widget's.
void HeadMatrix::keyPressEvent(QKeyEvent* event)
{
    std::optional<ListedHead> next;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
        next = neighbour(event->key());
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!content_.head && !listed_.empty()) {
            const auto own =
                std::find_if(listed_.begin(), listed_.end(), [this](const ListedHead& head) {
                    return head.layer == content_.layer;
                });
            next = own == listed_.end() ? listed_.front() : *own;
            break;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (next) {
        Q_EMIT headChosen(next->layer, next->head);
    }
}

void HeadMatrix::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    if (heads() == 0) {
        return;
    }
    if (isByKey && content_.head && isListed(content_.layer, *content_.head)) {
        const QPointF place = cell(content_.layer, *content_.head).center();
        showMenu({content_.layer, *content_.head}, mapToGlobal(place.toPoint()));
    } else if (const auto head = headAt(event->pos()); head && !isByKey) {
        showMenu(*head, event->globalPos());
    }
}

void HeadMatrix::showMenu(const ListedHead& head, const QPoint& globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool off = isOff(head.layer, head.head);
    QAction* toggle = menu->addAction(off ? tr("Switch this head on") : tr("Switch this head off"));
    toggle->setEnabled(content_.canSwitch);
    toggle->setToolTip(tr("Its context is set to zero before the output projection"));
    connect(toggle, &QAction::triggered, this,
            [this, head, off] { Q_EMIT switchRequested(head.layer, head.head, !off); });
    connect(menu->addAction(tr("Look at this head")), &QAction::triggered, this,
            [this, head] { Q_EMIT headChosen(head.layer, head.head); });
    connect(menu->addAction(tr("Look at all heads of the layer")), &QAction::triggered, this,
            [this, head] { Q_EMIT layerChosen(head.layer); });
    menu->popup(globalPosition);
}

bool HeadMatrix::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto head = heads() == 0 ? std::nullopt : headAt(help->pos());
        const QString text =
            head ? textOf(*head)
                 : tr("Click a map for its head, a row's name for all heads of the layer; "
                      "right-click to switch a head off");
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace attenscope
