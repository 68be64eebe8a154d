#pragma once

#include <QWidget>

#include "ui/state/tab.h"

#include <vector>

class QFrame;
class QStackedWidget;
class QTabBar;

namespace attenscope {

/// The centre of the window: a row of tabs with the tools of the one that is open, and its page.
/// Where the tools have no room beside the tabs, they get a row of their own.
class ViewTabs : public QWidget {
    Q_OBJECT

public:
    explicit ViewTabs(QWidget* parent = nullptr);

    /// In the order of tabs(). Takes both.
    /// tools  at the right of the row while the page is open; null: none
    void addPage(Tab tab, QWidget* page, QWidget* tools = nullptr);

    const std::vector<Tab>& pages() const { return pages_; }

    Tab current() const;
    void setCurrent(Tab tab); ///< says nothing of it

    /// Takes the widget. Stands between the row of tabs and the page.
    void setNotice(QWidget* notice);

Q_SIGNALS:
    void tabChosen(attenscope::Tab tab); ///< by the user

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void open(int index);
    void placeTools();

    std::vector<Tab> pages_;
    QTabBar* bar_;
    QFrame* tabRow_;
    QFrame* toolRow_; ///< below the other one, in a narrow window
    QStackedWidget* tools_;
    QStackedWidget* stack_;
};

} // namespace attenscope
