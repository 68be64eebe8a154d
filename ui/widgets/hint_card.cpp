#include "ui/widgets/hint_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/canvas_measures.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/image_canvas.h"
#include "ui/widgets/section.h"

namespace attenscope {

namespace {

constexpr int kWidth = 300;
constexpr int kLeastPicture = 400; ///< that the card has to leave

} // namespace

HintCard::HintCard(ImageCanvas& stage)
    : QFrame(&stage), stage_(stage), close_(new QToolButton(this)), strip_(new QFrame)
{
    setRole(*this, "card");
    setAccessibleName(tr("A sample to start with"));
    setFixedWidth(kWidth);
    setCursor(Qt::ArrowCursor);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(8);

    auto* head = new QHBoxLayout;
    auto* title = makeLabel(titleFont(), "title", this);
    title->setText(tr("A sample to start with"));
    setRole(*close_, "flat");
    close_->setFixedSize(24, 24);
    close_->setFocusPolicy(Qt::StrongFocus);
    describeControl(*close_, tr("Close the hint"), tr("Close; it doesn't come back"));
    updateIcon();
    head->addWidget(title, 1);
    head->addWidget(close_);
    column->addLayout(head);
    auto* text = makeLabel(labelFont(), "prose", this);
    text->setWordWrap(true);
    text->setText(tr("A small model has just run on this image. Yellow patches receive most of the "
                     "word's attention."));
    column->addWidget(text);
    addLine(tr("Point at a word"), tr("to see where it looks."));
    addLine(tr("Point at the image"), tr("to see which words a patch looks at."));
    addLine(tr("Drop an image, type a sentence"), tr("and press Enter to run it."));
    addLine(tr("Open a checkpoint"), tr("to look into a model of your own."));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto* done = new QPushButton(tr("Got it"), this);
    setRole(*done, "primary");
    done->setFixedHeight(28);
    describeControl(*done, tr("Got it"), tr("Close the hint; it doesn't come back"));
    auto* samples = new QPushButton(tr("More samples…"), this);
    samples->setFixedHeight(28);
    describeControl(*samples, tr("More samples"), tr("Other images with their sentences"));
    auto* keys = new QPushButton(tr("All keys"), this);
    setRole(*keys, "flat");
    keys->setFixedHeight(28);
    describeControl(*keys, tr("All keys of the window"), tr("Show all keys (?)"));
    buttons->addWidget(done);
    buttons->addWidget(samples);
    buttons->addStretch(1);
    buttons->addWidget(keys);
    column->addSpacing(4);
    column->addLayout(buttons);

    connect(done, &QPushButton::clicked, this, &HintCard::understood);
    connect(close_, &QToolButton::clicked, this, &HintCard::understood);
    connect(samples, &QPushButton::clicked, this, &HintCard::samplesRequested);
    connect(keys, &QPushButton::clicked, this, &HintCard::keysRequested);
    buildStrip();
    stage.installEventFilter(this);
    hide();
}

void HintCard::buildStrip()
{
    setRole(*strip_, "column");
    strip_->setAccessibleName(accessibleName());
    auto* row = new QHBoxLayout(strip_);
    row->setContentsMargins(24, 6, 24, 6);
    row->setSpacing(12);
    auto* text = makeLabel(labelFont(), "prose", strip_);
    text->setWordWrap(true);
    text->setText(tr("A small model has just run on this image. Point at a word to see where it "
                     "looks, or at the image to see which words a patch looks at."));
    auto* done = new QPushButton(tr("Got it"), strip_);
    setRole(*done, "primary");
    done->setFixedHeight(28);
    describeControl(*done, tr("Got it"), tr("Close the hint; it doesn't come back"));
    connect(done, &QPushButton::clicked, this, &HintCard::understood);
    row->addWidget(text, 1);
    row->addWidget(done);
    strip_->hide();
}

void HintCard::addLine(const QString& what, const QString& why)
{
    auto* line = new QFrame(this);
    setRole(*line, "separator");
    line->setFixedHeight(1);
    auto* first = makeLabel(figureFont(13, QFont::DemiBold), "value", this);
    first->setText(what);
    auto* second = makeLabel(labelFont(), "prose", this);
    second->setText(why);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(first);
    texts->addWidget(second);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addWidget(line);
    column->addLayout(texts);
}

void HintCard::updateIcon()
{
    const Theme& theme = themeOf(*this);
    close_->setIcon(glyphIcon(Glyph::Close, theme.text2, theme.line));
}

void HintCard::setWanted(bool isWanted)
{
    if (isWanted != isWanted_) {
        isWanted_ = isWanted;
        place();
    }
}

void HintCard::place()
{
    resize(kWidth, layout()->totalHeightForWidth(kWidth));
    const int edge = qRound(kPadding);
    const bool hasRoom = stage_.width() >= kWidth + 2 * edge + kLeastPicture &&
                         stage_.height() >= height() + 2 * edge;
    const bool isShown = isWanted_ && hasRoom;
    stage_.setAside(isShown ? kWidth + edge : 0);
    move(stage_.width() - kWidth - edge, qRound(kHeadingHeight));
    setVisible(isShown);
    strip_->setVisible(isWanted_ && !hasRoom);
}

bool HintCard::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &stage_ && event->type() == QEvent::Resize && isWanted_) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

void HintCard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && close_) {
        updateIcon();
    }
    QFrame::changeEvent(event);
}

} // namespace attenscope
