#include <QTest>

#include "engine/analysis/common_grid.h"
#include "engine/analysis/comparison.h"
#include "engine/trace/trace_builder.h"

#include <cmath>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

using namespace attenscope;

using State = Map::KeyState;

namespace {

ImageGeometry wholePicture(int width, int height, int inputSide)
{
    return {.originalWidth = width,
            .originalHeight = height,
            .resizedWidth = inputSide,
            .resizedHeight = inputSide,
            .inputWidth = inputSide,
            .inputHeight = inputSide};
}

/// A grid over all of a picture of 120 × 120 pixels.
VisualUnits gridOf(int cells, bool hasClassUnit = false)
{
    return patchGrid(wholePicture(120, 120, 10 * cells), 10, hasClassUnit);
}

Tokens tokensOf(const std::vector<std::string>& words)
{
    Tokens tokens;
    for (const std::string& text : words) {
        const int index = tokens.size();
        const bool isSpecial = text.starts_with('[');
        tokens.tokens.push_back({.id = index, .text = text, .word = index, .isSpecial = isSpecial});
        tokens.words.push_back({.text = text, .tokens = {index}, .isSpecial = isSpecial});
    }
    return tokens;
}

/// A run whose every word looks at the units with `weights`, and every unit at the words with
/// `wordWeights`.
Trace traceOf(const std::vector<std::string>& words,
              const VisualUnits& units,
              const std::vector<float>& weights,
              const std::vector<float>& wordWeights = {},
              bool isSimilarity = false)
{
    Trace trace;
    trace.tokens = tokensOf(words);
    trace.units = units;
    trace.isTokenMasked.assign(words.size(), false);
    trace.isUnitMasked.assign(units.units.size(), false);
    const auto rowsOf = [](Index rows, const std::vector<float>& row) {
        Matrix result(rows, static_cast<Index>(row.size()));
        for (Index r = 0; r < rows; ++r) {
            for (std::size_t c = 0; c < row.size(); ++c) {
                result(r, static_cast<Index>(c)) = row[c];
            }
        }
        return result;
    };
    TraceBuilder builder(AttentionKeeping::Weights);
    builder
        .open({.kind = "cross_text_to_image",
               .layer = 0,
               .heads = 1,
               .query = Axis::textOnly(trace.tokens.size()),
               .key = Axis::imageOnly(units.size()),
               .weightPrefix = {},
               .isSimilarity = isSimilarity})
        .record(0, rowsOf(trace.tokens.size(), weights));
    if (!wordWeights.empty()) {
        builder
            .open({.kind = "cross_image_to_text",
                   .layer = 0,
                   .heads = 1,
                   .query = Axis::imageOnly(units.size()),
                   .key = Axis::textOnly(trace.tokens.size()),
                   .weightPrefix = {}})
            .record(0, rowsOf(units.size(), wordWeights));
    }
    std::tie(trace.sites, trace.attention) = builder.finish();
    return trace;
}

const Selection kToImage{.direction = Direction::TextToImage, .kind = "cross_text_to_image"};
const Selection kToWords{.direction = Direction::ImageToText, .kind = "cross_image_to_text"};

bool isNear(const std::vector<float>& a, const std::vector<float>& b)
{
    return std::ranges::equal(a, b, [](float x, float y) { return std::abs(x - y) < 1e-6F; });
}

} // namespace

class ComparisonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_same_units_are_subtracted_one_by_one();
    void a_class_unit_that_both_hide_is_hidden();
    void a_masked_unit_has_no_difference();
    void a_coarser_grid_shares_its_weights_out_by_area();
    void grids_that_divide_each_other_unevenly_keep_their_sum();
    void similarities_are_averaged();
    void what_one_model_does_not_see_has_no_difference();
    void equal_words_are_subtracted();
    void two_maps_have_no_difference_data();
    void two_maps_have_no_difference();
    void numbers_that_are_none_agree_in_nothing();
    void swapping_turns_the_sign();
    void outputs_stand_side_by_side();
};

void ComparisonTest::the_same_units_are_subtracted_one_by_one()
{
    const Trace a = traceOf({"red"}, gridOf(2), {0.5F, 0.25F, 0.25F, 0});
    const Trace b = traceOf({"blue"}, gridOf(2), {0.125F, 0.25F, 0.5F, 0.125F});
    const MapComparison comparison = compareMaps(a, kToImage, b, kToImage);
    QCOMPARE(comparison.refusal, NoDifference::None);
    QVERIFY(!comparison.isResampled);
    QCOMPARE(comparison.units.size(), 4);
    QCOMPARE(comparison.difference.values, (std::vector<float>{0.375F, 0, -0.25F, -0.125F}));
    QCOMPARE(comparison.difference.states, std::vector<State>(4, State::Shown));
    QCOMPARE(comparison.largestDifference(), 0.375F);
    QCOMPARE(comparison.elsewhereA, 0.0);
    QCOMPARE(*comparison.agreement.totalVariation, 0.375);
}

void ComparisonTest::a_class_unit_that_both_hide_is_hidden()
{
    const Trace trace = traceOf({"red"}, gridOf(1, true), {0.25F, 0.75F});
    const MapComparison comparison = compareMaps(trace, kToImage, trace, kToImage);
    QCOMPARE(comparison.difference.states, (std::vector<State>{State::Hidden, State::Shown}));
    QCOMPARE(comparison.agreement.keys, 1);
}

void ComparisonTest::a_masked_unit_has_no_difference()
{
    const Trace a = traceOf({"red"}, gridOf(2), {0.5F, 0.25F, 0.25F, 0});
    Trace b = traceOf({"red"}, gridOf(2), {0, 0.5F, 0.25F, 0.25F});
    b.isUnitMasked[0] = true;
    const MapComparison comparison = compareMaps(a, kToImage, b, kToImage);
    QCOMPARE(comparison.difference.states[0], State::Masked);
    QCOMPARE(comparison.largestDifference(), 0.25F);
    QCOMPARE(comparison.elsewhereA, 0.5);
    QCOMPARE(comparison.elsewhereB, 0.0);
}

// Each of the four coarse cells lies over four fine ones, which get a quarter of it each.
void ComparisonTest::a_coarser_grid_shares_its_weights_out_by_area()
{
    const Trace a = traceOf({"red"}, gridOf(2, true), {0.2F, 0.4F, 0.2F, 0.16F, 0.04F});
    const Trace b = traceOf({"red"}, gridOf(4), std::vector<float>(16, 0.0625F));
    const MapComparison comparison = compareMaps(a, kToImage, b, kToImage);
    QVERIFY(comparison.isResampled);
    QCOMPARE(comparison.units.gridRows, 4);
    QVERIFY(isNear(comparison.commonA.values,
                   {0.1F, 0.1F, 0.05F, 0.05F, 0.1F, 0.1F, 0.05F, 0.05F, 0.04F, 0.04F, 0.01F, 0.01F,
                    0.04F, 0.04F, 0.01F, 0.01F}));
    QVERIFY(isNear(comparison.commonB.values, std::vector<float>(16, 0.0625F)));
    QVERIFY(std::abs(comparison.difference.values[0] - 0.0375F) < 1e-6F);
    QVERIFY(comparison.elsewhereA < 1e-6);

    const MapComparison swapped = compareMaps(b, kToImage, a, kToImage);
    QCOMPARE(swapped.units.gridRows, 4);
    QVERIFY(std::abs(swapped.difference.values[0] + 0.0375F) < 1e-6F);
}

// Three cells of 40 pixels onto four of 30: a cell gets 30/40 of one, or 10/40 and 20/40 of two.
void ComparisonTest::grids_that_divide_each_other_unevenly_keep_their_sum()
{
    VisualUnits three = patchGrid(wholePicture(120, 120, 30), 10, false);
    Map map;
    map.values = {0.25F, 0.125F, 0, 0.125F, 0.25F, 0, 0, 0, 0.25F};
    map.states.assign(9, State::Shown);
    const Map fine = onGrid(map, three, gridOf(4));
    double sum = 0;
    for (const float value : fine.values) {
        sum += static_cast<double>(value);
    }
    QVERIFY(std::abs(sum - 1) < 1e-6);
    QVERIFY(std::abs(fine.values[0] - 0.75F * 0.75F * 0.25F) < 1e-6F);
    // Row 0 to 30 lies in the first; column 30 to 60 takes 1/4 of the first, 1/2 of the second.
    QVERIFY(std::abs(fine.values[1] - 0.75F * (0.25F * 0.25F + 0.5F * 0.125F)) < 1e-6F);
}

void ComparisonTest::similarities_are_averaged()
{
    const Trace a = traceOf({"red"}, gridOf(1), {-0.5F}, {}, true);
    const Trace b = traceOf({"red"}, gridOf(2), {-0.5F, 0, 0.25F, 1}, {}, true);
    const MapComparison comparison = compareMaps(a, kToImage, b, kToImage);
    QVERIFY(isNear(comparison.commonA.values, {-0.5F, -0.5F, -0.5F, -0.5F}));
    QVERIFY(isNear(comparison.difference.values, {0, -0.5F, -0.75F, -1.5F}));
    QVERIFY(comparison.difference.isSimilarity);
    QVERIFY(!comparison.agreement.totalVariation.has_value());
}

// B sees the middle 60 × 60 pixels: A's four cells around it are each covered by a quarter.
void ComparisonTest::what_one_model_does_not_see_has_no_difference()
{
    ImageGeometry middle = wholePicture(120, 120, 120);
    middle.cropX = middle.cropY = 30;
    middle.inputWidth = middle.inputHeight = 60;
    const Trace a = traceOf({"red"}, gridOf(4), std::vector<float>(16, 0.0625F));
    const Trace b = traceOf({"red"}, patchGrid(middle, 60, false), {1});
    const MapComparison comparison = compareMaps(a, kToImage, b, kToImage);
    QCOMPARE(std::ranges::count(comparison.difference.states, State::Absent), 12);
    QCOMPARE(comparison.difference.states[5], State::Shown);
    QVERIFY(std::abs(comparison.difference.values[5] - (0.0625F - 0.25F)) < 1e-6F);
    QVERIFY(std::abs(comparison.elsewhereA - 0.75) < 1e-6);
    QVERIFY(comparison.elsewhereB < 1e-6);
}

void ComparisonTest::equal_words_are_subtracted()
{
    const Trace a = traceOf({"[CLS]", "red", "circle"}, gridOf(1), {1}, {0.25F, 0.5F, 0.25F});
    const Trace b =
        traceOf({"[CLS]", "blue", "big", "circle"}, gridOf(1), {1}, {0.25F, 0.25F, 0.125F, 0.375F});
    const MapComparison comparison = compareMaps(a, kToWords, b, kToWords);
    QCOMPARE(comparison.refusal, NoDifference::None);
    QCOMPARE(comparison.pairs.size(), std::size_t{5});
    QCOMPARE(comparison.difference.states,
             (std::vector<State>{State::Hidden, State::Absent, State::Absent, State::Absent,
                                 State::Shown}));
    QCOMPARE(comparison.difference.values.back(), -0.125F);
    QCOMPARE(comparison.commonA.values, (std::vector<float>{0.25F, 0.5F, 0, 0, 0.25F}));
    QCOMPARE(comparison.commonB.states[1], State::Absent);
    QCOMPARE(comparison.elsewhereA, 0.5);
    QCOMPARE(comparison.elsewhereB, 0.375);
}

void ComparisonTest::two_maps_have_no_difference_data()
{
    QTest::addColumn<int>("refusal");
    const auto row = [](const char* name, NoDifference refusal) {
        QTest::newRow(name) << static_cast<int>(refusal);
    };
    row("patches and words", NoDifference::OtherKeys);
    row("weights and similarities", NoDifference::OtherNumbers);
    row("words and pieces", NoDifference::OtherPieces);
    row("another picture's size", NoDifference::OtherPicture);
    row("patches and regions", NoDifference::OtherRegions);
    row("no word in common", NoDifference::NothingInCommon);
}

void ComparisonTest::two_maps_have_no_difference()
{
    QFETCH(int, refusal);
    const Trace a = traceOf({"red"}, gridOf(2), {0.25F, 0.25F, 0.25F, 0.25F}, {1});
    Trace b = a;
    Selection selectionA = kToImage;
    Selection selectionB = kToImage;
    switch (static_cast<NoDifference>(refusal)) {
    case NoDifference::OtherKeys:
        selectionB = kToWords;
        break;
    case NoDifference::OtherNumbers:
        b = traceOf({"red"}, gridOf(2), {0.1F, 0.2F, 0.3F, 0.4F}, {}, true);
        break;
    case NoDifference::OtherPieces:
        selectionA = selectionB = kToWords;
        selectionB.showsPieces = true;
        break;
    case NoDifference::OtherPicture:
        b.units = patchGrid(wholePicture(120, 90, 20), 10, false);
        break;
    case NoDifference::OtherRegions:
        b.units.gridRows = b.units.gridColumns = 0;
        b.units.units[0].kind = VisualUnit::Kind::Region;
        break;
    case NoDifference::NothingInCommon:
        selectionA = selectionB = kToWords;
        b = traceOf({"blue"}, gridOf(2), {0.25F, 0.25F, 0.25F, 0.25F}, {1});
        break;
    case NoDifference::None:
        break;
    }
    const MapComparison comparison = compareMaps(a, selectionA, b, selectionB);
    QCOMPARE(static_cast<int>(comparison.refusal), refusal);
    QVERIFY(comparison.difference.values.empty());
    QVERIFY(comparison.pairs.empty());
    QCOMPARE(comparison.units.size(), 0);
    QVERIFY(!comparison.a.values.empty()); // each is still there by itself
    QVERIFY(!comparison.b.values.empty());
    QCOMPARE(comparison.largestDifference(), 0.0F);
}

void ComparisonTest::numbers_that_are_none_agree_in_nothing()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Trace a = traceOf({"red"}, gridOf(2), {nan, 0.5F, 0.25F, 0.25F});
    const Trace b = traceOf({"red"}, gridOf(2), {0.25F, 0.25F, 0.25F, 0.25F});
    const MapComparison comparison = compareMaps(a, kToImage, b, kToImage);
    QVERIFY(std::isnan(comparison.difference.values[0]));
    QCOMPARE(comparison.largestDifference(), 0.25F);
    QCOMPARE(comparison.agreement.keys, 3);
    QVERIFY(std::isfinite(comparison.agreement.cosine));
}

void ComparisonTest::swapping_turns_the_sign()
{
    const Trace a = traceOf({"red"}, gridOf(2), {0.5F, 0.25F, 0.25F, 0});
    const Trace b = traceOf({"blue"}, gridOf(3), std::vector<float>(9, 1.0F / 9));
    const MapComparison there = compareMaps(a, kToImage, b, kToImage);
    const MapComparison back = compareMaps(b, kToImage, a, kToImage);
    QCOMPARE(there.units.size(), back.units.size());
    for (std::size_t i = 0; i < there.difference.values.size(); ++i) {
        QVERIFY(std::abs(there.difference.values[i] + back.difference.values[i]) < 1e-7F);
    }
}

void ComparisonTest::outputs_stand_side_by_side()
{
    using What = ComparedOutput::What;
    Outputs a;
    a.match = {{.id = "itm", .name = "matching", .probability = 0.94}};
    a.similarity = 0.25;
    a.arrays = {{.name = "itm_logits", .shape = {1, 2}, .values = std::vector<float>{-1, 2}},
                {.name = "qa_logits", .shape = {1, 5}, .values = std::vector<float>(5, 0.0F)},
                {.name = "pooled", .shape = {1, 2}, .values = std::vector<float>{1, 2}}};
    a.predictions = {{.what = "word 1", .candidates = {{"red", 0.75}, {"blue", 0.25}}}};
    a.text = "a cat";
    Outputs b;
    b.match = {{.id = "concat", .name = "concatenation", .probability = 0.5},
               {.id = "itm", .name = "matching", .probability = 0.71}};
    b.predictions = {{.what = "word 1", .candidates = {{"blue", 0.5}, {"green", 0.25}}}};

    const std::vector<ComparedOutput> rows = comparedOutputs(a, b);
    QStringList texts;
    const auto number = [](const std::optional<double>& value) {
        return value ? QString::number(*value) : QStringLiteral("-");
    };
    for (const ComparedOutput& row : rows) {
        texts << QStringLiteral("%1 %2 %3 %4")
                     .arg(static_cast<int>(row.what))
                     .arg(QString::fromStdString(row.name), number(row.a), number(row.b));
    }
    QCOMPARE(texts,
             (QStringList{"0 matching 0.94 0.71", "0 concatenation - 0.5", "1  0.25 -",
                          "2 itm_logits 0 -1 -", "2 itm_logits 1 2 -", "3 word 1: red 0.75 -",
                          "3 word 1: blue 0.25 0.5", "3 word 1: green - 0.25", "4  - -"}));
    QCOMPARE(rows.back().what, What::Text);
    QCOMPARE(rows.back().textA, std::optional<std::string>("a cat"));
    QVERIFY(!rows.back().textB.has_value());
    QVERIFY(comparedOutputs({}, {}).empty());
}

QTEST_APPLESS_MAIN(ComparisonTest)
#include "comparison_test.moc"
