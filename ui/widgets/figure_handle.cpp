#include "ui/widgets/figure_handle.h"

#include <QApplication>
#include <QMouseEvent>

#include "ui/widgets/appearance.h"
#include "ui/widgets/icons.h"

#include <utility>

namespace attenscope {

FigureHandle::FigureHandle(QWidget* parent) : QToolButton(parent)
{
    setRole(*this, "flat");
    setFixedSize(28, 28);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::OpenHandCursor);
    describeControl(*this, tr("Copy or drag the figure"),
                    tr("Drag the figure to another program, or click to copy it"));
    updateIcon();
}

void FigureHandle::updateIcon()
{
    const Theme& theme = themeOf(*this);
    setIcon(glyphIcon(Glyph::Copy, theme.text2, theme.line));
}

void FigureHandle::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        updateIcon();
    }
    QToolButton::changeEvent(event);
}

void FigureHandle::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        pressedAt_ = event->pos();
        isHeld_ = true;
        isDragged_ = false;
        Q_EMIT pressedForDrag();
    }
    QToolButton::mousePressEvent(event);
}

void FigureHandle::mouseMoveEvent(QMouseEvent* event)
{
    const int distance = (event->pos() - pressedAt_).manhattanLength();
    if (isHeld_ && !isDragged_ && distance >= QApplication::startDragDistance()) {
        isDragged_ = true;
        setDown(false); // letting go is no click then
        Q_EMIT dragged();
        return;
    }
    if (!isDragged_) {
        QToolButton::mouseMoveEvent(event);
    }
}

void FigureHandle::mouseReleaseEvent(QMouseEvent* event)
{
    isHeld_ = false;
    if (!std::exchange(isDragged_, false)) {
        QToolButton::mouseReleaseEvent(event);
    }
}

} // namespace attenscope
