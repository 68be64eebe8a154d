#pragma once

#include <QToolButton>

namespace attenscope {

/// What the figure is dragged out of the window by. A click copies it instead, so that the keyboard
/// reaches the same.
class FigureHandle : public QToolButton {
    Q_OBJECT

public:
    explicit FigureHandle(QWidget* parent = nullptr);

    /// Whether a press of it is still held.
    bool isHeld() const { return isHeld_; }

Q_SIGNALS:
    void pressedForDrag(); ///< the figure may be wanted soon
    void dragged();        ///< far enough to be meant

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void updateIcon();

    QPoint pressedAt_;
    bool isHeld_ = false;
    bool isDragged_ = false;
};

} // namespace attenscope
