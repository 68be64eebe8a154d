#include "ui/widgets/labelled_combo.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QWheelEvent>

#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/icons.h"

#include <algorithm>

namespace attenscope {

namespace {

constexpr int kPadding = 10;
constexpr int kGap = 6;
constexpr int kArrow = 16;

constexpr int kItemRemarkRole = Qt::UserRole + 100;

/// Items with a muted text at their right end.
class RemarkDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = themeOf(*option.widget);
        QStyleOptionViewItem item = option;
        if (!(option.state & QStyle::State_Enabled)) {
            item.palette.setColor(QPalette::Disabled, QPalette::Text, theme.disabledText);
        }
        QStyledItemDelegate::paint(painter, item, index);
        painter->save();
        painter->setFont(labelFont());
        painter->setPen(theme.text3);
        painter->drawText(option.rect.adjusted(0, 0, -kPadding, 0),
                          Qt::AlignRight | Qt::AlignVCenter, remarkOf(index));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const int remark = QFontMetrics(labelFont()).horizontalAdvance(remarkOf(index));
        constexpr int kAir = 8; // above and below together
        return QStyledItemDelegate::sizeHint(option, index) +
               QSize(remark > 0 ? remark + 4 * kPadding : 0, kAir);
    }

private:
    static QString remarkOf(const QModelIndex& index)
    {
        return index.data(kItemRemarkRole).toString();
    }
};

} // namespace

LabelledCombo::LabelledCombo(const QString& label, const QString& toolTip, QWidget* parent)
    : QComboBox(parent), label_(label)
{
    setFont(valueFont());
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setAccessibleName(label);
    setToolTip(toolTip);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void LabelledCombo::setRemark(const QString& remark)
{
    remark_ = remark;
    update();
}

void LabelledCombo::setItemRemark(int row, const QString& remark)
{
    if (!hasItemRemarks_) {
        hasItemRemarks_ = true;
        setItemDelegate(new RemarkDelegate(this));
    }
    setItemData(row, remark, kItemRemarkRole);
    view()->setMinimumWidth(view()->sizeHintForColumn(0));
}

void LabelledCombo::refuseItem(int row, const QString& reason)
{
    setItemData(row, reason, Qt::ToolTipRole);
    setItemData(row, reason, Qt::AccessibleDescriptionRole);
    auto* items = qobject_cast<QStandardItemModel*>(model()); // QComboBox's own
    items->item(row)->setEnabled(false);
}

void LabelledCombo::allowItem(int row, const QString& description)
{
    setItemData(row, description, Qt::ToolTipRole);
    setItemData(row, description, Qt::AccessibleDescriptionRole);
    auto* items = qobject_cast<QStandardItemModel*>(model()); // QComboBox's own
    items->item(row)->setEnabled(true);
}

QSize LabelledCombo::sizeHint() const
{
    const QFontMetrics metrics(figureFont(13, QFont::Medium));
    int text = metrics.horizontalAdvance(placeholderText());
    for (int row = 0; row < count(); ++row) {
        text = std::max(text, metrics.horizontalAdvance(itemText(row)));
    }
    const int label = label_.isEmpty() ? 0 : metrics.horizontalAdvance(label_) + kGap;
    const int remark = remark_.isEmpty() ? 0 : metrics.horizontalAdvance(remark_) + 2 * kGap;
    return {2 * kPadding + label + text + remark + kGap + kArrow, 28};
}

QSize LabelledCombo::minimumSizeHint() const
{
    return {72, 28};
}

void LabelledCombo::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal pen = hasFocus() ? 2 : 1;
    painter.setPen(QPen(hasFocus() ? theme.accent : isEnabled() ? theme.control : theme.line, pen));
    painter.setBrush(underMouse() && isEnabled() ? theme.hover : theme.button);
    painter.drawRoundedRect(QRectF(rect()).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), 4, 4);

    QRect inside = rect().adjusted(kPadding, 0, -kPadding, 0);
    const QRectF arrow(inside.right() - kArrow + 4, (height() - kArrow) / 2.0, kArrow, kArrow);
    paintGlyph(painter, arrow, Glyph::Down, isEnabled() ? theme.text2 : theme.disabledText);
    inside.setRight(qRound(arrow.left()) - kGap);

    painter.setFont(font());
    painter.setPen(theme.text3);
    // What is chosen comes first: in a narrow window the label goes (tooltip and name keep it).
    const int value = QFontMetrics(figureFont(13, QFont::Medium)).horizontalAdvance(currentText());
    const int label = painter.fontMetrics().horizontalAdvance(label_);
    if (label > 0 && label + kGap + value <= inside.width()) {
        painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft, label_);
        inside.setLeft(inside.left() + label + kGap);
    }
    if (!remark_.isEmpty()) {
        painter.drawText(inside, Qt::AlignVCenter | Qt::AlignRight, remark_);
        inside.setRight(inside.right() - painter.fontMetrics().horizontalAdvance(remark_) - kGap);
    }
    const bool isChosen = currentIndex() >= 0;
    const QString text = isChosen ? currentText() : placeholderText();
    painter.setPen(!isEnabled() ? theme.disabledText : isChosen ? theme.text1 : theme.text3);
    painter.setFont(isChosen ? figureFont(13, QFont::Medium) : font());
    painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, inside.width()));
}

// The wheel scrolls what lies around; only a focused chooser takes it.
void LabelledCombo::wheelEvent(QWheelEvent* event)
{
    if (hasFocus()) {
        QComboBox::wheelEvent(event);
    } else {
        event->ignore();
    }
}

} // namespace attenscope
