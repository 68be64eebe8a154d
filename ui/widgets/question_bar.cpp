#include "ui/widgets/question_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/section.h"

namespace attenscope {

QuestionBar::QuestionBar(QWidget* parent)
    : QFrame(parent),
      title_(makeLabel(valueFont(), "title", this)),
      facts_(makeLabel(labelFont(), "prose", this)),
      yes_(new QPushButton(this)),
      no_(new QPushButton(this))
{
    title_->setWordWrap(true);
    facts_->setWordWrap(true);
    facts_->setTextFormat(Qt::PlainText);
    facts_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    facts_->setAccessibleName(tr("What it is about"));
    auto* text = new QVBoxLayout;
    text->setSpacing(2);
    text->addWidget(title_);
    text->addWidget(facts_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(8);
    row->addLayout(text, 1);
    row->addWidget(yes_, 0, Qt::AlignVCenter);
    row->addWidget(no_, 0, Qt::AlignVCenter);
    connect(yes_, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT accepted();
    });
    connect(no_, &QPushButton::clicked, this, &QuestionBar::decline);
    hide();
}

void QuestionBar::ask(const Question& question)
{
    decline();
    title_->setText(question.title);
    facts_->setText(question.facts.join(QLatin1Char('\n')));
    facts_->setVisible(!question.facts.isEmpty());
    yes_->setText(question.yes);
    yes_->setVisible(!question.yes.isEmpty());
    no_->setText(question.no);
    setAccessibleName(question.title);
    setAccessibleDescription(facts_->text());
    show();
}

void QuestionBar::decline()
{
    if (isVisible()) {
        hide();
        Q_EMIT declined();
    }
}

void QuestionBar::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.accentSoft);
    painter.fillRect(QRect(0, 0, 4, height()), theme.accent);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
}

} // namespace attenscope
