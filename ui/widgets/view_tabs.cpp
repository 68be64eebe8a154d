#include "ui/widgets/view_tabs.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/figure/engine_text.h"
#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <iterator>

namespace attenscope {

namespace {

constexpr int kRowHeight = 40;

} // namespace

ViewTabs::ViewTabs(QWidget* parent)
    : QWidget(parent), bar_(new QTabBar), tools_(new QStackedWidget), stack_(new QStackedWidget)
{
    bar_->setDocumentMode(true);
    bar_->setDrawBase(false);
    bar_->setExpanding(false);
    bar_->setUsesScrollButtons(false);
    bar_->setElideMode(Qt::ElideNone);
    bar_->setFont(figureFont(13, QFont::Medium));
    bar_->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed); // every tab is seen
    bar_->setFocusPolicy(Qt::TabFocus); // a click leaves single keys where they were
    describeControl(*bar_, tr("Views"),
                    tr("What the centre of the window shows (Ctrl+1 to Ctrl+6)"));
    connect(bar_, &QTabBar::currentChanged, this, [this](int index) {
        open(index);
        Q_EMIT tabChosen(current());
    });

    auto* row = new QFrame;
    setRole(*row, "column");
    row->setFixedHeight(kRowHeight);
    auto* rowLayout = new QHBoxLayout(row);
    rowLayout->setContentsMargins(16, 0, 24, 0);
    rowLayout->setSpacing(12);
    rowLayout->addWidget(bar_, 0, Qt::AlignBottom);
    rowLayout->addWidget(tools_, 1);

    auto* line = new QFrame;
    setRole(*line, "separator");
    line->setFixedHeight(1);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(row);
    column->addWidget(line);
    column->addWidget(stack_, 1);
}

void ViewTabs::addPage(Tab tab, QWidget* page, QWidget* tools)
{
    const auto place = std::ranges::upper_bound(pages_, tab);
    const auto index = static_cast<int>(std::distance(pages_.begin(), place));
    pages_.insert(place, tab);
    const TabInfo& info = tabInfo(tab);
    const QSignalBlocker blocker(bar_); // nobody has chosen anything
    stack_->insertWidget(index, page);
    tools_->insertWidget(index, tools != nullptr ? tools : new QWidget);
    bar_->insertTab(index, engineText(info.name));
    bar_->setTabToolTip(index, engineText(info.description));
    open(bar_->currentIndex());
}

Tab ViewTabs::current() const
{
    return pages_.at(static_cast<std::size_t>(bar_->currentIndex()));
}

void ViewTabs::setCurrent(Tab tab)
{
    const auto place = std::ranges::find(pages_, tab);
    if (place == pages_.end()) {
        return;
    }
    const auto index = static_cast<int>(std::distance(pages_.begin(), place));
    const QSignalBlocker blocker(bar_);
    bar_->setCurrentIndex(index);
    open(index);
}

// Only the tools that are seen take room: those of other pages would push tabs out of a narrow
// window.
void ViewTabs::open(int index)
{
    for (int i = 0; i < tools_->count(); ++i) {
        const auto policy = i == index ? QSizePolicy::Preferred : QSizePolicy::Ignored;
        tools_->widget(i)->setSizePolicy(policy, policy);
    }
    tools_->setCurrentIndex(index);
    stack_->setCurrentIndex(index);
}

void ViewTabs::setNotice(QWidget* notice)
{
    static_cast<QVBoxLayout*>(layout())->insertWidget(2, notice);
}

} // namespace attenscope
