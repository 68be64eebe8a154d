#include "ui/widgets/word_grid_pane.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/widgets/appearance.h"
#include "ui/widgets/section.h"
#include "ui/widgets/word_pane.h"

namespace attenscope {

WordGridPane::WordGridPane(QWidget* parent)
    : QWidget(parent),
      title_(makeLabel(titleFont(), "title", this)),
      place_(makeLabel(labelFont(), "prose", this)),
      note_(makeLabel(labelFont(), "label", this)),
      absence_(new AbsenceBand(this)),
      grid_(new WordGridView),
      scroll_(new QScrollArea(this)),
      meaning_(makeLabel(labelFont(), "value", this)),
      hint_(makeLabel(labelFont(), "prose", this)),
      bar_(new ColourBarView(this))
{
    setAttribute(Qt::WA_StyledBackground);
    setRole(*this, "stage");
    setRole(*scroll_, "stage");
    scroll_->setWidget(grid_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->viewport()->installEventFilter(this);
    setFocusProxy(grid_);
    connect(grid_, &WordGridView::sightWanted, this, [this](const QRect& rect) {
        scroll_->ensureVisible(rect.center().x(), rect.bottom(), 0, 8);
        scroll_->ensureVisible(rect.center().x(), rect.top(), 0, 8);
    });

    auto* heading = new QHBoxLayout;
    heading->setSpacing(10);
    heading->addWidget(title_);
    heading->addWidget(place_);
    heading->addStretch(1);
    heading->addWidget(note_);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(meaning_);
    texts->addWidget(hint_);
    auto* footer = new QHBoxLayout;
    footer->addLayout(texts, 1);
    footer->addWidget(bar_, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 10, 20, 6);
    column->setSpacing(8);
    column->addLayout(heading);
    column->addWidget(absence_);
    column->addWidget(scroll_, 1);
    column->addLayout(footer);
    absence_->hide();
}

void WordGridPane::setContent(const Content& content)
{
    title_->setText(content.title);
    place_->setText(content.place);
    note_->setText(content.note);
    meaning_->setText(content.meaning);
    hint_->setText(content.hint);
    absence_->setText(content.absence);
    absence_->setVisible(!content.absence.isEmpty());
    bar_->setVisible(content.bar.has_value());
    if (content.bar) {
        bar_->setBar(*content.bar);
    }
    grid_->setContent(content.grid);
}

bool WordGridPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == scroll_->viewport() && event->type() == QEvent::Resize) {
        grid_->setRoom(scroll_->viewport()->size());
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace attenscope
