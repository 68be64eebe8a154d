#include <QTest>

#include "ui/state/head_listing.h"

#include <cmath>

using namespace attenscope;

using Heads = std::vector<ListedHead>;

class HeadListingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void by_layer_every_head_keeps_its_place();
    void by_the_statistic_equal_heads_keep_their_order();
    void heads_without_a_number_come_last_either_way();
    void the_filter_takes_heads_out();
    void ids_name_each_choice_and_nothing_else();

private:
    StatisticTable table_{.heads = {{0.5, std::nan(""), 0.9}, {0.5, 0.1, 0.7}}, .layers = {}};
};

void HeadListingTest::by_layer_every_head_keeps_its_place()
{
    QCOMPARE(listedHeads({}, table_, {}), (Heads{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}}));
    QVERIFY(listedHeads({}, {}, {}).empty());
}

void HeadListingTest::by_the_statistic_equal_heads_keep_their_order()
{
    QCOMPARE(listedHeads({.order = HeadOrder::Largest, .filter = HeadFilter::AtLeast, .limit = 0.2},
                         table_, {}),
             (Heads{{0, 2}, {1, 2}, {0, 0}, {1, 0}}));
}

void HeadListingTest::heads_without_a_number_come_last_either_way()
{
    QCOMPARE(listedHeads({.order = HeadOrder::Smallest}, table_, {}),
             (Heads{{1, 1}, {0, 0}, {1, 0}, {1, 2}, {0, 2}, {0, 1}}));
    QCOMPARE(listedHeads({.order = HeadOrder::Largest}, table_, {}).back(), (ListedHead{0, 1}));
}

void HeadListingTest::the_filter_takes_heads_out()
{
    QCOMPARE(listedHeads({.filter = HeadFilter::On}, table_, {{0, 1}, {1, 2}}),
             (Heads{{0, 0}, {0, 2}, {1, 0}, {1, 1}}));
    QCOMPARE(listedHeads({.filter = HeadFilter::AtLeast, .limit = 0.7}, table_, {}),
             (Heads{{0, 2}, {1, 2}})); // the limit itself is large enough, NaN is not
}

void HeadListingTest::ids_name_each_choice_and_nothing_else()
{
    for (const HeadOrder order : {HeadOrder::Layer, HeadOrder::Largest, HeadOrder::Smallest}) {
        QCOMPARE(headOrderFromId(headOrderId(order)), std::optional(order));
    }
    for (const HeadFilter filter : {HeadFilter::All, HeadFilter::On, HeadFilter::AtLeast}) {
        QCOMPARE(headFilterFromId(headFilterId(filter)), std::optional(filter));
    }
    QVERIFY(!headOrderFromId("all"));
    QVERIFY(!headFilterFromId(""));
}

QTEST_APPLESS_MAIN(HeadListingTest)
#include "head_listing_test.moc"
