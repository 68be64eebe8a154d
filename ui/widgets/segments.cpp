#include "ui/widgets/segments.h"

#include <QHBoxLayout>
#include <QToolButton>

#include "ui/widgets/appearance.h"

namespace attenscope {

Segments::Segments(const QString& name, QWidget* parent)
    : QFrame(parent), layout_(new QHBoxLayout(this))
{
    setRole(*this, "group");
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    layout_->setContentsMargins(1, 1, 1, 1);
    layout_->setSpacing(0);
    group_.setExclusive(true);
    connect(&group_, &QButtonGroup::idClicked, this, &Segments::chosen);
}

void Segments::setItems(const QList<Item>& items)
{
    for (QAbstractButton* button : group_.buttons()) {
        group_.removeButton(button);
        delete button;
    }
    for (int index = 0; index < items.size(); ++index) {
        auto* button = new QToolButton(this);
        button->setText(items[index].text);
        button->setFont(valueFont());
        button->setCheckable(true);
        button->setFixedHeight(26);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setProperty("isFirst", index == 0);
        setRole(*button, "segment");
        describeControl(*button, QStringLiteral("%1: %2").arg(accessibleName(), items[index].text),
                        items[index].toolTip);
        layout_->addWidget(button);
        group_.addButton(button, index);
    }
}

void Segments::setCurrent(int index)
{
    if (QAbstractButton* button = group_.button(index)) {
        button->setChecked(true);
    } else if (QAbstractButton* checked = group_.checkedButton()) {
        group_.setExclusive(false);
        checked->setChecked(false);
        group_.setExclusive(true);
    }
    letTabReachTheChosen(group_);
}

} // namespace attenscope
