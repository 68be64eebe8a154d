#include "ui/widgets/command_palette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/figure/fonts.h"
#include "ui/state/fuzzy.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <vector>

namespace attenscope {

namespace {

constexpr int kRowHeight = 32;
constexpr int kId = Qt::UserRole;
constexpr int kGroup = Qt::UserRole + 1;
constexpr int kKeys = Qt::UserRole + 2;

/// "Next layer            View   PgDown".
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
        const Theme& theme = themeOf(*option.widget);
        const bool isChosen = option.state.testFlag(QStyle::State_Selected);
        const bool isEnabled = index.flags().testFlag(Qt::ItemIsEnabled);
        painter->save();
        if (isChosen) {
            painter->fillRect(option.rect, theme.accentSoft);
        }
        QRect row = option.rect.adjusted(12, 0, -12, 0);
        const auto draw = [&](const QString& text, const QFont& font, const QColor& colour,
                              Qt::Alignment alignment) {
            painter->setFont(font);
            painter->setPen(isEnabled ? isChosen ? theme.accentSoftText : colour
                                      : theme.disabledText);
            painter->drawText(row, static_cast<int>(alignment | Qt::AlignVCenter), text);
            return painter->fontMetrics().horizontalAdvance(text);
        };
        draw(index.data(kKeys).toString(), labelFont(), theme.text2, Qt::AlignRight);
        row.setRight(row.right() - 132);
        row.setRight(row.right() - 16 -
                     draw(index.data(kGroup).toString(), labelFont(), theme.text3, Qt::AlignRight));
        const QString text = index.data(Qt::DisplayRole).toString();
        painter->setFont(valueFont());
        draw(painter->fontMetrics().elidedText(text, Qt::ElideRight, row.width()), valueFont(),
             theme.text1, Qt::AlignLeft);
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(Actions& actions, QWidget& window)
    : OverlayPanel({}, window),
      actions_(actions),
      field_(new QLineEdit(this)),
      list_(new QListWidget(this))
{
    setAccessibleName(tr("Commands"));
    body()->setContentsMargins(1, 1, 1, 8);
    body()->setSpacing(0);
    field_->setFont(figureFont(15));
    field_->setFixedHeight(48);
    field_->setTextMargins(12, 0, 12, 0);
    field_->setPlaceholderText(tr("What do you want to do?"));
    describeControl(*field_, tr("Find a command"), tr("Type a part of it; Enter does it"));
    field_->installEventFilter(this);
    list_->setItemDelegate(new RowDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setFocusPolicy(Qt::NoFocus);
    setRole(*list_, "list");
    list_->setAccessibleName(tr("Commands that answer"));
    body()->addWidget(field_);
    body()->addWidget(list_, 1);
    connect(field_, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(list_, &QListWidget::itemClicked, this, &CommandPalette::trigger);
}

QWidget* CommandPalette::firstFocus()
{
    return field_;
}

void CommandPalette::open()
{
    field_->clear();
    fill();
    OverlayPanel::open();
}

void CommandPalette::fill()
{
    struct Answer {
        const ActionInfo* command = nullptr;
        int score = 0;
    };

    std::vector<Answer> answers;
    for (const ActionInfo& command : actions_.commands()) {
        const QString text = fullText(command);
        const std::optional<int> byText = fuzzyScore(field_->text(), text);
        const std::optional<int> byGroup =
            fuzzyScore(field_->text(), command.group + QLatin1Char(' ') + text);
        if (byText || byGroup) {
            const int score = std::max(byText.value_or(-1000), byGroup.value_or(-1000) - 3);
            answers.push_back({&command, actions_.isAvailable(command) ? score : score - 20});
        }
    }
    if (!field_->text().isEmpty()) {
        std::stable_sort(answers.begin(), answers.end(),
                         [](const Answer& a, const Answer& b) { return a.score > b.score; });
    }
    list_->clear();
    for (const Answer& answer : answers) {
        auto* item = new QListWidgetItem(fullText(*answer.command), list_);
        item->setData(kId, answer.command->id);
        item->setData(kGroup, answer.command->group);
        item->setData(kKeys, actions_.keyText(answer.command->id));
        item->setToolTip(answer.command->description);
        if (!actions_.isAvailable(*answer.command)) {
            item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
        }
    }
    list_->setCurrentRow(answers.empty() ? -1 : 0);
}

QStringList CommandPalette::listed() const
{
    QStringList ids;
    for (int row = 0; row < list_->count(); ++row) {
        ids << list_->item(row)->data(kId).toString();
    }
    return ids;
}

void CommandPalette::move(int by)
{
    if (list_->count() > 0) {
        list_->setCurrentRow(std::clamp(list_->currentRow() + by, 0, list_->count() - 1));
    }
}

void CommandPalette::trigger()
{
    const QListWidgetItem* item = list_->currentItem();
    if (!item || !item->flags().testFlag(Qt::ItemIsEnabled)) {
        return;
    }
    const QString id = item->data(kId).toString();
    closePanel(); // first, so that the command finds the focus where it was
    actions_.action(id)->trigger();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == field_ && event->type() == QEvent::FocusOut) {
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason == Qt::MouseFocusReason || reason == Qt::TabFocusReason ||
            reason == Qt::BacktabFocusReason) {
            closePanel();
        }
    }
    const bool isKey =
        event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched != field_ || !isKey) {
        return OverlayPanel::eventFilter(watched, event);
    }
    constexpr int kPage = 8;
    const bool acts = event->type() == QEvent::KeyPress;
    const auto use = [&](const auto& does) {
        event->accept();
        if (acts) {
            does();
        }
        return true;
    };
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
        return use([this] { move(-1); });
    case Qt::Key_Down:
        return use([this] { move(1); });
    case Qt::Key_PageUp:
        return use([this] { move(-kPage); });
    case Qt::Key_PageDown:
        return use([this] { move(kPage); });
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return use([this] { trigger(); });
    default:
        return OverlayPanel::eventFilter(watched, event);
    }
}

} // namespace attenscope
