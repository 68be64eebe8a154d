#include <QTest>

#include "engine/analysis/scale.h"
#include "engine/base/error.h"
#include "engine/trace/trace_builder.h"

#include <algorithm>
#include <cmath>

using namespace attenscope;

namespace {

/// A caption with what a model wrote behind it: "a ring", then "reddish" in two pieces.
Tokens writtenTokens()
{
    Tokens tokens;
    tokens.caption = "a ring";
    tokens.tokens = {
        {.id = 2, .text = "[CLS]", .word = 0, .isSpecial = true},
        {.id = 5, .text = "a", .begin = 0, .end = 1, .word = 1},
        {.id = 8, .text = "ring", .begin = 2, .end = 6, .word = 2},
        {.id = 3, .text = "[SEP]", .word = 3, .isSpecial = true},
        {.id = 9, .text = "[DEC]", .word = 4, .isSpecial = true, .part = TokenPart::Generated},
        {.id = 6, .text = "red", .word = 5, .part = TokenPart::Generated},
        {.id = 7, .text = "##dish", .word = 5, .part = TokenPart::Generated}};
    tokens.words = {
        {.text = "[CLS]", .tokens = {0}, .isSpecial = true},
        {.text = "a", .tokens = {1}},
        {.text = "ring", .tokens = {2}},
        {.text = "[SEP]", .tokens = {3}, .isSpecial = true},
        {.text = "[DEC]", .tokens = {4}, .isSpecial = true, .part = TokenPart::Generated},
        {.text = "reddish", .tokens = {5, 6}, .part = TokenPart::Generated}};
    return tokens;
}

constexpr int kRing = 2;
constexpr int kReddish = 5;

void add(TraceBuilder& builder,
         const char* kind,
         int layer,
         const Axis& query,
         const Axis& key,
         const Matrix& weights)
{
    builder
        .open({.kind = kind,
               .layer = layer,
               .heads = 1,
               .query = query,
               .key = key,
               .weightPrefix = {}})
        .record(0, weights);
}

Trace closed(TraceBuilder& builder)
{
    Trace trace;
    trace.tokens = writtenTokens();
    trace.units.units = {{.kind = VisualUnit::Kind::Special, .name = "[CLS]"}, {}, {.column = 1}};
    trace.units.gridRows = 1;
    trace.units.gridColumns = 2;
    std::tie(trace.sites, trace.attention) = builder.finish();
    return trace;
}

/// Sites of the caption's tokens 0 to 3, and of the positions that wrote tokens 5 and 6.
Trace writtenTrace()
{
    TraceBuilder builder(AttentionKeeping::Weights);
    const Axis caption = Axis::textOnly(4);
    const Axis units = Axis::imageOnly(3);
    Matrix given(4, 3);
    given << 1, 0, 0, 0.2F, 0.2F, 0.6F, 0.4F, 0.4F, 0.2F, 0, 0, 1;
    Matrix written(2, 3);
    written << 0.5F, 0.3F, 0.2F, 0.1F, 0.3F, 0.6F;
    Matrix past(2, 2);
    past << 1, 0, 0.25F, 0.75F;
    add(builder, "text_self", 0, caption, caption, Matrix::Identity(4, 4));
    add(builder, "cross_text_to_image", 0, caption, units, given);
    add(builder, "gen_text_self", 0, Axis::textOnly(2, 5), Axis::textOnly(2, 4), past);
    add(builder, "gen_cross_text_to_image", 0, Axis::textOnly(2, 5), units, written);
    return closed(builder);
}

/// As BLIP-2's: two learned queries look at the image in layers 0 and 2 alone.
Trace queriesTrace()
{
    TraceBuilder builder(AttentionKeeping::Weights);
    Matrix weights(2, 3);
    weights << 0, 0.5F, 0.5F, 0.25F, 0.75F, 0;
    for (const int layer : {0, 2}) {
        add(builder, "cross_query_to_image", layer, Axis::textOnly(2, 1), Axis::imageOnly(3),
            weights);
    }
    return closed(builder);
}

Selection selected(Direction direction, const char* kind, std::vector<int> focus, int layer = 0)
{
    Selection selection;
    selection.direction = direction;
    selection.kind = kind;
    selection.focus = std::move(focus);
    selection.firstLayer = layer;
    selection.lastLayer = layer;
    return selection;
}

void compare(const Map& map, const std::vector<float>& expected)
{
    QCOMPARE(map.values.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY2(std::abs(map.values[i] - expected[i]) < 1e-6F, qPrintable(QString::number(i)));
    }
}

ErrorInfo refused(const Trace& trace, const Selection& selection)
{
    try {
        computeMap(trace, selection);
    } catch (const Error& error) {
        return error.info();
    }
    return {};
}

} // namespace

/// Sites that know only some of a trace's tokens: written words, learned queries.
class SpansTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writtenWordAsksFromTheRowsThatWroteIt();
    void keysThatAreNotThereAreAbsent();
    void withoutFocusOnlyTheRowsThatAreThereCount();
    void focusChoosesTheKindThatHasIt();
    void focusThatAKindDoesNotHaveIsRefused();
    void layersWithoutTheKindAreAbsent();
};

void SpansTest::writtenWordAsksFromTheRowsThatWroteIt()
{
    const Map map = computeMap(writtenTrace(), selected(Direction::TextToImage, "", {kReddish}));
    QCOMPARE(map.siteNames, (std::vector<std::string>{"attn_gen_cross_text_to_image_L00"}));
    compare(map, {0.3F, 0.3F, 0.4F}); // mean of both rows
    QVERIFY(std::abs(map.hiddenMass - 0.3) < 1e-6);
}

void SpansTest::keysThatAreNotThereAreAbsent()
{
    using enum Map::KeyState;
    const Trace trace = writtenTrace();
    const Selection words = selected(Direction::TextToText, "gen_text_self", {kReddish});
    const Map map = computeMap(trace, words);
    compare(map, {0, 0, 0, 0, 0.625F, 0.375F}); // [DEC], and "red" of "reddish"
    QVERIFY(map.states == (std::vector{Absent, Absent, Absent, Absent, Hidden, Shown}));
    QCOMPARE(map.hiddenMass, 0.625);
    QCOMPARE(map.shownMass, 0.375);

    Selection pieces = words;
    pieces.showsPieces = true;
    const Map apart = computeMap(trace, pieces);
    compare(apart, {0, 0, 0, 0, 0.625F, 0.375F, 0});
    QVERIFY(apart.states.back() == Absent);

    const Map question = computeMap(trace, selected(Direction::TextToText, "text_self", {kRing}));
    compare(question, {0, 0, 1, 0, 0, 0});
    QVERIFY(question.states == (std::vector{Hidden, Shown, Shown, Hidden, Absent, Absent}));
}

void SpansTest::withoutFocusOnlyTheRowsThatAreThereCount()
{
    const Trace trace = writtenTrace();
    compare(computeMap(trace, selected(Direction::TextToImage, "cross_text_to_image", {})),
            {0.3F, 0.3F, 0.4F}); // "a" and "ring"
    const Map written =
        computeMap(trace, selected(Direction::TextToImage, "gen_cross_text_to_image", {}));
    compare(written, {0.3F, 0.3F, 0.4F});
    QVERIFY(written.formula.find("mean of 2 queries") != std::string::npos);
}

void SpansTest::focusChoosesTheKindThatHasIt()
{
    const Trace trace = writtenTrace();
    const auto kind = [&](const char* named, std::vector<int> focus) {
        const auto fit = fitted(trace, selected(Direction::TextToImage, named, std::move(focus)));
        return fit ? fit->kind : "nothing";
    };
    QCOMPARE(kind("", {}), std::string("cross_text_to_image"));
    QCOMPARE(kind("", {kRing}), std::string("cross_text_to_image"));
    QCOMPARE(kind("", {kReddish}), std::string("gen_cross_text_to_image"));
    QCOMPARE(kind("cross_text_to_image", {kReddish}), std::string("gen_cross_text_to_image"));
    QCOMPARE(kind("gen_cross_text_to_image", {kRing}), std::string("cross_text_to_image"));
    QCOMPARE(kind("gen_cross_text_to_image", {}), std::string("gen_cross_text_to_image"));
    // Nothing asks from a word that only stands in the caption of a model with learned queries.
    QVERIFY(!fitted(queriesTrace(), selected(Direction::TextToImage, "", {kReddish})));
}

void SpansTest::focusThatAKindDoesNotHaveIsRefused()
{
    const Trace trace = writtenTrace();
    for (const auto& selection :
         {selected(Direction::TextToImage, "cross_text_to_image", {kReddish}),
          selected(Direction::TextToImage, "gen_cross_text_to_image", {kRing})}) {
        const ErrorInfo info = refused(trace, selection);
        QCOMPARE(info.id, std::string("E_USAGE_SELECTION"));
        QCOMPARE(info.place, std::string("focus"));
    }
}

void SpansTest::layersWithoutTheKindAreAbsent()
{
    const Trace trace = queriesTrace();
    const Selection missing = selected(Direction::TextToImage, "cross_query_to_image", {kRing}, 1);
    const ErrorInfo info = refused(trace, missing);
    QCOMPARE(info.id, std::string("E_USAGE_SELECTION"));
    QCOMPARE(info.expected, std::string("a layer that has cross_query_to_image: 0, 2"));
    QCOMPARE(fitted(trace, missing)->firstLayer, 0);
    compare(computeMap(trace, *fitted(trace, missing)), {0.25F, 0.75F, 0}); // query 2 is token 2

    const auto maps = headMaps(trace, missing);
    QCOMPARE(maps.size(), std::size_t{3});
    compare(maps[2][0], {0.25F, 0.75F, 0});
    compare(maps[1][0], {0, 0, 0});
    QCOMPARE(std::ranges::count(maps[1][0].states, Map::KeyState::Absent), std::ptrdiff_t{3});
    const ScaleRange range = scaleRange(trace, *fitted(trace, missing), Scale::Shared);
    QCOMPARE(range.maximum, 0.75F);
}

QTEST_APPLESS_MAIN(SpansTest)
#include "spans_test.moc"
