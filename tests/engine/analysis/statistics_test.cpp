#include <QTest>

#include "engine/analysis/back_weight.h"
#include "engine/analysis/row_statistics.h"
#include "engine/analysis/statistics.h"
#include "engine/base/error.h"
#include "engine/trace/trace_builder.h"
#include "tests/engine/analysis/plain_statistics.h"
#include "tests/engine/analysis/small_trace.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

using namespace attenscope;

namespace {

StatisticTable tableOf(const Trace& trace, const Selection& selection, std::string_view id)
{
    return statisticTable(trace, selection, id, headMaps(trace, selection));
}

Selection
selectionOf(Direction direction, std::string kind, std::vector<int> focus, SpecialTokens special)
{
    Selection selection;
    selection.direction = direction;
    selection.kind = std::move(kind);
    selection.focus = std::move(focus);
    selection.special = special;
    return selection;
}

std::vector<Selection> selections()
{
    std::vector<Selection> all;
    for (const SpecialTokens special :
         {SpecialTokens::Hide, SpecialTokens::Show, SpecialTokens::Renormalise}) {
        for (const std::vector<int>& focus :
             {std::vector<int>{}, std::vector<int>{2}, std::vector<int>{1, 3}}) {
            for (const Direction direction : {Direction::TextToImage, Direction::ImageToText,
                                              Direction::TextToText, Direction::ImageToImage}) {
                all.push_back(selectionOf(direction, "joint_self", focus, special));
            }
            all.push_back(
                selectionOf(Direction::TextToImage, "cross_text_to_image", focus, special));
            all.push_back(
                selectionOf(Direction::ImageToText, "cross_image_to_text", focus, special));
            all.push_back(selectionOf(Direction::ImageToImage, "vision_self", focus, special));
        }
    }
    return all;
}

} // namespace

class StatisticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_statistic_equals_its_definition();
    void an_even_row_is_as_open_as_can_be();
    void a_row_on_one_key_is_as_narrow_as_can_be();
    void the_masses_of_a_row_make_one();
    void numbers_by_hand();
    void sides_are_constant_in_cross_layers();
    void what_says_nothing_is_refused_with_its_reason();
    void distance_does_not_depend_on_the_patches_order();
    void a_head_that_is_off_has_no_number();
    void a_layer_without_such_attention_has_no_number();
    void a_row_without_weight_has_no_shares();
    void conditional_rows_have_the_same_shares();
    void keys_stand_by_their_weight();
    void a_key_gives_back_its_weight_in_the_other_direction();
    void every_row_of_the_registry_tells_what_it_is();
};

void StatisticsTest::every_statistic_equals_its_definition()
{
    const Trace trace = traceWith(Fill::Random);
    int compared = 0;
    for (const Selection& selection : selections()) {
        for (const StatisticInfo& info : statistics()) {
            const std::string id(info.id);
            if (!statisticAbsence(trace, selection, id).empty()) {
                continue;
            }
            const StatisticTable table = tableOf(trace, selection, id);
            QCOMPARE(table.heads.size(), std::size_t(kLayers));
            for (int layer = 0; layer < kLayers; ++layer) {
                double sum = 0;
                for (int head = 0; head < kHeads; ++head) {
                    const double found = table.heads.at(static_cast<std::size_t>(layer))
                                             .at(static_cast<std::size_t>(head));
                    double wanted = expectedStatistic(trace, selection, id, layer, head);
                    if (id == "largest" && selection.special == SpecialTokens::Renormalise) {
                        const Rows rows = plain(trace, selection.kind, layer, head);
                        const auto weights = shownWeights(rows, selection);
                        // On a joint row what is left is this side's weight on ordinary keys.
                        wanted /= std::accumulate(weights.begin(), weights.end(), 0.0);
                    }
                    sum += found;
                    ++compared;
                    QVERIFY2(std::abs(found - wanted) <= 1e-6 * std::max(1.0, std::abs(wanted)),
                             qPrintable(QStringLiteral("%1, %2, layer %3 head %4: %5, expected %6")
                                            .arg(QString::fromStdString(id),
                                                 QString::fromStdString(selection.kind))
                                            .arg(layer)
                                            .arg(head)
                                            .arg(found, 0, 'g', 10)
                                            .arg(wanted, 0, 'g', 10)));
                    QVERIFY(found >= 0);
                    QVERIFY(found <= info.largest + 1e-12);
                }
                QVERIFY(std::abs(table.layers.at(static_cast<std::size_t>(layer)) - sum / kHeads) <
                        1e-12 * std::max(1.0, sum));
            }
        }
    }
    QVERIFY(compared > 1500);
}

void StatisticsTest::an_even_row_is_as_open_as_can_be()
{
    const Trace trace = traceWith(Fill::Uniform);
    const Selection selection =
        selectionOf(Direction::TextToImage, "cross_text_to_image", {2}, SpecialTokens::Hide);
    const auto number = [&](const char* id) {
        return tableOf(trace, selection, id).heads.front().front();
    };
    // Five patches: six without the masked one.
    QVERIFY(std::abs(number("entropy-share") - 1) < 1e-6);
    QVERIFY(std::abs(number("entropy") - std::log(5.0)) < 1e-6);
    QVERIFY(std::abs(number("effective-keys") - 5) < 1e-5);
    QVERIFY(std::abs(number("lift") - 1) < 1e-6);
    QVERIFY(std::abs(number("gini")) < 1e-6);
    QVERIFY(std::abs(number("confidence") - 0.2) < 1e-6);
    QVERIFY(std::abs(number("top-5") - 1) < 1e-6);
    QVERIFY(std::abs(number("agreement") - 1) < 1e-6);
}

void StatisticsTest::a_row_on_one_key_is_as_narrow_as_can_be()
{
    const Trace trace = traceWith(Fill::OneHot);
    const Selection selection =
        selectionOf(Direction::TextToImage, "cross_text_to_image", {2}, SpecialTokens::Hide);
    const auto number = [&](const char* id) {
        return tableOf(trace, selection, id).heads.front().front();
    };
    QCOMPARE(number("entropy"), 0.0);
    QCOMPARE(number("entropy-share"), 0.0);
    QCOMPARE(number("effective-keys"), 1.0);
    QCOMPARE(number("largest"), 1.0);
    QCOMPARE(number("confidence"), 1.0);
    QCOMPARE(number("sink"), 1.0);
    QCOMPARE(number("lift"), 5.0);
    QVERIFY(std::abs(number("gini") - 0.8) < 1e-12); // (K − 1) / K
}

void StatisticsTest::the_masses_of_a_row_make_one()
{
    const Trace trace = traceWith(Fill::Random);
    for (const Selection& selection : selections()) {
        if (selection.kind != "joint_self") {
            continue;
        }
        const StatisticTable image = tableOf(trace, selection, "image-mass");
        const StatisticTable text = tableOf(trace, selection, "text-mass");
        const StatisticTable special = tableOf(trace, selection, "special-mass");
        for (std::size_t layer = 0; layer < kLayers; ++layer) {
            for (std::size_t head = 0; head < kHeads; ++head) {
                const double all =
                    image.heads[layer][head] + text.heads[layer][head] + special.heads[layer][head];
                QVERIFY(std::abs(all - 1) < 1e-6);
            }
        }
    }
}

void StatisticsTest::numbers_by_hand()
{
    Map map;
    map.values = {0.4F, 0.1F, 0.2F, 0.1F, 0.2F};
    using State = Map::KeyState;
    map.states = {State::Shown, State::Shown, State::Hidden, State::Masked, State::Absent};
    const std::optional<RowStatistics> found = rowStatistics(map);
    QVERIFY(found.has_value());
    QCOMPARE(found->keys, 2); // p = 0.8, 0.2
    QVERIFY(std::abs(found->entropy - 0.5004024235) < 1e-7);
    QVERIFY(std::abs(found->entropyShare - 0.7219280949) < 1e-7);
    QVERIFY(std::abs(found->effectiveKeys - 1.6493848) < 1e-6);
    QVERIFY(std::abs(found->largestShare - 0.8) < 1e-7);
    QVERIFY(std::abs(found->lift - 1.6) < 1e-6);
    QVERIFY(std::abs(found->gini - 0.3) < 1e-7);
    QVERIFY(std::abs(found->topMass - 1) < 1e-12);
}

void StatisticsTest::sides_are_constant_in_cross_layers()
{
    const Trace trace = traceWith(Fill::Random);
    const Selection cross =
        selectionOf(Direction::TextToImage, "cross_text_to_image", {}, SpecialTokens::Hide);
    const Selection joint =
        selectionOf(Direction::TextToImage, "joint_self", {}, SpecialTokens::Hide);
    for (const char* id : {"image-mass", "text-mass"}) {
        QVERIFY(!statisticAbsence(trace, cross, id).empty());
        QVERIFY(statisticAbsence(trace, joint, id).empty());
    }
    QVERIFY(statisticAbsence(trace, cross, "special-mass").empty()); // it has a class unit
    Trace without = trace;
    without.units.units.front().kind = VisualUnit::Kind::Patch;
    QVERIFY(!statisticAbsence(without, cross, "special-mass").empty());
}

void StatisticsTest::what_says_nothing_is_refused_with_its_reason()
{
    Trace trace = traceWith(Fill::Random);
    const Selection cross =
        selectionOf(Direction::TextToImage, "cross_text_to_image", {}, SpecialTokens::Hide);
    const std::vector<std::vector<Map>> maps = headMaps(trace, cross);
    for (const char* id : {"distance", "distance-share", "image-mass"}) {
        QVERIFY(!statisticAbsence(trace, cross, id).empty());
        QVERIFY_THROWS_EXCEPTION(Error, statisticTable(trace, cross, id, maps));
    }
    QVERIFY_THROWS_EXCEPTION(Error, statisticTable(trace, cross, "no such", maps));
    QVERIFY(findStatistic("no such") == nullptr);

    const auto isReverse = [](const Site& site) { return site.kind == "cross_image_to_text"; };
    QVERIFY(statisticAbsence(trace, cross, "agreement").empty());
    for (Site& site : trace.sites) {
        if (isReverse(site)) {
            site.kind = "cross_answer_to_text";
        }
    }
    QVERIFY(!statisticAbsence(trace, cross, "agreement").empty());
    for (Site& site : trace.sites) {
        site.isSimilarity = true;
    }
    for (const StatisticInfo& info : statistics()) {
        QCOMPARE(statisticAbsence(trace, cross, info.id).empty(), info.id == "largest");
    }
}

void StatisticsTest::distance_does_not_depend_on_the_patches_order()
{
    const Trace trace = traceWith(Fill::Random);
    const Selection selection =
        selectionOf(Direction::ImageToImage, "vision_self", {}, SpecialTokens::Hide);
    // Patches in another order, their weights and boxes with them.
    const std::vector<int> order{0, 4, 2, 6, 1, 5, 3};
    Trace other = trace;
    for (std::size_t i = 0; i < order.size(); ++i) {
        other.units.units[i] = trace.units.units[static_cast<std::size_t>(order[i])];
    }
    TraceBuilder builder(AttentionKeeping::Weights);
    for (int layer = 0; layer < kLayers; ++layer) {
        const std::size_t site = *trace.findSite("vision_self", layer);
        SiteRecorder& recorder = builder.open(trace.sites[site]);
        for (int head = 0; head < kHeads; ++head) {
            const Matrix weights = trace.attention.head(site, head);
            Matrix moved(kUnits, kUnits);
            for (Index q = 0; q < kUnits; ++q) {
                for (Index k = 0; k < kUnits; ++k) {
                    moved(q, k) = weights(order[static_cast<std::size_t>(q)],
                                          order[static_cast<std::size_t>(k)]);
                }
            }
            recorder.record(head, moved);
        }
    }
    std::tie(other.sites, other.attention) = builder.finish();
    const StatisticTable before = tableOf(trace, selection, "distance");
    const StatisticTable after = tableOf(other, selection, "distance");
    for (std::size_t layer = 0; layer < kLayers; ++layer) {
        for (std::size_t head = 0; head < kHeads; ++head) {
            QVERIFY(std::abs(before.heads[layer][head] - after.heads[layer][head]) < 1e-9);
        }
    }
}

void StatisticsTest::a_head_that_is_off_has_no_number()
{
    Trace trace = traceWith(Fill::Random);
    const Selection selection =
        selectionOf(Direction::TextToImage, "cross_text_to_image", {1}, SpecialTokens::Hide);
    const StatisticTable before = tableOf(trace, selection, "entropy");
    trace.headsOff = {{.kind = "cross_text_to_image", .layer = 1, .head = 0},
                      {.kind = "vision_self", .layer = 0, .head = 0}};
    const StatisticTable after = tableOf(trace, selection, "entropy");
    QVERIFY(std::isnan(after.heads[1][0]));
    QCOMPARE(after.layers[1], before.heads[1][1]); // the mean of those that are on
    QCOMPARE(after.heads[0], before.heads[0]);
    QCOMPARE(
        rangeOf(after).maximum,
        static_cast<float>(std::max({before.heads[0][0], before.heads[0][1], before.heads[1][1]})));
}

void StatisticsTest::a_layer_without_such_attention_has_no_number()
{
    Trace trace = traceWith(Fill::Random);
    trace.sites[*trace.findSite("cross_text_to_image", 0)].kind = "another";
    const Selection selection =
        selectionOf(Direction::TextToImage, "cross_text_to_image", {1}, SpecialTokens::Hide);
    for (const char* id : {"entropy", "largest", "sink", "agreement"}) {
        const StatisticTable table = tableOf(trace, selection, id);
        QVERIFY(std::isnan(table.layers[0]));
        QVERIFY(std::isnan(table.heads[0][1]));
        QVERIFY(std::isfinite(table.layers[1]));
    }
    QCOMPARE(rangeOf({}).maximum, 0.0F);
}

void StatisticsTest::a_row_without_weight_has_no_shares()
{
    Map map;
    map.values = {0, 0};
    map.states.assign(2, Map::KeyState::Shown);
    QVERIFY(!rowStatistics(map));
    map.values = {0.5F, std::nanf("")};
    QVERIFY(!rowStatistics(map));
    map.values = {0.5F, 0.5F};
    QVERIFY(rowStatistics(map).has_value());
    map.isSimilarity = true;
    QVERIFY(!rowStatistics(map));
    map.isSimilarity = false;
    map.states = {Map::KeyState::Shown, Map::KeyState::Hidden}; // K = 1
    QCOMPARE(rowStatistics(map)->entropyShare, 0.0);
}

void StatisticsTest::conditional_rows_have_the_same_shares()
{
    const Trace trace = traceWith(Fill::Random);
    Selection selection =
        selectionOf(Direction::TextToImage, "joint_self", {1}, SpecialTokens::Hide);
    const StatisticTable raw = tableOf(trace, selection, "entropy");
    const StatisticTable mass = tableOf(trace, selection, "image-mass");
    selection.jointRows = JointRows::Conditional;
    const StatisticTable conditional = tableOf(trace, selection, "entropy");
    QVERIFY(std::abs(raw.heads[1][1] - conditional.heads[1][1]) < 1e-6); // one query
    QCOMPARE(tableOf(trace, selection, "image-mass"), mass);             // of the whole row
}

void StatisticsTest::keys_stand_by_their_weight()
{
    Map map;
    map.values = {0.1F, 0.3F, 0.9F, 0.3F, 0.2F};
    map.states.assign(5, Map::KeyState::Shown);
    map.states[2] = Map::KeyState::Hidden;
    QCOMPARE(keysByWeight(map), (std::vector<std::size_t>{1, 3, 4, 0}));
    QCOMPARE(rankOf(map, 1), 1);
    QCOMPARE(rankOf(map, 3), 1); // as large
    QCOMPARE(rankOf(map, 4), 3);
    QCOMPARE(rankOf(map, 2), 0);
    QCOMPARE(rankOf(map, 9), 0);
}

void StatisticsTest::a_key_gives_back_its_weight_in_the_other_direction()
{
    const Trace trace = traceWith(Fill::Random);
    const auto isNear = [](std::optional<double> found, double expected) {
        return found && std::abs(*found - expected) < 1e-6;
    };
    Selection cross =
        selectionOf(Direction::TextToImage, "cross_text_to_image", {2, 1}, SpecialTokens::Hide);
    cross.firstLayer = cross.lastLayer = 1;
    cross.head = 1;
    const Rows back = plain(trace, "cross_image_to_text", 1, 1);
    QVERIFY(isNear(backWeight(trace, cross, 4), back[4][1] + back[4][2] + back[4][3]));
    cross.head.reset();
    const Rows first = plain(trace, "cross_image_to_text", 1, 0);
    QVERIFY(isNear(
        backWeight(trace, cross, 4),
        (back[4][1] + back[4][2] + back[4][3] + first[4][1] + first[4][2] + first[4][3]) / 2));
    // A joint matrix holds both; a word as the key asks with both of its pieces, in the mean.
    Selection joint = selectionOf(Direction::ImageToText, "joint_self", {3}, SpecialTokens::Hide);
    joint.head = 0;
    const Rows rows = plain(trace, "joint_self", 0, 0);
    QVERIFY(isNear(backWeight(trace, joint, 2), (rows[2][kTokens + 3] + rows[3][kTokens + 3]) / 2));
    joint.direction = Direction::TextToText;
    QVERIFY(isNear(backWeight(trace, joint, 1), rows[1][4]));

    cross.focus.clear();
    QVERIFY(!backWeight(trace, cross, 4));
    Trace oneWay = trace;
    for (Site& site : oneWay.sites) {
        site.kind = site.kind == "cross_image_to_text" ? "another" : site.kind;
    }
    cross.focus = {1};
    QVERIFY(backWeight(trace, cross, 4).has_value());
    QVERIFY(!backWeight(oneWay, cross, 4));
}

void StatisticsTest::every_row_of_the_registry_tells_what_it_is()
{
    std::vector<std::string_view> ids;
    for (const StatisticInfo& info : statistics()) {
        QVERIFY(!info.id.empty());
        QVERIFY(!info.name.empty());
        QVERIFY(!info.formula.empty());
        QVERIFY(std::find(ids.begin(), ids.end(), info.id) == ids.end());
        QCOMPARE(findStatistic(info.id)->name, info.name);
        ids.push_back(info.id);
    }
    QVERIFY(ids.size() >= 15);
}

QTEST_APPLESS_MAIN(StatisticsTest)
#include "statistics_test.moc"
