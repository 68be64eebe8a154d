#include <QTest>

#include "engine/analysis/found_heads.h"

using namespace attenscope;

namespace {

using State = Map::KeyState;

Map mapOf(std::vector<float> values, std::vector<State> states = {})
{
    Map map;
    map.values = std::move(values);
    map.states =
        states.empty() ? std::vector<State>(map.values.size(), State::Shown) : std::move(states);
    return map;
}

} // namespace

class FoundHeadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void heads_stand_by_their_sum_inside();
    void equal_heads_stand_in_their_order();
    void what_is_not_shown_has_no_weight();
    void no_keys_have_no_share();
    void a_layer_without_the_kind_and_similarities_are_left_out();
};

void FoundHeadsTest::heads_stand_by_their_sum_inside()
{
    // Keys 1 and 3: 0.25 + 0.125, 0.5 + 0, 0 + 1, 0.25 + 0.5.
    const std::vector<HeadShare> heads =
        headsByShare({{mapOf({0.5F, 0.25F, 0.125F, 0.125F}), mapOf({0.25F, 0.5F, 0.25F, 0})},
                      {mapOf({0, 0, 0, 1}), mapOf({0.125F, 0.25F, 0.125F, 0.5F})}},
                     {1, 3});
    QCOMPARE(heads,
             (std::vector<HeadShare>{{1, 0, 1.0}, {1, 1, 0.75}, {0, 1, 0.5}, {0, 0, 0.375}}));
}

void FoundHeadsTest::equal_heads_stand_in_their_order()
{
    const Map same = mapOf({0.5F, 0.5F});
    const std::vector<HeadShare> heads = headsByShare({{same, same}, {same, same}}, {0});
    QCOMPARE(heads, (std::vector<HeadShare>{{0, 0, 0.5}, {0, 1, 0.5}, {1, 0, 0.5}, {1, 1, 0.5}}));
}

void FoundHeadsTest::what_is_not_shown_has_no_weight()
{
    const Map map = mapOf({0.25F, 0.25F, 0.25F, 0.25F},
                          {State::Hidden, State::Masked, State::Shown, State::Absent});
    QCOMPARE(headsByShare({{map}}, {0, 1, 2, 3}), (std::vector<HeadShare>{{0, 0, 0.25}}));
}

void FoundHeadsTest::no_keys_have_no_share()
{
    QCOMPARE(headsByShare({{mapOf({1, 0})}}, {}), (std::vector<HeadShare>{{0, 0, 0.0}}));
    QVERIFY(headsByShare({}, {0}).empty());
}

void FoundHeadsTest::a_layer_without_the_kind_and_similarities_are_left_out()
{
    const Map absent = mapOf({0, 0}, {State::Absent, State::Absent});
    QCOMPARE(headsByShare({{absent}, {mapOf({1, 0})}}, {0}), (std::vector<HeadShare>{{1, 0, 1.0}}));
    Map cosine = mapOf({0.5F, -0.5F});
    cosine.isSimilarity = true;
    QVERIFY(headsByShare({{cosine}}, {0}).empty());
}

QTEST_APPLESS_MAIN(FoundHeadsTest)
#include "found_heads_test.moc"
