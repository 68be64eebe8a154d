#include "ui/widgets/found_heads_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/figure/colour_bar.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

constexpr int kRowHeight = 26;
constexpr int kRowsShown = 6;
constexpr int kShare = Qt::UserRole;

QString nameOf(const HeadShare& head)
{
    return FoundHeadsPanel::tr("layer %1, head %2").arg(head.layer).arg(head.head);
}

QString shareText(const HeadShare& head)
{
    return numberText(head.share);
}

/// "layer 1, head 2 ▬▬▬▬▬        0.412".
class RowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& /*option*/,
                   const QModelIndex& /*index*/) const override
    {
        return {0, kRowHeight};
    }

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        constexpr int kName = 116;
        constexpr int kNumber = 56;
        const Theme& theme = themeOf(*option.widget);
        const bool isChosen = option.state.testFlag(QStyle::State_Selected);
        const auto head = index.data(kShare).value<HeadShare>();
        painter->save();
        if (isChosen) {
            painter->fillRect(option.rect, theme.accentSoft);
        }
        const QRect row = option.rect.adjusted(8, 0, -8, 0);
        painter->setFont(labelFont());
        painter->setPen(isChosen ? theme.accentSoftText : theme.text1);
        painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter, nameOf(head));
        painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, shareText(head));
        const QRectF bar(row.left() + kName, row.center().y() - 3,
                         std::max(0, row.width() - kName - kNumber), 6);
        painter->fillRect(bar, theme.line);
        painter->fillRect(
            QRectF(bar.topLeft(), QSizeF(bar.width() * std::clamp(head.share, 0.0, 1.0), 6)),
            theme.text3);
        painter->restore();
    }
};

} // namespace

FoundHeadsPanel::FoundHeadsPanel(QWidget* parent)
    : Section(tr("Heads that look there"), parent),
      question_(makeLabel(labelFont(), "prose", this)),
      list_(new QListWidget(this))
{
    auto* close = new QToolButton(this);
    setRole(*close, "flat");
    close->setText(tr("Close"));
    close->setFont(labelFont());
    close->setFocusPolicy(Qt::StrongFocus);
    describeControl(*close, tr("Close the found heads"), tr("Close the list (Esc)"));
    connect(close, &QToolButton::clicked, this, &FoundHeadsPanel::closed);
    titleRow()->addWidget(close);
    question_->setWordWrap(true);
    list_->setItemDelegate(new RowDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    setRole(*list_, "list");
    describeControl(*list_, tr("Heads by their share inside the chosen patches"),
                    tr("Enter and Shift+Enter step through them"));
    connect(list_, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) {
        Q_EMIT headChosen(item->data(kShare).value<HeadShare>());
    });
    body()->addWidget(question_);
    body()->addWidget(list_);
}

void FoundHeadsPanel::setContent(Content content)
{
    const bool isOtherList = content.heads != content_.heads;
    content_ = std::move(content);
    const bool isEmpty = content_.heads.empty();
    question_->setText(
        content_.units == 0 ? tr("Drag a box on the image, choose a word, and press F.")
        : isEmpty           ? tr("No head of this mode asks from words about the image.")
        : content_.units == 1
            ? tr("Weight of %1 on the chosen patch").arg(content_.query)
            : tr("Weight of %1 on the %2 chosen patches").arg(content_.query).arg(content_.units));
    if (isOtherList) {
        list_->clear();
        for (const HeadShare& head : content_.heads) {
            auto* item = new QListWidgetItem(list_);
            item->setData(kShare, QVariant::fromValue(head));
            item->setData(Qt::AccessibleTextRole,
                          tr("%1: share %2").arg(nameOf(head), shareText(head)));
        }
        const int rows = std::min(kRowsShown, list_->count());
        list_->setFixedHeight(rows * kRowHeight + 2);
    }
    list_->setVisible(!isEmpty);
    const std::optional<std::size_t> shown = shownIndex();
    list_->setCurrentRow(shown ? static_cast<int>(*shown) : -1);
}

std::optional<std::size_t> FoundHeadsPanel::shownIndex() const
{
    const auto found =
        std::find_if(content_.heads.begin(), content_.heads.end(), [this](const HeadShare& head) {
            return head.layer == content_.layer && head.head == content_.head;
        });
    return found == content_.heads.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - content_.heads.begin()));
}

std::optional<HeadShare> FoundHeadsPanel::neighbour(int by) const
{
    if (content_.heads.empty()) {
        return std::nullopt;
    }
    const std::optional<std::size_t> shown = shownIndex();
    const int last = static_cast<int>(content_.heads.size()) - 1;
    const int place = shown ? std::clamp(static_cast<int>(*shown) + by, 0, last) : 0;
    return content_.heads[static_cast<std::size_t>(place)];
}

} // namespace attenscope
