#include "ui/figure/comparison_figure.h"

#include <QCoreApplication>

#include "ui/figure/colour_table.h"
#include "ui/figure/comparison_text.h"
#include "ui/figure/figure_parts.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/fonts.h"
#include "ui/figure/region_outlines.h"
#include "ui/figure/scale_text.h"
#include "ui/figure/seen_frame.h"
#include "ui/figure/unit_outline.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>

namespace attenscope {

namespace {

struct ComparisonFigureText {
    Q_DECLARE_TR_FUNCTIONS(ComparisonFigure)
};

using Part = ComparisonFigure::Part;

constexpr std::array kParts{Part::A, Part::B, Part::Difference};

std::size_t indexOf(Part part)
{
    return static_cast<std::size_t>(part);
}

void requireTable(const std::string& id, ColourTable::Kind kind)
{
    const bool isSigned = colourTable(id).kind == ColourTable::Kind::Signed;
    if (isSigned != (kind == ColourTable::Kind::Signed)) {
        throw Error(
            {.id = "E_USAGE_COLORMAP",
             .file = {},
             .place = "colour table",
             .expected = isSigned ? "a table for numbers from 0 up" : "a table for signed numbers",
             .found = id,
             .remedy = {}});
    }
}

/// Equal maps get the range of their own numbers, so that 0 lies in its middle all the same.
ScaleRange differenceRangeOf(const MapComparison& comparison)
{
    const float difference = comparison.largestDifference();
    const float other =
        std::max(std::abs(comparison.a.minimum()), std::abs(comparison.a.maximum()));
    const float largest = difference > 0 ? difference : other > 0 ? other : 1;
    return {.minimum = -largest, .maximum = largest};
}

/// The scale that both maps can be drawn on.
Scale commonScale(const MapComparison& comparison, Scale wanted)
{
    const Scale a = scaleFor(comparison.a, wanted);
    return a == scaleFor(comparison.b, wanted) ? a : Scale::Shared;
}

ScaleRange rangeOf(const FigureRequest& a, const FigureRequest& b)
{
    const Scale scale = b.style.scale;
    return rangeOver(scaleRange(*a.trace, a.selection, scale),
                     scaleRange(*b.trace, b.selection, scale));
}

/// The lines above the pictures; what differs is emphasised.
void fillHeads(ComparisonContent& content,
               const FigureRequest& a,
               const FigureRequest& b,
               const MapComparison& comparison)
{
    const std::vector<ComparedFact> facts = comparedFacts(a, b);
    for (const ComparedFact& fact : facts) {
        const bool isTitle = &fact == &facts.front();
        const QString label = fact.label.isEmpty() ? QString() : fact.label + QStringLiteral(": ");
        content.heads[0].push_back({label + fact.a, isTitle, fact.differs()});
        content.heads[1].push_back({label + fact.b, isTitle, fact.differs()});
    }
    content.heads[0].push_back({keysText(*a.trace, a.selection, comparison.a)});
    content.heads[1].push_back({keysText(*b.trace, b.selection, comparison.b)});
    std::vector<ComparisonLine>& difference = content.heads[2];
    if (comparison.refusal != NoDifference::None) {
        difference.push_back({ComparisonFigureText::tr("no difference"), true});
        difference.push_back({noDifferenceText(comparison.refusal)});
        return;
    }
    difference.push_back({ComparisonFigureText::tr("signed difference"), true});
    difference.push_back({ComparisonFigureText::tr("above 0: A is larger · below 0: B is larger")});
    if (const QString keys = commonKeysText(a, b, comparison); !keys.isEmpty()) {
        difference.push_back({keys});
    }
}

/// Which words of either caption the other one lacks, by their indices.
struct OnlyHere {
    std::vector<int> a;
    std::vector<int> b;
};

OnlyHere onlyHere(const FigureRequest& a, const FigureRequest& b)
{
    const Tokens& first = a.trace->tokens;
    const Tokens& second = b.trace->tokens;
    OnlyHere only;
    const bool shows = a.selection.showsPieces;
    for (const AlignedPair& pair : shows ? alignedTokens(first.tokens, second.tokens)
                                         : alignedWords(first.words, second.words)) {
        if (!pair.isShared()) {
            (pair.a ? only.a : only.b).push_back(pair.a ? *pair.a : *pair.b);
        }
    }
    return only;
}

ComparisonStrip stripOf(const QString& badge, WordStrip words, const std::vector<int>& only)
{
    ComparisonStrip strip{.badge = badge, .words = std::move(words), .isOnlyHere = {}};
    for (const int key : strip.words.keys) {
        strip.isOnlyHere.push_back(std::ranges::find(only, key) != only.end());
    }
    return strip;
}

bool looksSame(const ComparisonStrip& a, const ComparisonStrip& b)
{
    return std::ranges::equal(a.words.cells, b.words.cells,
                              [](const WordCell& x, const WordCell& y) {
                                  return x.text == y.text && x.state == y.state &&
                                         x.isFocused == y.isFocused && x.weight == y.weight;
                              });
}

/// The common words with their differences, and between them those of one caption alone.
WordStrip
differenceStrip(const FigureRequest& a, const FigureRequest& b, const MapComparison& comparison)
{
    const bool showsPieces = a.selection.showsPieces;
    const auto isPadding = [&](const AlignedPair& pair) {
        const Tokens& tokens = pair.a ? a.trace->tokens : b.trace->tokens;
        return showsPieces &&
               tokens.tokens[static_cast<std::size_t>(pair.a ? *pair.a : *pair.b)].isPadding;
    };
    const auto textOf = [&](const AlignedPair& pair) {
        const Tokens& tokens = pair.a ? a.trace->tokens : b.trace->tokens;
        const auto key = static_cast<std::size_t>(pair.a ? *pair.a : *pair.b);
        return showsPieces ? tokens.tokens[key].text : tokens.words[key].text;
    };
    WordStrip strip;
    for (std::size_t i = 0; i < comparison.pairs.size(); ++i) {
        const AlignedPair& pair = comparison.pairs[i];
        if (!isPadding(pair)) {
            strip.cells.push_back({.text = QString::fromStdString(escapedForDisplay(textOf(pair))),
                                   .weight = comparison.difference.values[i],
                                   .state = comparison.difference.states[i],
                                   .isSigned = true});
            strip.keys.push_back(static_cast<int>(i));
        }
    }
    return strip;
}

void fillStrips(ComparisonContent& content,
                const FigureRequest& a,
                const FigureRequest& b,
                const MapComparison& comparison)
{
    const bool hasWeightsA = !looksAtImage(a.selection.direction);
    const bool hasWeightsB = !looksAtImage(b.selection.direction);
    const OnlyHere only = onlyHere(a, b);
    ComparisonStrip first =
        stripOf(QStringLiteral("A"),
                wordStrip(*a.trace, a.selection, hasWeightsA ? &comparison.a : nullptr), only.a);
    first.hasNumbers = hasWeightsA;
    ComparisonStrip second =
        stripOf(QStringLiteral("B"),
                wordStrip(*b.trace, b.selection, hasWeightsB ? &comparison.b : nullptr), only.b);
    second.hasNumbers = hasWeightsB;
    if (!hasWeightsA && !hasWeightsB && looksSame(first, second)) {
        first.badge = QStringLiteral("A, B");
        content.strips.push_back(std::move(first));
        return;
    }
    content.strips.push_back(std::move(first));
    content.strips.push_back(std::move(second));
    if (hasWeightsA && hasWeightsB && content.hasDifference) {
        content.strips.push_back(
            stripOf(QStringLiteral("A − B"), differenceStrip(a, b, comparison), {}));
        content.strips.back().isDifference = true;
        content.strips.back().hasNumbers = true;
    }
}

QString comparedText(const ComparedNumber& number)
{
    QString text = QStringLiteral("A %1 · B %2").arg(number.a, number.b);
    if (!number.difference.isEmpty()) {
        text += QStringLiteral(" · A − B %1").arg(number.difference);
    }
    return text;
}

std::vector<LegendLine> legendOf(const FigureRequest& a,
                                 const FigureRequest& b,
                                 const MapComparison& comparison,
                                 const ScaleRange& range)
{
    std::vector<LegendLine> lines{
        {ComparisonFigureText::tr("Scale"),
         scaleText(b.style.scale, range, comparison.b.isSimilarity)},
        {ComparisonFigureText::tr("Special tokens"),
         ComparisonFigureText::tr("A: %1; B: %2")
             .arg(specialTokensText(*a.trace, a.selection, comparison.a),
                  specialTokensText(*b.trace, b.selection, comparison.b))}};
    const QString modelA = modelText(*a.trace);
    const QString modelB = modelText(*b.trace);
    lines.push_back(
        {ComparisonFigureText::tr("Model"),
         modelA == modelB ? modelA : ComparisonFigureText::tr("A: %1; B: %2").arg(modelA, modelB)});
    for (const ComparedNumber& number : mapNumbers(comparison, std::nullopt, {})) {
        lines.push_back({number.name, comparedText(number)});
    }
    if (comparison.refusal == NoDifference::None) {
        QStringList measures;
        for (const AgreementLine& line : agreementLines(comparison.agreement)) {
            measures << line.name + QLatin1Char(' ') + line.value;
        }
        lines.push_back(
            {ComparisonFigureText::tr("Agreement"), ComparisonFigureText::tr("%1 (over %2 keys)")
                                                        .arg(measures.join(QStringLiteral(" · ")))
                                                        .arg(comparison.agreement.keys)});
    }
    for (const ComparedNumber& number : outputNumbers(a.trace->outputs, b.trace->outputs)) {
        lines.push_back({number.name, comparedText(number)});
    }
    return lines;
}

ComparisonContent contentOf(const FigureRequest& a,
                            const FigureRequest& b,
                            const MapComparison& comparison,
                            const ScaleRange& range)
{
    ComparisonContent content;
    content.hasDifference = comparison.refusal == NoDifference::None;
    content.areKeysWords =
        !looksAtImage(a.selection.direction) && !looksAtImage(b.selection.direction);
    content.hasBars = b.style.hasColourBar;
    const NumberExtent shownA = shownExtent(comparison.a, range);
    const NumberExtent shownB = shownExtent(comparison.b, range);
    content.bar = {.table = &tableOf(b.style),
                   .range = range,
                   .scale = b.style.scale,
                   .label = comparison.b.isSimilarity
                                ? ComparisonFigureText::tr("cosine similarity")
                                : ComparisonFigureText::tr("attention weight"),
                   .isClippedBelow = std::min(shownA.smallest, shownB.smallest) < range.minimum,
                   .isClippedAbove = std::max(shownA.largest, shownB.largest) > range.maximum,
                   .marker = {},
                   .scaleNote = ComparisonFigureText::tr("one scale for A and B")};
    content.differenceBar = {.table = &colourTable(b.style.signedTable),
                             .range = differenceRangeOf(comparison),
                             .scale = Scale::Shared,
                             .label = comparison.b.isSimilarity
                                          ? ComparisonFigureText::tr("difference of similarities")
                                          : ComparisonFigureText::tr("difference of weights"),
                             .marker = {},
                             .scaleNote = ComparisonFigureText::tr("centred on 0")};
    content.pictures = {a.picture.size(), b.picture.size(), {}};
    content.grids = {coveringGrid(a.trace->units), coveringGrid(b.trace->units), {}};
    if (content.hasDifference && !content.areKeysWords) {
        content.pictures[2] = a.picture.size();
        content.grids[2] = coveringGrid(comparison.units);
    }
    fillHeads(content, a, b, comparison);
    const bool areWordsKeys =
        !looksAtImage(a.selection.direction) || !looksAtImage(b.selection.direction);
    if (b.style.hasWords || areWordsKeys) {
        fillStrips(content, a, b, comparison);
    }
    return content;
}

void paintBadge(QPainter& painter, const QRectF& rect, const QString& text, const Theme& theme)
{
    painter.setFont(figureFont(12, QFont::DemiBold));
    const bool isDifference = text.contains(QChar(0x2212));
    painter.setPen(isDifference ? QPen(theme.accent, 1) : QPen(Qt::NoPen));
    painter.setBrush(isDifference ? Qt::NoBrush : QBrush(theme.accent));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(isDifference ? theme.accent : theme.accentText);
    painter.drawText(rect, Qt::AlignCenter, text);
}

/// Dashes: the other caption lacks the word.
void paintOnlyHere(QPainter& painter, const QRectF& rect, const Theme& theme)
{
    painter.setPen(QPen(theme.text2, 1.5, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(0.75, 0.75, -0.75, -0.75));
}

/// How a difference is laid over its picture: strongly, since its middle is pale. On two pictures
/// nothing lies below.
FigureStyle differenceStyle(const FigureRequest& a, const FigureRequest& b)
{
    constexpr double kOpacity = 0.8;
    FigureStyle style = b.style;
    style.scale = Scale::Shared; // of numbers as they are
    style.colourTable = style.signedTable;
    style.opacity = a.picture == b.picture ? std::max(kOpacity, style.opacity) : 1;
    if (style.overlay != OverlayKind::Spotlight) {
        style.overlay = OverlayKind::Tint;
    }
    return style;
}

/// The legend without the last so many outputs, which are counted.
std::vector<LegendLine> shortened(const std::vector<LegendLine>& legend, std::size_t left)
{
    std::vector<LegendLine> lines(legend.begin(), legend.end() - static_cast<std::ptrdiff_t>(left));
    if (left > 0) {
        lines.push_back({ComparisonFigureText::tr("Predictions"),
                         ComparisonFigureText::tr("… and %1 more").arg(left)});
    }
    return lines;
}

/// The page with as many outputs as leave the pictures a good size, or at least any.
ComparisonLayout fittedLayout(ComparedViews& views)
{
    constexpr std::array kGoodSizes{240.0, 120.0, 64.0};
    const std::vector<LegendLine> all = views.content.legend;
    for (const qreal size : kGoodSizes) {
        for (std::size_t left = 0; left <= std::min(views.outputs, all.size()); ++left) {
            views.content.legend = shortened(all, left);
            if (comparedPictureSize(views.content, views.b.style) >= size) {
                return layoutComparison(views.content, views.b.style);
            }
        }
    }
    views.content.legend = all;
    return layoutComparison(views.content, views.b.style); // says what is missing
}

} // namespace

ComparedViews comparedViews(FigureRequest request, bool hasLegend)
{
    if (!request.compared) {
        throw Error({.id = "E_USAGE_SELECTION",
                     .file = {},
                     .place = "comparison",
                     .expected = "two views",
                     .found = "one",
                     .remedy = "Say what it is compared with."});
    }
    ComparedViews views;
    views.a = withKind(*request.compared);
    views.b = withKind(std::move(request));
    requireTable(views.b.style.colourTable, ColourTable::Kind::Sequential);
    requireTable(views.b.style.signedTable, ColourTable::Kind::Signed);
    views.maps = compareMaps(*views.a.trace, views.a.selection, *views.b.trace, views.b.selection);
    views.b.style.scale = commonScale(views.maps, views.b.style.scale);
    views.range = rangeOf(views.a, views.b);
    views.differenceRange = differenceRangeOf(views.maps);
    views.content = contentOf(views.a, views.b, views.maps, views.range);
    if (hasLegend && views.b.style.hasLegend) {
        views.content.legend = legendOf(views.a, views.b, views.maps, views.range);
        views.outputs = outputNumbers(views.a.trace->outputs, views.b.trace->outputs).size();
    }
    return views;
}

ComparisonFigure::ComparisonFigure(FigureRequest request)
    : request_(withKind(request)),
      views_(comparedViews(std::move(request))),
      legend_(views_.content.legend),
      layout_(fittedLayout(views_))
{
}

ComparisonFigure::ComparisonFigure(ComparedViews views)
    : request_(views.b),
      views_(std::move(views)),
      layout_(layoutComparison(views_.content, views_.b.style))
{
}

const VisualUnits& ComparisonFigure::units(Part part) const
{
    return part == Part::Difference ? views_.maps.units
           : part == Part::A        ? views_.a.trace->units
                                    : views_.b.trace->units;
}

const Map& ComparisonFigure::map(Part part) const
{
    return part == Part::Difference ? views_.maps.difference
           : part == Part::A        ? views_.maps.a
                                    : views_.maps.b;
}

QImage ComparisonFigure::overlay(Part part) const
{
    const QRectF& place = layout_.columns.at(indexOf(part)).picture;
    if (place.isEmpty()) {
        return {};
    }
    const FigureRequest& shown = part == Part::B ? views_.b : views_.a;
    const QSizeF size = place.size() * layout_.pixelsPerUnit;
    const OverlayView view{.source = QRectF(shown.picture.rect()),
                           .size = QSize(static_cast<int>(std::lround(size.width())),
                                         static_cast<int>(std::lround(size.height()))),
                           .pixelsPerUnit = layout_.pixelsPerUnit};
    OverlayPainter painter(shown.picture);
    if (part == Part::Difference) {
        return painter.paint(units(part), map(part), views_.differenceRange,
                             differenceStyle(views_.a, views_.b), view);
    }
    return looksAtImage(shown.selection.direction)
               ? painter.paint(units(part), map(part), views_.range, views_.b.style, view)
               : painter.paintBare(units(part), shown.trace->isUnitMasked, views_.b.style, view);
}

void ComparisonFigure::paintColumns(QPainter& painter) const
{
    const Theme& colours = theme(views_.b.style.theme);
    for (const Part part : kParts) {
        const ComparisonLayout::Column& column = layout_.columns.at(indexOf(part));
        paintBadge(painter, column.badge,
                   part == Part::A   ? QStringLiteral("A")
                   : part == Part::B ? QStringLiteral("B")
                                     : QStringLiteral("A − B"),
                   colours);
        for (const PlacedText& line : column.head) {
            painter.setFont(figureFont(line.pixels, line.weight));
            painter.setPen(line.isEmphasised || line.isTitle ? colours.text1 : colours.text3);
            painter.drawText(line.rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                             line.text);
        }
        if (column.picture.isEmpty()) {
            continue;
        }
        painter.drawImage(column.picture, overlay(part));
        if (const std::optional<SeenFrame> seen = seenFrame(units(part))) {
            paintSeenFrame(painter, column.pageFromPicture.mapRect(seen->frame), column.picture);
        }
        paintRegionOutlines(painter, units(part), column.pageFromPicture, column.picture);
        const FigureRequest& shown = part == Part::B ? views_.b : views_.a;
        if (part != Part::Difference && !asksFromText(shown.selection.direction)) {
            paintUnitOutline(painter, units(part), shown.selection.focus,
                             {.painterFromPicture = column.pageFromPicture,
                              .area = column.picture,
                              .pixelsPerUnit = layout_.pixelsPerUnit});
        }
    }
}

void ComparisonFigure::paintStrips(QPainter& painter) const
{
    const Theme& colours = theme(views_.b.style.theme);
    for (std::size_t i = 0; i < layout_.strips.size(); ++i) {
        const ComparisonStrip& strip = views_.content.strips[i];
        const ComparisonLayout::Strip& place = layout_.strips[i];
        paintBadge(painter, place.badge, strip.badge, colours);
        painter.save();
        painter.translate(place.place);
        const ColourBar& bar =
            strip.isDifference ? views_.content.differenceBar : views_.content.bar;
        paintWordStrip(painter, strip.words, place.cells, *bar.table, bar.range, colours,
                       layout_.wordScale);
        for (std::size_t cell = 0; cell < strip.isOnlyHere.size(); ++cell) {
            if (strip.isOnlyHere[cell]) {
                paintOnlyHere(painter, place.cells.cells[cell], colours);
            }
        }
        painter.restore();
    }
}

void ComparisonFigure::paint(QPainter& painter) const
{
    const Theme& colours = theme(views_.b.style.theme);
    painter.save();
    painter.fillRect(layout_.page, colours.panel);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    paintColumns(painter);
    if (!layout_.bar.isEmpty()) {
        paintColourBar(painter, layout_.bar, views_.content.bar, Qt::Horizontal, colours);
    }
    if (!layout_.differenceBar.isEmpty()) {
        paintColourBar(painter, layout_.differenceBar, views_.content.differenceBar, Qt::Horizontal,
                       colours);
    }
    paintStrips(painter);
    if (!layout_.legend.isEmpty()) {
        painter.translate(layout_.legend.topLeft());
        paintLegend(
            painter,
            layoutLegend(views_.content.legend, layout_.legend.width(), layout_.legendColumns),
            colours);
    }
    painter.restore();
}

QString ComparisonFigure::title() const
{
    const auto titleOf = [](const FigureRequest& request) {
        return titleText(*request.trace, request.selection) + QStringLiteral(", ") +
               placeText(*request.trace, request.selection);
    };
    return titleOf(views_.a) + QStringLiteral(" | ") + titleOf(views_.b);
}

QString ComparisonFigure::description() const
{
    QStringList lines;
    const auto add = [&](const QString& side, const FigureRequest& request) {
        lines << ComparisonFigureText::tr("Caption of %1: %2")
                     .arg(side, QString::fromStdString(request.trace->tokens.caption));
    };
    add(QStringLiteral("A"), views_.a);
    add(QStringLiteral("B"), views_.b);
    for (const ComparedFact& fact : comparedFacts(views_.a, views_.b)) {
        const QString label = fact.label.isEmpty() ? QString() : fact.label + QStringLiteral(": ");
        lines << label + QStringLiteral("A %1; B %2").arg(fact.a, fact.b);
    }
    for (const LegendLine& line : legend_) {
        lines << line.label + QStringLiteral(": ") + line.text;
    }
    return lines.join(QLatin1Char('\n'));
}

std::vector<FigureCell> ComparisonFigure::cells() const
{
    std::vector<FigureCell> cells;
    for (const Part part : kParts) {
        const ComparisonLayout::Column& column = layout_.columns.at(indexOf(part));
        const Map& shown = map(part);
        const std::vector<VisualUnit>& all = units(part).units;
        if (column.picture.isEmpty() || shown.values.size() != all.size()) {
            continue; // words are the keys
        }
        const FigureRequest& side = part == Part::B ? views_.b : views_.a;
        std::vector<int> order(all.size());
        std::iota(order.begin(), order.end(), 0);
        if (units(part).gridRows == 0) { // what is pointed at is the topmost
            order = unitsBySize(units(part));
        }
        for (const int index : order) {
            const auto u = static_cast<std::size_t>(index);
            const Box& box = all[u].box;
            if (box.isEmpty()) {
                continue;
            }
            const QString number = shown.states[u] != Map::KeyState::Shown ? QStringLiteral("—")
                                   : part == Part::Difference
                                       ? signedNumberText(static_cast<double>(shown.values[u]))
                                       : numberText(static_cast<double>(shown.values[u]));
            const QString name = all[u].kind == VisualUnit::Kind::Patch
                                     ? QStringLiteral("(%1, %2)").arg(all[u].row).arg(all[u].column)
                                     : unitText(*side.trace, index);
            cells.push_back(
                {.rect = column.pageFromPicture
                             .mapRect(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1)))
                             .intersected(column.picture),
                 .title = name + QStringLiteral(": ") + number,
                 .colour = {}});
        }
    }
    return cells;
}

std::size_t ComparisonFigure::picturesBelowCells() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        layout_.columns, [](const auto& column) { return !column.picture.isEmpty(); }));
}

} // namespace attenscope
