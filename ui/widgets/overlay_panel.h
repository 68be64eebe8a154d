#pragma once

#include <QFrame>

class QToolButton;
class QVBoxLayout;

namespace attenscope {

/// A panel over the window that keeps nobody from using the rest of it. Esc closes it and gives the
/// focus back.
class OverlayPanel : public QFrame {
    Q_OBJECT

public:
    /// title  shown above the content; empty: none
    OverlayPanel(const QString& title, QWidget& window);

    virtual void open();
    void closePanel();

protected:
    QVBoxLayout* body() { return body_; }

    /// The size that is wanted where the window has room for it.
    virtual QSize wantedSize() const = 0;
    virtual QWidget* firstFocus() = 0;

    virtual bool isAtTop() const { return false; } ///< otherwise in the middle

    void place();
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void updateIcon();

    QVBoxLayout* body_;
    QToolButton* close_ = nullptr;
    QWidget* focusBefore_ = nullptr;
};

} // namespace attenscope
