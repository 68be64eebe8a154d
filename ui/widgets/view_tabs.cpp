#include "ui/widgets/view_tabs.h"

#include <QEvent>
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
constexpr int kToolRowHeight = 36;
constexpr int kLeft = 16;
constexpr int kRight = 24;
constexpr int kGap = 12;

QFrame* makeRow(int height)
{
    auto* row = new QFrame;
    setRole(*row, "column");
    row->setFixedHeight(height);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(kLeft, 0, kRight, 0);
    layout->setSpacing(kGap);
    return row;
}

} // namespace

ViewTabs::ViewTabs(QWidget* parent)
    : QWidget(parent),
      bar_(new QTabBar),
      tabRow_(makeRow(kRowHeight)),
      toolRow_(makeRow(kToolRowHeight)),
      tools_(new QStackedWidget),
      stack_(new QStackedWidget)
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

    static_cast<QHBoxLayout*>(tabRow_->layout())->addWidget(bar_, 0, Qt::AlignBottom);
    static_cast<QHBoxLayout*>(tabRow_->layout())->addWidget(tools_, 1);
    toolRow_->hide();
    tools_->setMinimumWidth(1); // what they need decides where they stand, not how wide this is

    auto* line = new QFrame;
    setRole(*line, "separator");
    line->setFixedHeight(1);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(tabRow_);
    column->addWidget(toolRow_);
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
    placeTools();
}

/// Beside the tabs, or below them where they would be cut there.
void ViewTabs::placeTools()
{
    const QWidget* tools = tools_->currentWidget();
    if (tools == nullptr) {
        return;
    }
    const int least = std::max(tools->minimumSizeHint().width(), tools->minimumWidth());
    const int needed = kLeft + bar_->sizeHint().width() + kGap + least + kRight;
    const bool isBelow = needed > width();
    QFrame* row = isBelow ? toolRow_ : tabRow_;
    if (tools_->parentWidget() != row) {
        static_cast<QHBoxLayout*>(row->layout())->addWidget(tools_, 1);
        tools_->show();
    }
    if (toolRow_->isHidden() == isBelow) {
        toolRow_->setVisible(isBelow);
        if (isVisible()) {
            layout()->activate(); // this may be a part of a layout's own work: no later one comes
        }
    }
}

bool ViewTabs::event(QEvent* event)
{
    const bool isHandled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) { // a tool came, went or has another text
        placeTools();
    }
    return isHandled;
}

void ViewTabs::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeTools();
}

void ViewTabs::setNotice(QWidget* notice)
{
    static_cast<QVBoxLayout*>(layout())->insertWidget(3, notice);
}

} // namespace attenscope
