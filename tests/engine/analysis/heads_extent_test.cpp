#include <QTest>

#include "engine/analysis/heads_extent.h"
#include "engine/base/error.h"

#include <algorithm>
#include <limits>

using namespace attenscope;

namespace {

constexpr auto kNaN = std::numeric_limits<float>::quiet_NaN();
using State = Map::KeyState;

/// All shown but the keys named.
Map mapOf(std::vector<float> values, const std::vector<std::size_t>& hidden = {})
{
    Map map;
    map.states.assign(values.size(), State::Shown);
    map.values = std::move(values);
    for (const std::size_t key : hidden) {
        map.states[key] = State::Hidden;
    }
    return map;
}

/// Two layers of two heads of 19 keys, which no step of eight divides. What counts stands at the
/// beginning, at the end and in between; larger and smaller numbers are hidden or none.
HeadMaps someHeads()
{
    std::vector<float> first(19, 0.03125F);
    first[18] = 0.5F;
    first[3] = 7; // hidden
    std::vector<float> second(19, 0.0625F);
    second[0] = 0.25F;
    second[9] = kNaN;
    std::vector<float> third(19, 0.015625F);
    third[8] = 0.4375F;
    third[17] = -9; // hidden
    const std::vector<float> nothing(19, 0);
    return {{mapOf(first, {3}), mapOf(second)}, {mapOf(third, {17}), mapOf(nothing)}};
}

} // namespace

class HeadsExtentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharedReachesFromZeroToTheLargestShownWeight();
    void theMapCountsToo();
    void negativeNumbersWidenIt();
    void liftsAreEachMapsOwn();
    void quantilesAreOfAllShownNumbers();
    void scalesOfOneMapLookAtNone();
    void cosinesHaveNoScaleOfWeights();
};

void HeadsExtentTest::sharedReachesFromZeroToTheLargestShownWeight()
{
    const HeadsExtent extent = headsExtent(someHeads(), Scale::Shared);
    QCOMPARE(extent.smallest, 0.0F);
    QCOMPARE(extent.largest, 0.5F);
    const Map small = mapOf({0.125F, 0.25F});
    QCOMPARE(scaleRangeWithin(small, extent, Scale::Shared), (ScaleRange{0, 0.5F}));
    const ScaleRange log =
        scaleRangeWithin(small, headsExtent(someHeads(), Scale::Log), Scale::Log);
    QCOMPARE(log.maximum, 0.5F);
    QVERIFY(log.isLogarithmic);
}

void HeadsExtentTest::theMapCountsToo()
{
    const HeadsExtent extent = headsExtent(someHeads(), Scale::Shared);
    const ScaleRange wide = scaleRangeWithin(mapOf({-0.75F, 0.875F}), extent, Scale::Shared);
    QCOMPARE(wide, (ScaleRange{-0.75F, 0.875F}));
}

void HeadsExtentTest::negativeNumbersWidenIt()
{
    Map cosines = mapOf({-0.5F, 0.25F, -0.75F});
    cosines.isSimilarity = true;
    const HeadsExtent extent = headsExtent({{cosines}}, Scale::Shared);
    QCOMPARE(extent.smallest, -0.75F);
    QCOMPARE(extent.largest, 0.25F);
}

void HeadsExtentTest::liftsAreEachMapsOwn()
{
    // 4 keys: 4 · 0.5 / 1 = 2; 2 keys shown: 2 · 0.75 / 1 = 1.5; 8 keys: 8 · 0.5 / 1 = 4.
    const Map four = mapOf({0.5F, 0.25F, 0.125F, 0.125F});
    const Map two = mapOf({0.75F, 0.25F, 0.5F}, {2});
    Map eight = mapOf(std::vector<float>(8, 0.0625F));
    eight.values[5] = 0.5F;
    eight.values[6] = 0.125F;
    QCOMPARE(headsExtent({{four, two}}, Scale::Lift).largestLift, 2.0F);
    const HeadsExtent extent = headsExtent({{four}, {two, eight}}, Scale::Lift);
    QCOMPARE(extent.largestLift, 4.0F);
    QCOMPARE(scaleRangeWithin(four, extent, Scale::Lift), (ScaleRange{0.25F, 4, true, true}));
}

void HeadsExtentTest::quantilesAreOfAllShownNumbers()
{
    std::vector<float> numbers; // 0 to 200, out of order, in two maps: 2 and 198
    for (int i = 0; i <= 200; ++i) {
        numbers.push_back(static_cast<float>((i * 83) % 201));
    }
    Map first = mapOf({numbers.begin(), numbers.begin() + 77});
    first.values.push_back(1e6F);
    first.states.push_back(State::Hidden);
    first.values.push_back(kNaN);
    first.states.push_back(State::Shown);
    const Map second = mapOf({numbers.begin() + 77, numbers.end()});
    const HeadsExtent extent = headsExtent({{first}, {second}}, Scale::Quantile);
    QCOMPARE(extent.lowQuantile, 2.0F);
    QCOMPARE(extent.highQuantile, 198.0F);
    QCOMPARE(scaleRangeWithin(first, extent, Scale::Quantile), (ScaleRange{2, 198}));
}

void HeadsExtentTest::scalesOfOneMapLookAtNone()
{
    const Map map = mapOf({0.125F, 0.25F});
    for (const Scale scale : {Scale::Fixed, Scale::PerMap}) {
        const HeadsExtent extent = headsExtent(someHeads(), scale);
        QCOMPARE(extent.largest, 0.0F);
        QCOMPARE(scaleRangeWithin(map, extent, scale), scaleRange(map, {}, scale));
    }
}

void HeadsExtentTest::cosinesHaveNoScaleOfWeights()
{
    Map cosines = mapOf({-0.5F, 0.25F});
    cosines.isSimilarity = true;
    QVERIFY_EXCEPTION_THROWN(scaleRangeWithin(cosines, {}, Scale::Log), Error);
}

QTEST_APPLESS_MAIN(HeadsExtentTest)
#include "heads_extent_test.moc"
