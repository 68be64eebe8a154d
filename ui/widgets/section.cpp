#include "ui/widgets/section.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"

namespace attenscope {

QLabel* makeLabel(const QFont& font, const char* role, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setFont(font);
    label->setTextFormat(Qt::PlainText);
    setRole(*label, role);
    return label;
}

Section::Section(const QString& title, QWidget* parent)
    : QWidget(parent), titleRow_(new QHBoxLayout), body_(new QVBoxLayout)
{
    auto* label = makeLabel(figureFont(13, QFont::DemiBold), "title", this);
    label->setText(title);
    setAccessibleName(title);
    titleRow_->setSpacing(8);
    titleRow_->addWidget(label);
    titleRow_->addStretch(1);
    body_->setSpacing(6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 13);
    column->setSpacing(8);
    column->addLayout(titleRow_);
    column->addLayout(body_);
}

void Section::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), themeOf(*this).line);
}

FactsTable::FactsTable(int columns, QWidget* parent)
    : QWidget(parent), columns_(columns), layout_(new QGridLayout(this))
{
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setVerticalSpacing(3);
    layout_->setHorizontalSpacing(8);
    for (int column = 0; column < columns; ++column) {
        layout_->setColumnStretch(3 * column + 1, 1);
        if (column + 1 < columns) {
            layout_->setColumnMinimumWidth(3 * column + 2, 8);
        }
    }
}

void FactsTable::setFacts(const QList<Fact>& facts)
{
    while (names_.size() < facts.size()) {
        auto* name = makeLabel(labelFont(), "label", this);
        auto* value = makeLabel(labelFont(), "value", this);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        // The name may be of a taller script.
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        const int index = static_cast<int>(names_.size());
        layout_->addWidget(name, index / columns_, 3 * (index % columns_), Qt::AlignTop);
        layout_->addWidget(value, index / columns_, 3 * (index % columns_) + 1);
        names_ << name;
        values_ << value;
    }
    constexpr qsizetype kShort = 16; // numbers, which change often: wrapping costs a new layout
    for (int i = 0; i < names_.size(); ++i) {
        const bool isUsed = i < facts.size();
        names_[i]->setVisible(isUsed);
        values_[i]->setVisible(isUsed);
        if (isUsed) {
            names_[i]->setText(facts[i].first);
            const bool isLong = facts[i].second.size() > kShort;
            if (values_[i]->wordWrap() != isLong) {
                values_[i]->setWordWrap(isLong);
            }
            values_[i]->setText(facts[i].second);
            values_[i]->setAccessibleName(facts[i].first);
        }
    }
}

} // namespace attenscope
