#include "ui/widgets/word_pane.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/figure/fonts.h"
#include "ui/figure/hatch.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/section.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

constexpr int kPadding = 24;
constexpr int kLeastStripHeight = 64;
constexpr double kStripShare = 0.17; ///< of the window's height, at most
constexpr int kPlaceFrom = 700;
constexpr double kBarHeight = 10;
constexpr double kBarEdge = 16; ///< half a number may stand beyond the bar's ends

} // namespace

ColourBarView::ColourBarView(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Scale of the words' colours"));
}

void ColourBarView::setBar(const ColourBar& bar)
{
    bar_ = bar;
    announceTable();
    updateGeometry();
    update();
}

int ColourBarView::tableRows() const
{
    return !bar_.table ? 0 : bar_.marker ? 3 : 2;
}

int ColourBarView::tableColumns() const
{
    return bar_.table ? 1 : 0;
}

QString ColourBarView::tableRowName(int row) const
{
    return row == 0 ? tr("from") : row == 1 ? tr("to") : tr("pointed at");
}

QString ColourBarView::tableColumnName(int /*column*/) const
{
    return bar_.label;
}

TableCell ColourBarView::tableCell(int row, int /*column*/) const
{
    const double value = row == 0   ? static_cast<double>(bar_.range.minimum)
                         : row == 1 ? static_cast<double>(bar_.range.maximum)
                                    : *bar_.marker;
    return {.text = numberText(value)};
}

QSize ColourBarView::sizeHint() const
{
    if (!bar_.table) {
        return {};
    }
    const ColourBarMargins margins = colourBarMargins(bar_, Qt::Horizontal);
    return {208, static_cast<int>(std::ceil(margins.before + kBarHeight + margins.after))};
}

void ColourBarView::paintEvent(QPaintEvent* /*event*/)
{
    if (!bar_.table) {
        return;
    }
    QPainter painter(this);
    const double before = colourBarMargins(bar_, Qt::Horizontal).before;
    paintColourBar(painter, QRectF(kBarEdge, before, width() - 2 * kBarEdge, kBarHeight), bar_,
                   Qt::Horizontal, themeOf(*this));
}

AbsenceBand::AbsenceBand(QWidget* parent) : QWidget(parent)
{
    setFont(valueFont());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void AbsenceBand::setText(const QString& text)
{
    text_ = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize AbsenceBand::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text_) + 48, 34};
}

void AbsenceBand::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    paintHatch(painter, rect(), theme.hatchLine, theme.hatchBackground);
    const QRectF inside = QRectF(rect()).adjusted(12, 2, -12, -2);
    const QString text =
        fontMetrics().elidedText(text_, Qt::ElideRight, static_cast<int>(inside.width()) - 16);
    painter.setFont(font());
    const QRectF box = painter.boundingRect(inside, Qt::AlignCenter, text);
    painter.fillRect(box.adjusted(-8, -3, 8, 3), theme.panel);
    painter.setPen(theme.text1);
    painter.drawText(box, Qt::AlignCenter, text);
}

WordPane::WordPane(QWidget* parent)
    : QFrame(parent),
      title_(makeLabel(figureFont(13, QFont::DemiBold), "title", this)),
      place_(makeLabel(labelFont(), "prose", this)),
      note_(makeLabel(labelFont(), "label", this)),
      strip_(new WordStripView),
      scroll_(new QScrollArea(this)),
      bar_(new ColourBarView(this)),
      absence_(new AbsenceBand(this))
{
    setRole(*this, "column");
    scroll_->setWidget(strip_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    setRole(*strip_, "column");

    auto* heading = new QHBoxLayout;
    heading->setSpacing(10);
    heading->addWidget(title_);
    heading->addWidget(place_);
    heading->addStretch(1);
    heading->addWidget(note_);
    heading->addWidget(bar_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kPadding, 10, kPadding, 8);
    column->setSpacing(6);
    column->addLayout(heading);
    column->addWidget(absence_);
    column->addWidget(scroll_);
    absence_->hide();
}

ColourBar wordBar(const WordPane::Content& content)
{
    ColourBar bar;
    bar.table = &tableOf(content.strip.style);
    bar.range = content.strip.range;
    bar.scale = content.strip.style.scale;
    bar.label = WordPane::tr("weight");
    bar.marker = content.marker;
    return bar;
}

void WordPane::setContent(const Content& content)
{
    title_->setText(content.title);
    place_->setText(content.place);
    note_->setText(content.note);
    note_->setVisible(!content.note.isEmpty());
    absence_->setText(content.absence);
    absence_->setVisible(!content.absence.isEmpty());
    bar_->setVisible(content.strip.hasWeights);
    if (content.strip.hasWeights) {
        bar_->setBar(wordBar(content));
    }
    strip_->setContent(content.strip);
    fitHeight();
}

void WordPane::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    place_->setVisible(width() >= kPlaceFrom); // the picture's heading says it too
    fitHeight();
}

// As high as the words need, as long as enough is left for the picture; then they scroll.
void WordPane::fitHeight()
{
    const int needed = strip_->heightForWidth(std::max(width() - 2 * kPadding, 160));
    const auto most = static_cast<int>(kStripShare * window()->height());
    scroll_->setFixedHeight(
        std::clamp(needed, kLeastStripHeight, std::max(most, kLeastStripHeight)));
}

} // namespace attenscope
