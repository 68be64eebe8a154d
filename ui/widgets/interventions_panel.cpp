#include "ui/widgets/interventions_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/figure/hatch.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/icons.h"

#include <algorithm>

namespace attenscope {

namespace {

/// The small hatched square in front of a row.
QPixmap hatchedSign(const QWidget& widget)
{
    const double dpr = widget.devicePixelRatioF();
    const Theme& theme = themeOf(widget);
    QPixmap pixmap(QSize(12, 12) * dpr);
    pixmap.setDevicePixelRatio(dpr);
    pixmap.fill(theme.interventionSoft);
    QPainter painter(&pixmap);
    paintHatch(painter, QRectF(0, 0, 12, 12), theme.intervention, theme.interventionSoft, 4);
    painter.setPen(theme.intervention);
    painter.drawRect(QRectF(0.5, 0.5, 11, 11));
    return pixmap;
}

} // namespace

InterventionsPanel::InterventionsPanel(QWidget* parent)
    : Section(tr("Interventions"), parent),
      undo_(new QToolButton(this)),
      empty_(makeLabel(labelFont(), "label", this)),
      rows_(new QVBoxLayout)
{
    setRole(*undo_, "flat");
    undo_->setText(tr("Undo"));
    undo_->setFont(labelFont());
    undo_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    undo_->setFocusPolicy(Qt::StrongFocus);
    describeControl(*undo_, tr("Undo the last intervention"),
                    tr("Take back the intervention that came last"));
    connect(undo_, &QToolButton::clicked, this, &InterventionsPanel::undoRequested);
    titleRow()->addWidget(undo_);
    empty_->setText(
        tr("None. Right-click the image or a word to mask it, a head to switch it off."));
    empty_->setWordWrap(true);
    rows_->setSpacing(2);
    body()->addWidget(empty_);
    body()->addLayout(rows_);
    setItems({}, false);
}

void InterventionsPanel::setItems(const std::vector<Item>& items, bool canUndo)
{
    undo_->setEnabled(canUndo);
    const bool isSame =
        list_ != nullptr && std::ranges::equal(items, items_, [](const Item& a, const Item& b) {
            return a.kind == b.kind && a.index == b.index && a.head == b.head && a.text == b.text;
        });
    if (!isSame) { // most changes of the view are none of the interventions
        items_ = items;
        rebuild();
    }
}

void InterventionsPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        rebuild();
    }
    Section::changeEvent(event);
}

void InterventionsPanel::rebuild()
{
    const Theme& theme = themeOf(*this);
    undo_->setIcon(glyphIcon(Glyph::Undo, theme.text2, theme.disabledText));
    empty_->setVisible(items_.empty());
    if (list_) {
        list_->hide();
        list_->deleteLater(); // one of its buttons may be what was just clicked
    }
    list_ = new QWidget(this);
    auto* column = new QVBoxLayout(list_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    for (const Item& item : items_) {
        column->addWidget(makeRow(item));
    }
    rows_->addWidget(list_);
    list_->setVisible(!items_.empty());
}

QWidget* InterventionsPanel::makeRow(const Item& item)
{
    auto* row = new QWidget(list_);
    auto* sign = new QLabel(row);
    sign->setPixmap(hatchedSign(*this));
    auto* text = makeLabel(labelFont(), "value", row);
    text->setText(item.text);
    text->setWordWrap(true);
    auto* remove = new QToolButton(row);
    setRole(*remove, "flat");
    remove->setFixedSize(24, 24);
    remove->setIcon(glyphIcon(Glyph::Close, themeOf(*this).text2, themeOf(*this).line));
    remove->setFocusPolicy(Qt::StrongFocus);
    describeControl(*remove, tr("Take back: %1", "an intervention").arg(item.text),
                    tr("Take this back"));
    connect(remove, &QToolButton::clicked, this, [this, item] { Q_EMIT removeRequested(item); });
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(sign);
    layout->addWidget(text, 1);
    layout->addWidget(remove);
    return row;
}

} // namespace attenscope
