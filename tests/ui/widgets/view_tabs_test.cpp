#include <QLabel>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include "ui/widgets/view_tabs.h"

using namespace attenscope;

class ViewTabsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pages_stand_in_the_order_of_the_registry();
    void a_chosen_tab_shows_its_page_and_its_tools();
    void setting_a_tab_is_no_choice_of_the_user();
    void a_tab_without_a_page_changes_nothing();
    void tools_of_other_pages_push_no_tab_out();
    void tools_without_room_stand_below_the_tabs();
};

void ViewTabsTest::pages_stand_in_the_order_of_the_registry()
{
    ViewTabs views;
    views.addPage(Tab::Depth, new QLabel);
    views.addPage(Tab::Image, new QLabel);
    views.addPage(Tab::FullMatrix, new QLabel);
    QCOMPARE(views.pages(), (std::vector{Tab::Image, Tab::FullMatrix, Tab::Depth}));
    const auto* bar = views.findChild<QTabBar*>();
    QCOMPARE(bar->tabText(0), QString("Image"));
    QCOMPARE(bar->tabText(1), QString("Matrix"));
    QCOMPARE(bar->tabText(2), QString("Depth"));
}

void ViewTabsTest::a_chosen_tab_shows_its_page_and_its_tools()
{
    ViewTabs views;
    auto* picture = new QLabel;
    auto* depth = new QLabel;
    auto* tools = new QLabel;
    views.addPage(Tab::Image, picture, tools);
    views.addPage(Tab::Depth, depth);
    views.show();
    QVERIFY(picture->isVisible());
    QVERIFY(tools->isVisible());
    QSignalSpy chosen(&views, &ViewTabs::tabChosen);
    auto* bar = views.findChild<QTabBar*>();
    QTest::mouseClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(1).center());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.front().front().value<Tab>(), Tab::Depth);
    QCOMPARE(views.current(), Tab::Depth);
    QVERIFY(depth->isVisible());
    QVERIFY(!picture->isVisible());
    QVERIFY(!tools->isVisible());
}

void ViewTabsTest::setting_a_tab_is_no_choice_of_the_user()
{
    ViewTabs views;
    auto* depth = new QLabel;
    views.addPage(Tab::Image, new QLabel);
    views.addPage(Tab::Depth, depth);
    views.show();
    QSignalSpy chosen(&views, &ViewTabs::tabChosen);
    views.setCurrent(Tab::Depth);
    QVERIFY(depth->isVisible());
    QCOMPARE(views.current(), Tab::Depth);
    QCOMPARE(chosen.size(), 0);
}

void ViewTabsTest::a_tab_without_a_page_changes_nothing()
{
    ViewTabs views;
    views.addPage(Tab::Image, new QLabel);
    views.setCurrent(Tab::Compare);
    QCOMPARE(views.current(), Tab::Image);
}

void ViewTabsTest::tools_of_other_pages_push_no_tab_out()
{
    ViewTabs views;
    auto* wide = new QLabel;
    wide->setMinimumWidth(600);
    views.addPage(Tab::Compare, new QLabel, wide);
    for (const Tab tab : {Tab::Image, Tab::Words, Tab::FullMatrix, Tab::Depth}) {
        views.addPage(tab, new QLabel);
    }
    views.setCurrent(Tab::Image);
    views.resize(520, 300);
    views.show();
    QVERIFY(QTest::qWaitForWindowExposed(&views));
    const auto* bar = views.findChild<QTabBar*>();
    QVERIFY(bar->tabRect(bar->count() - 1).right() < bar->width());
}

void ViewTabsTest::tools_without_room_stand_below_the_tabs()
{
    ViewTabs views;
    auto* page = new QLabel;
    auto* tools = new QLabel;
    tools->setMinimumWidth(300);
    views.addPage(Tab::Image, page, tools);
    for (const Tab tab : {Tab::Words, Tab::FullMatrix, Tab::Depth, Tab::Compare, Tab::Steps}) {
        views.addPage(tab, new QLabel);
    }
    const auto* bar = views.findChild<QTabBar*>();
    const auto top = [&](const QWidget* widget) { return widget->mapTo(&views, QPoint()).y(); };
    views.resize(900, 300);
    views.show();
    QVERIFY(QTest::qWaitForWindowExposed(&views));
    const int pageTop = top(page);
    QVERIFY(top(tools) < top(bar) + bar->height());
    views.resize(520, 300);
    QTRY_VERIFY(top(tools) >= top(bar) + bar->height());
    QTRY_VERIFY(top(page) > pageTop);
    QVERIFY(tools->width() >= 300);
    QVERIFY(tools->isVisible());
    views.setCurrent(Tab::Words); // has no tools: no row for them
    QTRY_COMPARE(top(page->parentWidget()), pageTop);
    views.setCurrent(Tab::Image);
    views.resize(900, 300);
    QTRY_COMPARE(top(page), pageTop);
    QTRY_VERIFY(top(tools) < top(bar) + bar->height());
}

QTEST_MAIN(ViewTabsTest)
#include "view_tabs_test.moc"
