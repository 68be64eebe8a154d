#include <QTest>

#include "engine/base/error.h"
#include "tests/support/error_of.h"
#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/comparison_figure.h"
#include "ui/figure/comparison_text.h"

#include <algorithm>
#include <cmath>
#include <memory>

using namespace attenscope;

using Part = ComparisonFigure::Part;

namespace {

/// Word 3 in head 1 as A, beside what the edit makes of it.
FigureRequest comparedWith(const std::function<void(FigureRequest&)>& edit)
{
    FigureRequest request = sampleRequest();
    request.style.size = {1400, 900};
    request.style.opacity = 1; // so that colours are the table's
    request.compared = std::make_shared<const FigureRequest>(request);
    edit(request);
    return request;
}

FigureRequest otherWord()
{
    return comparedWith([](FigureRequest& b) { b.selection.focus = {5}; });
}

QColor pixelAt(const ComparisonFigure& figure, Part part, int unit)
{
    const ComparisonLayout::Column& column =
        figure.layout().columns.at(static_cast<std::size_t>(part));
    const Box& box = figure.units(part).units.at(static_cast<std::size_t>(unit)).box;
    const QPointF place = column.pageFromPicture.map(QPointF(box.centreX(), box.centreY())) -
                          column.picture.topLeft();
    return figure.overlay(part).pixelColor((place * figure.pixelsPerUnit()).toPoint());
}

QStringList emphasised(const std::vector<ComparisonLine>& head)
{
    QStringList texts;
    for (const ComparisonLine& line : head) {
        if (line.isEmphasised) {
            texts << line.text;
        }
    }
    return texts;
}

bool isInside(const QRectF& part, const QRectF& page)
{
    return page.adjusted(-0.5, -0.5, 0.5, 0.5).contains(part);
}

} // namespace

class ComparisonFigureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void both_maps_have_one_scale();
    void a_cell_has_its_colour_on_each_scale();
    void the_difference_is_symmetric_around_zero();
    void what_differs_is_emphasised();
    void equal_views_have_no_emphasis_and_no_difference();
    void equal_captions_stand_once();
    void other_captions_stand_both_and_tell_what_is_missing();
    void words_have_a_strip_of_differences();
    void two_pictures_of_one_size_are_compared_by_place();
    void pictures_of_other_sizes_are_refused_but_drawn();
    void another_grid_is_drawn_on_the_finer_one();
    void everything_lies_on_the_page_data();
    void everything_lies_on_the_page();
    void a_page_that_is_too_small_is_refused();
    void tables_of_the_wrong_kind_are_refused();
    void numbers_and_outputs_stand_in_the_legend();
    void of_many_answers_those_that_differ_most_are_told();
    void what_single_precision_cannot_tell_is_no_difference();
    void signed_numbers_have_their_sign();
};

void ComparisonFigureTest::both_maps_have_one_scale()
{
    const FigureRequest request = otherWord();
    const ComparisonFigure figure(request);
    const ScaleRange a = scaleRange(*request.trace, request.compared->selection, Scale::Shared);
    const ScaleRange b = scaleRange(*request.trace, request.selection, Scale::Shared);
    QVERIFY(a.maximum != b.maximum);
    QCOMPARE(figure.views().range.maximum, std::max(a.maximum, b.maximum));
    QCOMPARE(figure.views().range.minimum, 0.0F);
}

void ComparisonFigureTest::a_cell_has_its_colour_on_each_scale()
{
    const FigureRequest request = otherWord();
    const ComparisonFigure figure(request);
    const Map a = computeMap(*request.trace, request.compared->selection);
    const Map b = computeMap(*request.trace, request.selection);
    const ColourTable& weights = colourTable("cividis");
    const ColourTable& differences = colourTable("cool-warm");
    const auto largest = static_cast<double>(figure.views().differenceRange.maximum);
    for (const int unit : {1, 40, 66, 100, 144}) {
        const auto u = static_cast<std::size_t>(unit);
        QCOMPARE(pixelAt(figure, Part::A, unit),
                 weights.colourAt(scalePosition(a.values[u], figure.views().range)));
        QCOMPARE(pixelAt(figure, Part::B, unit),
                 weights.colourAt(scalePosition(b.values[u], figure.views().range)));
        const double place = (static_cast<double>(a.values[u] - b.values[u]) / largest + 1) / 2;
        QVERIFY(channelDifference(pixelAt(figure, Part::Difference, unit),
                                  differences.colourAt(place)) <= 2);
    }
}

void ComparisonFigureTest::the_difference_is_symmetric_around_zero()
{
    const ComparisonFigure figure(otherWord());
    const ScaleRange& range = figure.views().differenceRange;
    QVERIFY(range.maximum > 0);
    QCOMPARE(range.minimum, -range.maximum);
    float largest = 0;
    for (std::size_t u = 1; u < figure.map(Part::A).values.size(); ++u) { // unit 0 is hidden
        largest = std::max(largest,
                           std::abs(figure.map(Part::A).values[u] - figure.map(Part::B).values[u]));
    }
    QCOMPARE(range.maximum, largest);
}

void ComparisonFigureTest::what_differs_is_emphasised()
{
    const ComparedViews views = comparedViews(comparedWith([](FigureRequest& b) {
        b.selection.head = 2;
        auto trace = std::make_shared<Trace>(*b.trace);
        trace->provenance.mode = "text-to-image";
        trace->provenance.standing = "ablation";
        b.trace = trace;
    }));
    QCOMPARE(emphasised(views.content.heads[0]),
             (QStringList{"layer 0, head 1", "Mode: hybrid (as trained)"}));
    QCOMPARE(emphasised(views.content.heads[1]),
             (QStringList{"layer 0, head 2", "Mode: text-to-image (ablation)"}));
    QVERIFY(emphasised(views.content.heads[2]).isEmpty());
}

void ComparisonFigureTest::equal_views_have_no_emphasis_and_no_difference()
{
    const ComparisonFigure figure(comparedWith([](FigureRequest&) {}));
    QVERIFY(emphasised(figure.views().content.heads[0]).isEmpty());
    QCOMPARE(figure.views().maps.agreement.cosine, 1.0);
    QCOMPARE(figure.views().maps.largestDifference(), 0.0F);
    for (const int unit : {1, 66, 144}) {
        QCOMPARE(pixelAt(figure, Part::Difference, unit), colourTable("cool-warm").colourAt(0.5));
    }
}

void ComparisonFigureTest::equal_captions_stand_once()
{
    const ComparedViews same =
        comparedViews(comparedWith([](FigureRequest& b) { b.selection.head = 0; }));
    QCOMPARE(same.content.strips.size(), std::size_t{1});
    QCOMPARE(same.content.strips.front().badge, QStringLiteral("A, B"));
    const ComparedViews other = comparedViews(otherWord()); // other words are in focus
    QCOMPARE(other.content.strips.size(), std::size_t{2});
}

void ComparisonFigureTest::other_captions_stand_both_and_tell_what_is_missing()
{
    const ComparedViews views = comparedViews(comparedWith([](FigureRequest& b) {
        b.trace = std::make_shared<const Trace>(
            hillTrace({.hasClassUnit = true, .words = {"a", "small", "green", "circle"}}));
    }));
    QCOMPARE(views.content.strips.size(), std::size_t{2});
    const std::vector<bool>& onlyA = views.content.strips[0].isOnlyHere;
    const std::vector<bool>& onlyB = views.content.strips[1].isOnlyHere;
    // A: [CLS] a small red circle left of a large blue square [SEP]. The longest common part is
    // [CLS] a small circle [SEP].
    QCOMPARE(onlyA, (std::vector<bool>{false, false, false, true, false, true, true, true, true,
                                       true, true, false}));
    QCOMPARE(onlyB, (std::vector<bool>{false, false, false, true, false, false}));
    QVERIFY(
        emphasised(views.content.heads[0])
            .contains(QStringLiteral("Caption: a small red circle left of a large blue square")));
}

void ComparisonFigureTest::words_have_a_strip_of_differences()
{
    FigureRequest request = sampleRequest();
    request.style.size = {1400, 900};
    request.selection.direction = Direction::ImageToText;
    request.selection.kind.clear();
    request.selection.focus = {66};
    request.compared = std::make_shared<const FigureRequest>(request);
    request.selection.focus = {30};
    const ComparisonFigure figure(request);
    const ComparedViews& views = figure.views();
    QVERIFY(views.content.areKeysWords);
    QCOMPARE(views.content.strips.size(), std::size_t{3});
    QVERIFY(views.content.strips[2].isDifference);
    const Map a = computeMap(*request.trace, request.compared->selection);
    const Map b = computeMap(*request.trace, request.selection);
    for (std::size_t word = 1; word < 11; ++word) {
        const WordCell& cell = views.content.strips[2].words.cells[word];
        QCOMPARE(*cell.weight, a.values[word] - b.values[word]);
        QVERIFY(cell.isSigned);
    }
    QVERIFY(figure.layout().columns[2].picture.isEmpty());
    QVERIFY(!figure.layout().columns[0].picture.isEmpty()); // bare, with the patch outlined
}

void ComparisonFigureTest::two_pictures_of_one_size_are_compared_by_place()
{
    const FigureRequest request = comparedWith([](FigureRequest& b) {
        b.picture = b.picture.mirrored(true, false);
        b.origin.imageDigest = "11";
        b.selection.head = 2;
    });
    const ComparisonFigure figure(request);
    QCOMPARE(figure.views().maps.refusal, NoDifference::None);
    QVERIFY(figure.views().content.heads[2].back().text.contains(
        QStringLiteral("two images, place by place")));
    // Nothing of one picture shines through the difference of two.
    const double place = (static_cast<double>(figure.map(Part::Difference).values[66]) /
                              static_cast<double>(figure.views().differenceRange.maximum) +
                          1) /
                         2;
    QVERIFY(channelDifference(pixelAt(figure, Part::Difference, 66),
                              colourTable("cool-warm").colourAt(place)) <= 2);
}

void ComparisonFigureTest::pictures_of_other_sizes_are_refused_but_drawn()
{
    const ComparisonFigure figure(comparedWith([](FigureRequest& b) {
        b.trace = std::make_shared<const Trace>(
            hillTrace({.imageWidth = 512, .imageHeight = 256, .hasClassUnit = true}));
        b.picture = shapesPicture(512, 256);
    }));
    QCOMPARE(figure.views().maps.refusal, NoDifference::OtherPicture);
    QVERIFY(figure.overlay(Part::Difference).isNull());
    QVERIFY(!figure.overlay(Part::A).isNull());
    QCOMPARE(figure.overlay(Part::B).width(), 2 * figure.overlay(Part::B).height());
    QCOMPARE(figure.views().content.heads[2].back().text,
             noDifferenceText(NoDifference::OtherPicture));
    QVERIFY(figure.layout().differenceBar.isEmpty());
}

void ComparisonFigureTest::another_grid_is_drawn_on_the_finer_one()
{
    const ComparisonFigure figure(comparedWith([](FigureRequest& b) {
        b.trace = std::make_shared<const Trace>(hillTrace({.gridRows = 6, .gridColumns = 6}));
    }));
    QVERIFY(figure.views().maps.isResampled);
    QCOMPARE(figure.units(Part::Difference).gridRows, 12);
    QCOMPARE(figure.units(Part::B).gridRows, 6);
    QVERIFY(figure.views().content.heads[2].back().text.contains(QStringLiteral("12 × 12")));
}

void ComparisonFigureTest::everything_lies_on_the_page_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("areKeysWords");
    QTest::newRow("wide") << QSize(1600, 900) << false;
    QTest::newRow("4:3") << QSize(1200, 900) << false;
    QTest::newRow("small") << QSize(800, 640) << false;
    QTest::newRow("high") << QSize(900, 1400) << false;
    QTest::newRow("words") << QSize(1200, 900) << true;
}

void ComparisonFigureTest::everything_lies_on_the_page()
{
    QFETCH(QSize, size);
    QFETCH(bool, areKeysWords);
    FigureRequest request = otherWord();
    if (areKeysWords) {
        auto a = std::make_shared<FigureRequest>(*request.compared);
        a->selection.direction = request.selection.direction = Direction::ImageToText;
        a->selection.kind.clear();
        request.selection.kind.clear();
        request.compared = a;
    }
    request.style.size = size;
    const ComparisonFigure figure(request);
    const ComparisonLayout& layout = figure.layout();
    for (const ComparisonLayout::Column& column : layout.columns) {
        QVERIFY(column.picture.isEmpty() || isInside(column.picture, layout.page));
        for (const PlacedText& text : column.head) {
            QVERIFY(isInside(text.rect, layout.page));
            QVERIFY(column.picture.isEmpty() || text.rect.bottom() <= column.picture.top() + 0.5);
        }
    }
    QVERIFY(isInside(layout.bar, layout.page));
    QVERIFY(isInside(layout.differenceBar, layout.page));
    QVERIFY(isInside(layout.legend, layout.page));
    for (const ComparisonLayout::Strip& strip : layout.strips) {
        QVERIFY(isInside(QRectF(strip.place, strip.cells.size), layout.page));
        QVERIFY(strip.place.y() + strip.cells.size.height() <= layout.legend.top());
    }
    QVERIFY(!layout.columns[0].picture.intersects(layout.columns[1].picture));
}

void ComparisonFigureTest::a_page_that_is_too_small_is_refused()
{
    FigureRequest request = otherWord();
    request.style.size = {300, 200};
    QCOMPARE(errorOf([&] { ComparisonFigure figure(request); }).id, std::string("E_USAGE_SIZE"));
    // A height that is said to be enough is.
    ComparedViews views = comparedViews(request, false);
    for (const int width : {420, 700, 1200}) {
        views.b.style.size =
            QSize(width, static_cast<int>(leastComparisonHeight(views.content, width)));
        const ComparisonFigure figure(views);
        QVERIFY(figure.layout().columns[0].picture.width() > 64);
        QVERIFY(isInside(
            QRectF(figure.layout().strips.back().place, figure.layout().strips.back().cells.size),
            figure.layout().page));
    }
}

void ComparisonFigureTest::tables_of_the_wrong_kind_are_refused()
{
    FigureRequest request = otherWord();
    request.style.signedTable = "cividis";
    QCOMPARE(errorOf([&] { ComparisonFigure figure(request); }).id,
             std::string("E_USAGE_COLORMAP"));
    request = otherWord();
    request.style.colourTable = "cool-warm";
    QCOMPARE(errorOf([&] { ComparisonFigure figure(request); }).id,
             std::string("E_USAGE_COLORMAP"));
}

void ComparisonFigureTest::numbers_and_outputs_stand_in_the_legend()
{
    const ComparedViews views = comparedViews(comparedWith([](FigureRequest& b) {
        auto trace = std::make_shared<Trace>(*b.trace);
        trace->outputs.match = {{.id = "itm", .name = "matching head", .probability = 0.75}};
        auto other = std::make_shared<Trace>(*trace);
        other->outputs.match.front().probability = 0.5;
        auto a = std::make_shared<FigureRequest>(*b.compared);
        a->trace = trace;
        b.compared = a;
        b.trace = other;
    }));
    QStringList lines;
    for (const LegendLine& line : views.content.legend) {
        lines << line.label + QStringLiteral(": ") + line.text;
    }
    const QString text = lines.join(QLatin1Char('\n'));
    QVERIFY2(
        text.contains(QStringLiteral("Match, matching head: A 0.750 · B 0.500 · A − B +0.250")),
        qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("Agreement: Cosine 1 · Pearson 1")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("Scale: shared")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("Model: scenes")), qPrintable(text));
}

void ComparisonFigureTest::of_many_answers_those_that_differ_most_are_told()
{
    Outputs a;
    Outputs b;
    for (int region = 0; region < 20; ++region) {
        const std::string what = "region " + std::to_string(region) + ": object";
        a.predictions.push_back({.what = what, .candidates = {{"cat", 0.5}}});
        b.predictions.push_back({.what = what, .candidates = {{"cat", 0.5 - 0.01 * region}}});
    }
    const std::vector<ComparedNumber> numbers = outputNumbers(a, b);
    QCOMPARE(numbers.size(), std::size_t{9});
    for (int i = 0; i < 8; ++i) { // in their order
        QCOMPARE(numbers[std::size_t(i)].name, QString("region %1: object: cat").arg(12 + i));
    }
    QCOMPARE(numbers[0].difference, QString("+0.120"));
    QVERIFY(numbers.back().name.startsWith("12 other answer"));
    QCOMPARE(numbers.back().difference, QString("≤ 0.110"));
}

void ComparisonFigureTest::what_single_precision_cannot_tell_is_no_difference()
{
    MapComparison comparison;
    for (Map* map : {&comparison.a, &comparison.b}) {
        map->values = {0.25F, 0.75F};
        map->states = {Map::KeyState::Shown, Map::KeyState::Shown};
    }
    comparison.a.shownMass = 1.0000001;
    comparison.b.shownMass = 0.9999999;
    const std::vector<ComparedNumber> numbers = mapNumbers(comparison, std::nullopt, {});
    const auto shown = std::ranges::find(numbers, QString("Weight shown"), &ComparedNumber::name);
    QVERIFY(shown != numbers.end());
    QCOMPARE(shown->a, QString("1.00"));
    QCOMPARE(shown->b, QString("1.00"));
    QCOMPARE(shown->difference, QString("0"));
}

void ComparisonFigureTest::signed_numbers_have_their_sign()
{
    QCOMPARE(signedNumberText(0.25), QStringLiteral("+0.250"));
    QCOMPARE(signedNumberText(-0.25), QStringLiteral("−0.250"));
    QCOMPARE(signedNumberText(0), QStringLiteral("0"));
}

QTEST_MAIN(ComparisonFigureTest)
#include "comparison_figure_test.moc"
