#include "ui/widgets/stepper.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/icons.h"

namespace attenscope {

Stepper::Stepper(const QString& name, const QString& keys, QWidget* parent)
    : QFrame(parent),
      name_(name),
      back_(makeButton(false, keys)),
      value_(new QLabel(this)),
      forward_(makeButton(true, keys))
{
    setRole(*this, "group");
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    value_->setFont(figureFont(13, QFont::DemiBold));
    value_->setAlignment(Qt::AlignCenter);
    value_->setMinimumWidth(56);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(back_);
    layout->addWidget(value_);
    layout->addWidget(forward_);
    updateIcons();
}

QToolButton* Stepper::makeButton(bool isForward, const QString& keys)
{
    auto* button = new QToolButton(this);
    setRole(*button, "flat");
    button->setFixedSize(26, 26);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAutoRepeat(true);
    const QString name =
        isForward ? tr("Next %1").arg(name_.toLower()) : tr("Previous %1").arg(name_.toLower());
    describeControl(*button, name, tr("%1 (%2)").arg(name, keys));
    connect(button, &QToolButton::clicked, this,
            [this, isForward] { Q_EMIT stepped(isForward ? 1 : -1); });
    return button;
}

void Stepper::setState(int count, int value, const QString& text)
{
    back_->setEnabled(count > 0 && value != 0);
    forward_->setEnabled(count > 0 && value != count - 1);
    const QString shown = value >= 0 ? QString::number(value) : text;
    value_->setText(count > 0 ? QStringLiteral("%1 <span style='font-weight:400'>/ %2</span>")
                                    .arg(shown.toHtmlEscaped())
                                    .arg(count - 1)
                              : QStringLiteral("—"));
    setAccessibleDescription(shown);
}

void Stepper::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        updateIcons();
    }
    QFrame::changeEvent(event);
}

void Stepper::updateIcons()
{
    const Theme& colours = themeOf(*this);
    back_->setIcon(glyphIcon(Glyph::Left, colours.text2, colours.line));
    forward_->setIcon(glyphIcon(Glyph::Right, colours.text2, colours.line));
}

} // namespace attenscope
