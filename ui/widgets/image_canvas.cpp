#include "ui/widgets/image_canvas.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QStyleHints>
#include <QWheelEvent>

#include "ui/widgets/appearance.h"
#include "ui/widgets/canvas_measures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

constexpr double kMaximumZoom = 64;
constexpr double kZoomStep = 1.25;

} // namespace

ImageCanvas::ImageCanvas(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    describeControl(*this, tr("Image with attention map"),
                    QString()); // a tooltip would cover what is pointed at
}

void ImageCanvas::setPicture(const QImage& picture, TracePtr trace)
{
    if (overlay_.picture().cacheKey() != picture.cacheKey()) {
        const bool isOtherSize = overlay_.picture().size() != picture.size();
        overlay_ = OverlayPainter(picture);
        if (isOtherSize) {
            zoom_ = 1;
            centre_ = QRectF(picture.rect()).center();
        }
    }
    trace_ = std::move(trace);
    content_.map.reset(); // of the trace before
    raster_ = {};
    keepInside();
    Q_EMIT zoomChanged(scale());
    update();
}

void ImageCanvas::setContent(Content content)
{
    const bool isSameRaster = content.style == content_.style && !content.map && !content_.map;
    const double before = scale();
    content_ = std::move(content);
    const bool isResized = scale() != before; // a reason or a colour bar takes room
    if (!isSameRaster || isResized) {
        raster_ = {};
    }
    if (isResized) {
        keepInside();
        Q_EMIT zoomChanged(scale());
    }
    describe();
    update();
}

void ImageCanvas::setPeeking(bool isPeeking)
{
    if (isPeeking != isPeeking_) {
        isPeeking_ = isPeeking;
        raster_ = {};
        update();
    }
}

QRectF ImageCanvas::stage() const
{
    const double top = kHeadingHeight + (content_.absence.isEmpty() ? 0 : kAbsenceHeight);
    const double beside =
        content_.map ? kBarGap + kBarWidth + colourBarMargins(colourBar(), Qt::Vertical).after : 0;
    return QRectF(rect()).adjusted(kPadding, top, -kPadding - beside, -kPadding);
}

double ImageCanvas::fittingScale() const
{
    const QSizeF picture = overlay_.picture().size();
    const QRectF area = stage();
    if (picture.isEmpty() || area.width() < 1 || area.height() < 1) {
        return 1;
    }
    const double fitting =
        std::min(area.width() / picture.width(), area.height() / picture.height());
    if (!trace_ || trace_->units.gridColumns == 0) {
        return fitting;
    }
    // Cells are equal and sharp when the visible part is a whole multiple of the grid, in device
    // pixels.
    const Box box = trace_->units.geometry.visibleOriginal();
    const double columns = trace_->units.gridColumns;
    const double cell = std::floor(fitting * (box.x1 - box.x0) * devicePixelRatioF() / columns);
    return cell >= 1 ? cell * columns / (box.x1 - box.x0) / devicePixelRatioF() : fitting;
}

QTransform ImageCanvas::widgetFromPicture() const
{
    const double s = scale();
    const QPointF middle = stage().center();
    const double dpr = devicePixelRatioF();
    // The picture's corner lies on a device pixel.
    const double dx = std::round((middle.x() - s * centre_.x()) * dpr) / dpr;
    const double dy = std::round((middle.y() - s * centre_.y()) * dpr) / dpr;
    return QTransform(s, 0, 0, s, dx, dy);
}

QRectF ImageCanvas::visiblePicture() const
{
    const QRectF whole = widgetFromPicture().mapRect(QRectF(overlay_.picture().rect()));
    return whole.intersected(stage());
}

void ImageCanvas::keepInside()
{
    const QSizeF picture = overlay_.picture().size();
    const QSizeF view = stage().size() / std::max(scale(), 1e-9);
    const auto clamped = [](double centre, double extent, double seen) {
        return seen >= extent ? extent / 2 : std::clamp(centre, seen / 2, extent - seen / 2);
    };
    centre_ = {clamped(centre_.x(), picture.width(), view.width()),
               clamped(centre_.y(), picture.height(), view.height())};
}

void ImageCanvas::zoomAround(const QPointF& point, double factor)
{
    const QPointF fixed = widgetFromPicture().inverted().map(point);
    zoom_ = std::clamp(zoom_ * factor, 1.0, kMaximumZoom);
    const QPointF moved = widgetFromPicture().inverted().map(point);
    centre_ += fixed - moved;
    keepInside();
    raster_ = {};
    Q_EMIT zoomChanged(scale());
    update();
}

void ImageCanvas::zoomBy(double factor)
{
    zoomAround(stage().center(), factor);
}

void ImageCanvas::fit()
{
    zoom_ = 1;
    keepInside();
    raster_ = {};
    Q_EMIT zoomChanged(scale());
    update();
}

std::optional<int> ImageCanvas::unitAt(const QPointF& point) const
{
    if (!trace_ || !visiblePicture().contains(point)) {
        return std::nullopt;
    }
    const QPointF pixel = widgetFromPicture().inverted().map(point);
    return trace_->units.unitAt(pixel.x(), pixel.y());
}

bool ImageCanvas::isMasked(int unit) const
{
    const auto index = static_cast<std::size_t>(unit);
    return index < trace_->isUnitMasked.size() && trace_->isUnitMasked[index];
}

void ImageCanvas::resizeEvent(QResizeEvent* /*event*/)
{
    raster_ = {};
    keepInside();
    Q_EMIT zoomChanged(scale());
}

void ImageCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        raster_ = {};
    }
    QWidget::changeEvent(event);
}

void ImageCanvas::wheelEvent(QWheelEvent* event)
{
    const double steps = event->angleDelta().y() / 120.0;
    if (steps != 0) {
        zoomAround(event->position(), std::pow(kZoomStep, steps));
    }
    event->accept();
}

void ImageCanvas::mousePressEvent(QMouseEvent* event)
{
    const bool isPan =
        event->button() == Qt::MiddleButton ||
        (event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ControlModifier));
    if (isPan) {
        panFrom_ = event->position();
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        bandFrom_ = event->position();
        if (const std::optional<int> unit = unitAt(event->position())) {
            Q_EMIT unitClicked(*unit, event->modifiers().testFlag(Qt::ShiftModifier));
        }
    }
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (panFrom_) {
        centre_ -= (event->position() - *panFrom_) / scale();
        panFrom_ = event->position();
        keepInside();
        raster_ = {};
        update();
        return;
    }
    if (bandFrom_) {
        const double distance = (event->position() - *bandFrom_).manhattanLength();
        if (!band_.isEmpty() || distance >= QGuiApplication::styleHints()->startDragDistance()) {
            band_ = QRectF(*bandFrom_, event->position()).normalized();
            update();
        }
    }
    Q_EMIT unitHovered(unitAt(event->position()));
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    panFrom_.reset();
    unsetCursor();
    bandFrom_.reset();
    const QRectF band = std::exchange(band_, {});
    if (!band.isEmpty()) {
        update();
        const std::vector<int> units = unitsIn(band);
        if (!units.empty()) { // otherwise it was a click with an unsteady hand
            Q_EMIT unitsChosen(units, event->modifiers().testFlag(Qt::ShiftModifier));
        }
    }
}

std::vector<int> ImageCanvas::unitsIn(const QRectF& band) const
{
    std::vector<int> inside;
    const QRectF box = widgetFromPicture().inverted().mapRect(band);
    for (int unit = 0; trace_ && unit < trace_->units.size(); ++unit) {
        const VisualUnit& what = trace_->units.units[static_cast<std::size_t>(unit)];
        const QPointF middle((what.box.x0 + what.box.x1) / 2, (what.box.y0 + what.box.y1) / 2);
        if (what.kind != VisualUnit::Kind::Special && !what.isPadding && !what.box.isEmpty() &&
            box.contains(middle)) {
            inside.push_back(unit);
        }
    }
    return inside;
}

void ImageCanvas::leaveEvent(QEvent* /*event*/)
{
    Q_EMIT unitHovered(std::nullopt);
}

void ImageCanvas::stepUnit(int rows, int columns)
{
    if (!trace_ || trace_->units.units.empty()) {
        return;
    }
    const std::vector<VisualUnit>& units = trace_->units.units;
    if (trace_->units.gridColumns == 0) {
        stepRegion(rows + columns);
        return;
    }
    int row = trace_->units.gridRows / 2;
    int column = trace_->units.gridColumns / 2;
    if (!content_.focus.empty()) {
        const VisualUnit& unit = units[static_cast<std::size_t>(content_.focus.back())];
        row = std::clamp(unit.row + rows, 0, trace_->units.gridRows - 1);
        column = std::clamp(unit.column + columns, 0, trace_->units.gridColumns - 1);
    }
    const auto found = std::find_if(units.begin(), units.end(), [&](const VisualUnit& unit) {
        return unit.row == row && unit.column == column;
    });
    if (found != units.end()) {
        Q_EMIT unitClicked(static_cast<int>(found - units.begin()), false);
    }
}

void ImageCanvas::stepRegion(int by)
{
    const int count = trace_->units.size();
    int unit = content_.focus.empty() ? (by > 0 ? -1 : count) : content_.focus.back();
    do {
        unit += by;
    } while (unit >= 0 && unit < count &&
             trace_->units.units[static_cast<std::size_t>(unit)].isPadding);
    if (unit >= 0 && unit < count) {
        Q_EMIT unitClicked(unit, false);
    }
}

void ImageCanvas::focusInEvent(QFocusEvent* event)
{
    showsFocus_ = isFocusByKey(event->reason());
    update();
}

void ImageCanvas::focusOutEvent(QFocusEvent* /*event*/)
{
    showsFocus_ = false;
    update();
}

void ImageCanvas::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return stepUnit(0, -1);
    case Qt::Key_Right:
        return stepUnit(0, 1);
    case Qt::Key_Up:
        return stepUnit(-1, 0);
    case Qt::Key_Down:
        return stepUnit(1, 0);
    default:
        QWidget::keyPressEvent(event);
    }
}

void ImageCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    if (!trace_) {
        return;
    }
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    std::optional<int> unit = unitAt(event->pos());
    if (isByKey) {
        unit = content_.focus.empty() ? std::nullopt : std::optional(content_.focus.back());
    }
    if (unit) {
        showMenu(*unit, event->globalPos());
    }
}

void ImageCanvas::showMenu(int unit, const QPoint& globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool isOff = isMasked(unit);
    const bool isRegion =
        trace_->units.units[static_cast<std::size_t>(unit)].kind == VisualUnit::Kind::Region;
    QAction* mask =
        menu->addAction(isRegion ? (isOff ? tr("Unmask this region") : tr("Mask this region"))
                                 : (isOff ? tr("Unmask this patch") : tr("Mask this patch")));
    mask->setToolTip(tr("Its key is hidden from the model everywhere"));
    connect(mask, &QAction::triggered, this,
            [this, unit, isOff] { Q_EMIT maskRequested(unit, !isOff); });
    QAction* look = menu->addAction(tr("See which words it looks at"));
    connect(look, &QAction::triggered, this, [this, unit] { Q_EMIT unitClicked(unit, false); });
    menu->popup(globalPosition);
}

} // namespace attenscope
