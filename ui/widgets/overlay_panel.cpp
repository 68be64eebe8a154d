#include "ui/widgets/overlay_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/appearance.h"
#include "ui/widgets/icons.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

constexpr int kEdge = 24;
constexpr int kTop = 72;

} // namespace

OverlayPanel::OverlayPanel(const QString& title, QWidget& window)
    : QFrame(&window), body_(new QVBoxLayout(this))
{
    hide();
    setFocusPolicy(Qt::NoFocus);
    body_->setContentsMargins(20, 16, 20, 16);
    body_->setSpacing(12);
    window.installEventFilter(this);
    if (title.isEmpty()) {
        return;
    }
    setAccessibleName(title);
    auto* row = new QHBoxLayout;
    auto* label = new QLabel(title, this);
    label->setFont(titleFont());
    close_ = new QToolButton(this);
    setRole(*close_, "flat");
    close_->setFixedSize(28, 28);
    close_->setFocusPolicy(Qt::StrongFocus);
    describeControl(*close_, tr("Close: %1").arg(title), tr("Close (Esc)"));
    connect(close_, &QToolButton::clicked, this, &OverlayPanel::closePanel);
    updateIcon();
    row->addWidget(label, 1);
    row->addWidget(close_);
    body_->addLayout(row);
}

void OverlayPanel::updateIcon()
{
    const Theme& theme = themeOf(*this);
    close_->setIcon(glyphIcon(Glyph::Close, theme.text2, theme.line));
}

void OverlayPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && close_) {
        updateIcon();
    }
    QFrame::changeEvent(event);
}

void OverlayPanel::open()
{
    if (isHidden()) {
        focusBefore_ = window()->focusWidget();
    }
    place();
    show();
    raise();
    firstFocus()->setFocus(Qt::ShortcutFocusReason);
}

void OverlayPanel::closePanel()
{
    if (isHidden()) {
        return;
    }
    const bool hadFocus = isAncestorOf(window()->focusWidget());
    hide();
    QWidget* before = std::exchange(focusBefore_, nullptr);
    if (hadFocus && before && window()->isAncestorOf(before)) {
        before->setFocus(Qt::OtherFocusReason);
    }
}

void OverlayPanel::place()
{
    const QSize room = parentWidget()->size() - QSize(2 * kEdge, 2 * kEdge);
    resize(wantedSize().boundedTo(room));
    const int left = (parentWidget()->width() - width()) / 2;
    const int middle = (parentWidget()->height() - height()) / 2;
    move(left, isAtTop() ? std::min(kTop, middle) : middle);
}

void OverlayPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        closePanel();
    } else {
        event->accept(); // it is nobody's behind the panel
    }
}

bool OverlayPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

void OverlayPanel::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.control);
    painter.setBrush(theme.panel);
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

} // namespace attenscope
