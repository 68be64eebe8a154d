#include "ui/widgets/caption_field.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

#include "engine/base/limits.h"
#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/icons.h"

namespace attenscope {

namespace {

constexpr int kPauseMs = 120;

/// A key that X11 takes from Emacs, such as Ctrl+E for the end of the line: text fields take it
/// from the commands, though End does the same.
bool isEmacsKey(const QKeyEvent& key)
{
    if (key.modifiers() != Qt::ControlModifier || key.key() < Qt::Key_A || key.key() > Qt::Key_Z) {
        return false;
    }
    return key.matches(QKeySequence::MoveToStartOfLine) ||
           key.matches(QKeySequence::MoveToEndOfLine) ||
           key.matches(QKeySequence::DeleteEndOfLine) ||
           key.matches(QKeySequence::DeleteCompleteLine);
}

} // namespace

CaptionField::CaptionField(QWidget* parent)
    : QFrame(parent),
      edit_(new QLineEdit(this)),
      run_(new QPushButton(tr("Run"), this)),
      pause_(new QTimer(this))
{
    pause_->setSingleShot(true);
    pause_->setInterval(kPauseMs);
    setFixedHeight(32);
    auto* label = new QLabel(tr("Caption"), this);
    label->setFont(labelFont());
    setRole(*label, "label");
    label->setBuddy(edit_);

    edit_->setFont(figureFont(14));
    edit_->setFrame(false);
    edit_->setMaxLength(static_cast<int>(limits::kCaptionBytes)); // the engine counts bytes
    setAsksForNames(false);
    edit_->installEventFilter(this);

    run_->setFont(figureFont(12, QFont::DemiBold));
    run_->setFixedHeight(24);
    run_->setLayoutDirection(Qt::RightToLeft); // the sign stands after the word
    setRole(*run_, "primary");
    describeControl(*run_, tr("Run"), tr("Run the model on this image and caption (Enter)"));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 0, 4, 0);
    layout->setSpacing(8);
    layout->addWidget(label);
    layout->addWidget(edit_, 1);
    layout->addWidget(run_);
    connect(edit_, &QLineEdit::returnPressed, this, &CaptionField::enter);
    connect(run_, &QPushButton::clicked, this, &CaptionField::enter);
    connect(edit_, &QLineEdit::textEdited, pause_, qOverload<>(&QTimer::start));
    connect(pause_, &QTimer::timeout, this, [this] {
        if (!isComposing_ && edit_->text() != shown_) {
            Q_EMIT captionTyped(edit_->text());
        }
    });
    updateButton();
}

bool CaptionField::isTyping(const QEvent& press) const
{
    const auto& key = static_cast<const QKeyEvent&>(press);
    const bool isCommand = key.modifiers() & (Qt::ControlModifier | Qt::AltModifier);
    return edit_->hasFocus() && !isCommand && (!key.text().isEmpty() || key.key() == Qt::Key_Shift);
}

QString CaptionField::caption() const
{
    return edit_->text();
}

void CaptionField::setCaption(const QString& caption)
{
    const bool isTyping = edit_->hasFocus() && edit_->text() != shown_;
    shown_ = caption;
    if (!isTyping && edit_->text() != caption) {
        edit_->setText(caption);
        edit_->setCursorPosition(0);
    }
}

void CaptionField::setAsksForNames(bool asksForNames)
{
    edit_->setPlaceholderText(asksForNames
                                  ? tr("Names for the text rows, one word each; numbers without")
                                  : tr("Type what the image shows, then press Enter"));
    describeControl(*edit_, tr("Caption"),
                    asksForNames ? tr("A word for each of the module's text rows; Enter takes them")
                                 : tr("A sentence about the image; Enter runs the model"));
}

void CaptionField::focusField()
{
    edit_->setFocus(Qt::ShortcutFocusReason);
    edit_->selectAll();
}

void CaptionField::enter()
{
    pause_->stop();
    shown_ = edit_->text();
    Q_EMIT captionEntered(edit_->text());
}

void CaptionField::updateButton()
{
    const Theme& theme = themeOf(*this);
    run_->setIcon(glyphIcon(Glyph::Enter, theme.accentText, theme.text3));
}

void CaptionField::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        updateButton();
    }
    QFrame::changeEvent(event);
}

bool CaptionField::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        update();
    } else if (event->type() == QEvent::InputMethod) {
        isComposing_ = !static_cast<QInputMethodEvent*>(event)->preeditString().isEmpty();
        pause_->start();
    } else if (event->type() == QEvent::ShortcutOverride &&
               isEmacsKey(static_cast<const QKeyEvent&>(*event))) {
        event->ignore(); // a command that has the key comes first; without one the field gets it
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void CaptionField::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double pen = edit_->hasFocus() ? 2 : 1;
    painter.setPen(QPen(edit_->hasFocus() ? theme.accent : theme.control, pen));
    painter.setBrush(theme.field);
    painter.drawRoundedRect(QRectF(rect()).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), 4, 4);
}

} // namespace attenscope
