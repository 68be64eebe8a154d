// What mouse and keys do to the picture.
#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QStyleHints>
#include <QToolTip>
#include <QWheelEvent>

#include "ui/widgets/appearance.h"
#include "ui/widgets/image_canvas.h"

#include <cmath>
#include <utility>

namespace attenscope {

namespace {

constexpr double kZoomStep = 1.25;

} // namespace

bool ImageCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = unseenText(help->pos());
        if (text.isEmpty()) {
            QToolTip::hideText();
            event->ignore();
        } else {
            QToolTip::showText(help->globalPos(), text, this);
        }
        return true;
    }
    return QWidget::event(event);
}

void ImageCanvas::resizeEvent(QResizeEvent* /*event*/)
{
    moved();
}

void ImageCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        raster_ = {};
        bare_ = {};
    }
    QWidget::changeEvent(event);
}

void ImageCanvas::wheelEvent(QWheelEvent* event)
{
    const double steps = event->angleDelta().y() / 120.0;
    if (steps != 0) {
        zoomAround(onMap(event->position()), std::pow(kZoomStep, steps));
    }
    event->accept();
}

void ImageCanvas::mousePressEvent(QMouseEvent* event)
{
    const bool isPan = event->button() == Qt::MiddleButton ||
                       (event->button() == Qt::LeftButton &&
                        (event->modifiers().testFlag(Qt::ControlModifier) || space_ != Space::Up));
    if (isPan) {
        panFrom_ = event->position();
        space_ = space_ == Space::Up ? Space::Up : Space::Dragged;
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
        const QPointF from = std::exchange(*panFrom_, event->position());
        moveBy((from - event->position()) / scale());
        return;
    }
    if (bandFrom_) {
        drag(event->position());
    }
    Q_EMIT unitHovered(unitAt(event->position()));
}

void ImageCanvas::drag(const QPointF& position)
{
    const double distance = (position - *bandFrom_).manhattanLength();
    if (!band_.isEmpty() || distance >= QGuiApplication::styleHints()->startDragDistance()) {
        band_ = QRectF(*bandFrom_, position).normalized();
        inBand_ = unitsIn(band_);
        update();
    }
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    panFrom_.reset();
    bandFrom_.reset();
    if (space_ == Space::Up) {
        unsetCursor();
    } else {
        setCursor(Qt::OpenHandCursor);
    }
    if (!std::exchange(band_, {}).isEmpty()) {
        update();
        const std::vector<int> units = std::exchange(inBand_, {});
        if (!units.empty()) { // otherwise it was a click with an unsteady hand
            Q_EMIT unitsChosen(units, event->modifiers().testFlag(Qt::ShiftModifier));
        }
    }
}

void ImageCanvas::leaveEvent(QEvent* /*event*/)
{
    Q_EMIT unitHovered(std::nullopt);
}

void ImageCanvas::focusInEvent(QFocusEvent* event)
{
    showsFocus_ = isFocusByKey(event->reason());
    update();
}

void ImageCanvas::focusOutEvent(QFocusEvent* /*event*/)
{
    showsFocus_ = false;
    space_ = Space::Up;
    unsetCursor();
    update();
}

void ImageCanvas::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = !(event->modifiers() & ~Qt::KeypadModifier);
    if (isPlain) {
        switch (event->key()) {
        case Qt::Key_Left:
            return stepUnit(0, -1);
        case Qt::Key_Right:
            return stepUnit(0, 1);
        case Qt::Key_Up:
            return stepUnit(-1, 0);
        case Qt::Key_Down:
            return stepUnit(1, 0);
        case Qt::Key_Space:
            if (!event->isAutoRepeat() && space_ == Space::Up) {
                space_ = Space::Down;
                setCursor(Qt::OpenHandCursor);
            }
            return;
        default:
            break;
        }
    }
    QWidget::keyPressEvent(event);
}

// Only now it is known that the space key was not held to drag: it is the window's.
void ImageCanvas::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Space || event->isAutoRepeat() || space_ == Space::Up) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    unsetCursor();
    if (std::exchange(space_, Space::Up) == Space::Down && parentWidget()) {
        QKeyEvent press(QEvent::KeyPress, Qt::Key_Space, Qt::NoModifier, QStringLiteral(" "));
        QCoreApplication::sendEvent(parentWidget(), &press);
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
