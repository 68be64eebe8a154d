#include "ui/widgets/word_cells_pane.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/appearance.h"
#include "ui/widgets/canvas_measures.h"
#include "ui/widgets/section.h"

namespace attenscope {

namespace {

constexpr int kLinkRoom = 30; ///< for the sign

/// Two links of a chain.
void paintLink(QPainter& painter, const QPointF& centre, const Theme& theme)
{
    constexpr double kRadius = 11;
    painter.setPen(QPen(theme.control, 1));
    painter.setBrush(theme.panel);
    painter.drawEllipse(centre, kRadius, kRadius);
    painter.translate(centre);
    painter.rotate(-45);
    painter.setPen(QPen(theme.accent, 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(-7, -2.25, 7, 4.5), 2.25, 2.25);
    painter.drawRoundedRect(QRectF(0, -2.25, 7, 4.5), 2.25, 2.25);
    painter.drawLine(QPointF(-2.5, 0), QPointF(2.5, 0));
    painter.resetTransform();
}

} // namespace

WordCellsPane::WordCellsPane(QWidget* parent)
    : QFrame(parent),
      title_(makeLabel(titleFont(), "title", this)),
      place_(makeLabel(labelFont(), "prose", this)),
      note_(makeLabel(labelFont(), "label", this)),
      cells_(new WordStripView(this, WordStripView::Shape::Cells)),
      bar_(new ColourBarView(this))
{
    setRole(*this, "stage");
    auto* heading = new QHBoxLayout;
    heading->setSpacing(10);
    heading->addWidget(place_);
    heading->addStretch(1);
    heading->addWidget(note_);
    for (QLabel* label : {title_, place_, note_}) { // cut rather than asking for room
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    place_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    note_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto* column = new QVBoxLayout(this);
    const int edge = qRound(kPadding);
    column->setContentsMargins(kLinkRoom, 6, edge, 8);
    column->setSpacing(4);
    column->addWidget(title_);
    column->addLayout(heading);
    column->addWidget(cells_, 1);
    column->addWidget(bar_, 0, Qt::AlignHCenter);
}

void WordCellsPane::setContent(const WordPane::Content& content)
{
    title_->setText(content.title);
    place_->setText(content.place);
    note_->setText(content.note);
    bar_->setBar(wordBar(content));
    cells_->setContent(content.strip);
}

void WordCellsPane::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.stage);
    painter.fillRect(QRect(0, 0, 1, height()), theme.control);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLink(painter, QPointF(kLinkRoom / 2.0, height() / 2.0), theme);
}

} // namespace attenscope
