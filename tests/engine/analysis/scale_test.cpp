#include <QTest>

#include "engine/analysis/scale.h"
#include "engine/base/error.h"
#include "engine/trace/trace_builder.h"

#include <cmath>
#include <limits>
#include <set>

using namespace attenscope;

namespace {

constexpr auto kNaN = std::numeric_limits<float>::quiet_NaN();

/// [CLS], two patches side by side, the words "a" and "redder" (two pieces) and a padding.
Trace plainTrace()
{
    Trace trace;
    trace.tokens.tokens = {{.id = 1, .text = "a", .word = 0},
                           {.id = 2, .text = "red", .word = 1},
                           {.id = 3, .text = "##der", .word = 1},
                           {.id = 0, .text = "[PAD]", .isPadding = true}};
    trace.tokens.words = {{.text = "a", .tokens = {0}}, {.text = "redder", .tokens = {1, 2}}};
    trace.units.gridRows = 1;
    trace.units.gridColumns = 2;
    trace.units.units = {{.kind = VisualUnit::Kind::Special, .name = "[CLS]"},
                         {.row = 0, .column = 0},
                         {.row = 0, .column = 1}};
    return trace;
}

void record(TraceBuilder& builder, const Site& site, const std::vector<Matrix>& heads)
{
    SiteRecorder& recorder = builder.open(site);
    for (std::size_t head = 0; head < heads.size(); ++head) {
        recorder.record(static_cast<int>(head), heads[head]);
    }
}

/// Every row of four tokens the same.
Matrix rowsOf(const std::vector<float>& row)
{
    Matrix rows(4, static_cast<Index>(row.size()));
    for (Index r = 0; r < rows.rows(); ++r) {
        for (std::size_t c = 0; c < row.size(); ++c) {
            rows(r, static_cast<Index>(c)) = row[c];
        }
    }
    return rows;
}

/// Two layers of two heads that look from words at the image.
Trace crossTrace()
{
    Trace trace = plainTrace();
    TraceBuilder builder(AttentionKeeping::Weights);
    const auto site = [](int layer) {
        return Site{.kind = "cross_text_to_image",
                    .layer = layer,
                    .heads = 2,
                    .query = Axis::textOnly(4),
                    .key = Axis::imageOnly(3),
                    .weightPrefix = {}};
    };
    record(builder, site(0), {rowsOf({0.2F, 0.5F, 0.3F}), rowsOf({0.4F, 0.6F, 0})});
    record(builder, site(1), {rowsOf({0.7F, 0.2F, 0.1F}), rowsOf({0, 0.25F, 0.75F})});
    std::tie(trace.sites, trace.attention) = builder.finish();
    return trace;
}

Selection firstHead()
{
    Selection selection;
    selection.kind = "cross_text_to_image";
    selection.head = 0;
    selection.focus = {0};
    return selection;
}

Map mapOf(const std::vector<float>& values)
{
    Map map;
    map.values = values;
    map.states.assign(values.size(), Map::KeyState::Shown);
    return map;
}

} // namespace

class ScaleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyScaleHasARowAndAnId();
    void theMapsOfAllHeadsAreThoseOfEach();
    void rangesAreTheDefinedOnes_data();
    void rangesAreTheDefinedOnes();
    void quantilesLieBetweenNeighbours_data();
    void quantilesLieBetweenNeighbours();
    void quantilesLeaveOutliersOutside();
    void positionsFollowTheSteps_data();
    void positionsFollowTheSteps();
    void evenRowsHaveALiftOfOne_data();
    void evenRowsHaveALiftOfOne();
    void liftIsTheShareTimesTheKeys();
    void cosinesHaveNoLogAndNoLift();
};

void ScaleTest::everyScaleHasARowAndAnId()
{
    std::set<std::string_view> ids;
    for (const ScaleInfo& info : scales()) {
        ids.insert(info.id);
        QCOMPARE(&scaleInfo(info.scale), &info);
        QCOMPARE(scaleFromId(scaleId(info.scale)).value(), info.scale);
    }
    QCOMPARE(ids.size(), scales().size());
    QCOMPARE(scales().front().scale, Scale::Shared);
    QVERIFY(!scaleFromId("rank"));
}

void ScaleTest::theMapsOfAllHeadsAreThoseOfEach()
{
    const Trace trace = crossTrace();
    for (const std::vector<int>& focus : {std::vector<int>{0}, std::vector<int>{0, 1}, {}}) {
        Selection selection = firstHead();
        selection.focus = focus;
        selection.head.reset();
        const HeadMaps heads = headMaps(trace, selection);
        QCOMPARE(heads.size(), std::size_t(2));
        for (int layer = 0; layer < 2; ++layer) {
            QCOMPARE(heads[static_cast<std::size_t>(layer)].size(), std::size_t(2));
            for (int head = 0; head < 2; ++head) {
                selection.firstLayer = selection.lastLayer = layer;
                selection.head = head;
                const Map alone = computeMap(trace, selection);
                const Map& among =
                    heads[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)];
                QCOMPARE(among.values, alone.values);
                QCOMPARE(among.formula, alone.formula);
                QCOMPARE(among.siteNames, alone.siteNames);
                QCOMPARE(among.hiddenMass, alone.hiddenMass);
            }
        }
    }
}

// Shown weights of the four heads: 0.5 0.3 | 0.6 0 | 0.2 0.1 | 0.25 0.75, of three keys each.
void ScaleTest::rangesAreTheDefinedOnes_data()
{
    QTest::addColumn<int>("scale");
    QTest::addColumn<float>("minimum");
    QTest::addColumn<float>("maximum");
    QTest::newRow("shared") << static_cast<int>(Scale::Shared) << 0.0F << 0.75F;
    QTest::newRow("fixed") << static_cast<int>(Scale::Fixed) << 0.0F << 1.0F;
    QTest::newRow("per map") << static_cast<int>(Scale::PerMap) << 0.3F << 0.5F;
    // In order 0 0.1 0.2 0.25 0.3 0.5 0.6 0.75: places 0.07 and 6.93.
    QTest::newRow("quantiles") << static_cast<int>(Scale::Quantile) << 0.007F << 0.7395F;
    QTest::newRow("log") << static_cast<int>(Scale::Log) << 0.75e-4F << 0.75F;
    // Times two keys over 0.8, 0.6, 0.3 and 1.
    QTest::newRow("lift") << static_cast<int>(Scale::Lift) << 0.5F << 2.0F;
}

void ScaleTest::rangesAreTheDefinedOnes()
{
    QFETCH(int, scale);
    QFETCH(float, minimum);
    QFETCH(float, maximum);
    const ScaleRange range = scaleRange(crossTrace(), firstHead(), static_cast<Scale>(scale));
    QVERIFY2(std::abs(range.minimum - minimum) < 1e-6F, qPrintable(QString::number(range.minimum)));
    QVERIFY2(std::abs(range.maximum - maximum) < 1e-6F, qPrintable(QString::number(range.maximum)));
    QCOMPARE(range.isLift, static_cast<Scale>(scale) == Scale::Lift);
}

void ScaleTest::quantilesLieBetweenNeighbours_data()
{
    QTest::addColumn<std::vector<float>>("numbers");
    QTest::addColumn<double>("q");
    QTest::addColumn<float>("expected");
    QTest::newRow("none") << std::vector<float>{} << 0.5 << 0.0F;
    QTest::newRow("one") << std::vector<float>{3} << 0.99 << 3.0F;
    QTest::newRow("median of two") << std::vector<float>{1, 2} << 0.5 << 1.5F;
    QTest::newRow("median of three") << std::vector<float>{9, 1, 5} << 0.5 << 5.0F;
    QTest::newRow("smallest") << std::vector<float>{4, 2, 8} << 0.0 << 2.0F;
    QTest::newRow("largest") << std::vector<float>{4, 2, 8} << 1.0 << 8.0F;
    QTest::newRow("a tenth") << std::vector<float>{40, 10, 20, 30} << 0.1 << 13.0F;
    QTest::newRow("equal") << std::vector<float>{7, 7, 7, 7} << 0.37 << 7.0F;
}

void ScaleTest::quantilesLieBetweenNeighbours()
{
    QFETCH(std::vector<float>, numbers);
    QFETCH(double, q);
    QFETCH(float, expected);
    QVERIFY(std::abs(quantile(numbers, q) - expected) < 1e-5F);
}

void ScaleTest::quantilesLeaveOutliersOutside()
{
    std::vector<float> values(201, 0.5F);
    values.front() = 0;
    values.back() = 100;
    const Map map = mapOf(values);
    const ScaleRange range = scaleRange(map, {{map}}, Scale::Quantile);
    QCOMPARE(range.minimum, 0.5F);
    QCOMPARE(range.maximum, 0.5F);
}

void ScaleTest::positionsFollowTheSteps_data()
{
    QTest::addColumn<ScaleRange>("range");
    QTest::addColumn<float>("number");
    QTest::addColumn<double>("position");
    const ScaleRange equal{.minimum = 0.2F, .maximum = 0.6F};
    const ScaleRange log{.minimum = 0.001F, .maximum = 0.1F, .isLogarithmic = true};
    const ScaleRange lift{.minimum = 0.125F, .maximum = 8, .isLogarithmic = true, .isLift = true};
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    QTest::newRow("a quarter") << equal << 0.3F << 0.25;
    QTest::newRow("below") << equal << 0.0F << -0.5;
    QTest::newRow("one of two decades") << log << 0.01F << 0.5;
    QTest::newRow("top of the decades") << log << 0.1F << 1.0;
    QTest::newRow("a decade below") << log << 0.0001F << -0.5;
    QTest::newRow("zero has no logarithm") << log << 0.0F << -kInfinity;
    QTest::newRow("even") << lift << 1.0F << 0.5;
    QTest::newRow("doubled") << lift << 2.0F << 4.0 / 6;
    QTest::newRow("halved") << lift << 0.5F << 2.0 / 6;
    QTest::newRow("no extent") << ScaleRange{.minimum = 0, .maximum = 0, .isLogarithmic = true}
                               << 0.0F << 0.0;
}

void ScaleTest::positionsFollowTheSteps()
{
    QFETCH(ScaleRange, range);
    QFETCH(float, number);
    QFETCH(double, position);
    const double found = scalePosition(number, range);
    QVERIFY2(found == position || std::abs(found - position) < 1e-6,
             qPrintable(QString::number(found)));
    QVERIFY(std::isnan(scalePosition(kNaN, range)));
}

// A21: whatever is hidden, dropped or divided.
void ScaleTest::evenRowsHaveALiftOfOne_data()
{
    QTest::addColumn<int>("special");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("direction");
    for (const Direction direction : {Direction::TextToImage, Direction::TextToText}) {
        for (const SpecialTokens special :
             {SpecialTokens::Show, SpecialTokens::Hide, SpecialTokens::Renormalise}) {
            for (const JointRows rows : {JointRows::Raw, JointRows::Conditional}) {
                QTest::addRow("%s %s %s", directionId(direction).data(),
                              specialTokensId(special).data(), jointRowsId(rows).data())
                    << static_cast<int>(special) << static_cast<int>(rows)
                    << static_cast<int>(direction);
            }
        }
    }
}

void ScaleTest::evenRowsHaveALiftOfOne()
{
    QFETCH(int, special);
    QFETCH(int, rows);
    QFETCH(int, direction);
    Trace trace = plainTrace();
    TraceBuilder builder(AttentionKeeping::Weights);
    Matrix even = Matrix::Constant(7, 7, 1.0F / 6); // the padding gets nothing
    even.col(3).setZero();
    record(builder,
           {.kind = "joint_self",
            .heads = 1,
            .query = Axis::joint(4, 3),
            .key = Axis::joint(4, 3),
            .weightPrefix = {}},
           {even});
    std::tie(trace.sites, trace.attention) = builder.finish();
    Selection selection;
    selection.direction = static_cast<Direction>(direction);
    selection.kind = "joint_self";
    selection.focus = {0};
    selection.special = static_cast<SpecialTokens>(special);
    selection.jointRows = static_cast<JointRows>(rows);
    selection.showsPieces = true; // a word gets as many shares as it has pieces
    const Map map = computeMap(trace, selection);
    const std::vector<float> lifts = numbersOnScale(map, {.isLift = true});
    for (std::size_t key = 0; key < map.values.size(); ++key) {
        if (map.states[key] == Map::KeyState::Shown) {
            QVERIFY2(std::abs(lifts[key] - 1) < 1e-6F, qPrintable(QString::number(key)));
        }
    }
}

void ScaleTest::liftIsTheShareTimesTheKeys()
{
    const ScaleRange lift{.isLogarithmic = true, .isLift = true};
    Map map = mapOf({0.1F, 0.3F, 0.2F, 0.4F}); // of which [CLS] and a masked one don't count
    map.states[2] = Map::KeyState::Hidden;
    map.states[3] = Map::KeyState::Masked;
    const std::vector<float> lifts = numbersOnScale(map, lift);
    QVERIFY(std::abs(lifts[0] - 0.5F) < 1e-6F); // 0.1 of 0.4, times two keys
    QVERIFY(std::abs(lifts[1] - 1.5F) < 1e-6F);
    QCOMPARE(numbersOnScale(map, {}), map.values);
    QCOMPARE(liftFactor(mapOf({0, 0})), 0.0F);
    map.isSimilarity = true;
    QCOMPARE(liftFactor(map), 0.0F);
    const NumberExtent extent = shownExtent(mapOf({0.2F, 0.6F}), lift);
    QVERIFY(std::abs(extent.smallest - 0.5F) < 1e-6F && std::abs(extent.largest - 1.5F) < 1e-6F);
}

void ScaleTest::cosinesHaveNoLogAndNoLift()
{
    Map cosines = mapOf({-0.25F, 0.5F});
    cosines.isSimilarity = true;
    for (const ScaleInfo& info : scales()) {
        const bool isOfWeights = info.scale == Scale::Log || info.scale == Scale::Lift;
        QCOMPARE(scaleFor(cosines, info.scale), isOfWeights ? Scale::Shared : info.scale);
        QCOMPARE(scaleFor(mapOf({0.25F}), info.scale), info.scale);
        if (!isOfWeights) {
            scaleRange(cosines, {{cosines}}, info.scale);
            continue;
        }
        try {
            scaleRange(cosines, {{cosines}}, info.scale);
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.info().id, std::string("E_USAGE_SELECTION"));
            QCOMPARE(error.info().place, std::string("scale"));
        }
    }
}

QTEST_APPLESS_MAIN(ScaleTest)
#include "scale_test.moc"
