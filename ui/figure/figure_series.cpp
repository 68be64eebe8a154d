#include "ui/figure/figure_series.h"

#include <QCoreApplication>

#include "engine/analysis/attention_matrix.h"
#include "engine/base/error.h"
#include "ui/figure/scale_text.h"
#include "ui/figure/word_maps.h"

#include <algorithm>

namespace attenscope {

namespace {

struct SeriesLabels {
    Q_DECLARE_TR_FUNCTIONS(SeriesLabels)
};

/// Whether a selection exists in a trace as it stands, kind and layer.
bool exists(const Trace& trace, const Selection& selection)
{
    const std::optional<Selection> found = fitted(trace, selection);
    return found && *found == selection;
}

/// Whether every word can have a map of a selection: the side that asks, or the one that is looked
/// at by patches while words themselves ask nothing.
bool hasWords(const Trace& trace, const Selection& selection)
{
    return asksFromText(selection.direction) || (selection.direction == Direction::ImageToText &&
                                                 kindsFor(trace, Direction::TextToImage).empty());
}

[[noreturn]] void refuseWords(const Selection& selection)
{
    throw Error({.id = "E_USAGE_SELECTION",
                 .file = {},
                 .place = "all words",
                 .expected = "a direction in which words ask",
                 .found = std::string(directionId(selection.direction)),
                 .remedy = {}});
}

void addHeads(const Trace& trace, const Selection& selection, FigureSeries& series)
{
    const StackSize size = stackSize(trace, selection.kind);
    series.columns = size.heads;
    const std::vector<std::vector<Map>> maps = headMaps(trace, selection);
    for (int layer = 0; layer < size.layers; ++layer) {
        Selection one = selection;
        one.firstLayer = one.lastLayer = layer;
        one.head = 0;
        for (int head = 0; exists(trace, one) && head < size.heads; ++head) {
            one.head = head;
            const HeadId id{one.kind, layer, head};
            series.maps.push_back(
                {.selection = one,
                 .map = maps.at(static_cast<std::size_t>(layer)).at(static_cast<std::size_t>(head)),
                 .range = {},
                 .label = {.name = placeText(trace, one), .note = {}},
                 .isOff = std::ranges::find(trace.headsOff, id) != trace.headsOff.end()});
        }
    }
}

void addLayers(const Trace& trace, const Selection& selection, FigureSeries& series)
{
    for (int layer = 0; layer < stackSize(trace, selection.kind).layers; ++layer) {
        Selection one = selection;
        one.firstLayer = one.lastLayer = layer;
        if (exists(trace, one)) {
            series.maps.push_back(
                {.selection = one,
                 .map = computeMap(trace, one),
                 .range = {},
                 .label = {.name = SeriesLabels::tr("layer %1").arg(layer), .note = {}}});
        }
    }
}

/// With the range of all of them.
void addWords(const Trace& trace, const Selection& selection, Scale scale, FigureSeries& series)
{
    if (!hasWords(trace, selection)) {
        refuseWords(selection);
    }
    const AttentionMatrix matrix = attentionMatrix(trace, selection, MatrixBlocks::One);
    for (WordMap& one : wordMaps(trace, selection, matrix, scale)) {
        const int index = one.item.index;
        Selection asks = selection;
        asks.focus.clear();
        asks.pieces.clear();
        if (asksFromText(selection.direction)) {
            const auto token = static_cast<std::size_t>(index);
            asks.focus = {selection.showsPieces ? trace.tokens.tokens.at(token).word : index};
            if (selection.showsPieces) {
                asks.pieces = {index};
            }
        }
        series.maps.push_back({.selection = std::move(asks),
                               .map = std::move(one.map),
                               .range = one.range,
                               .label = std::move(one.label),
                               .word = index});
    }
    series.range = wordMapsRange(matrix, scale);
}

/// One that holds what each map alone would have.
ScaleRange commonRange(const Trace& trace, Scale scale, const FigureSeries& series)
{
    ScaleRange range = scaleRange(trace, series.maps.front().selection, scale);
    if (scale != Scale::PerMap) {
        return range; // is every map's
    }
    for (const SeriesMap& one : series.maps) {
        const ScaleRange own = scaleRange(trace, one.selection, scale);
        range.minimum = std::min(range.minimum, own.minimum);
        range.maximum = std::max(range.maximum, own.maximum);
    }
    return range;
}

QString massText(double mass)
{
    return QString::number(mass, 'f', 3);
}

/// The treatment of special tokens with the smallest and the largest mass that it takes away.
QString
seriesSpecialText(const Trace& trace, const Selection& selection, const FigureSeries& series)
{
    const auto [least, most] = std::ranges::minmax_element(
        series.maps, {}, [](const SeriesMap& one) { return one.map.hiddenMass; });
    QString text = specialTokensText(trace, selection, least->map);
    const QString smallest = massText(least->map.hiddenMass);
    const QString largest = massText(most->map.hiddenMass);
    return smallest == largest
               ? text
               : text.replace(smallest, SeriesLabels::tr("%1 to %2").arg(smallest, largest));
}

} // namespace

FigureSeries
figureSeries(const Trace& trace, const Selection& selection, const FigureStyle& style, Series over)
{
    FigureSeries series{.over = over};
    Selection complete = selection;
    if (complete.kind.empty()) {
        const std::vector<std::string> kinds = kindsFor(trace, selection.direction);
        complete.kind = kinds.empty() ? std::string() : kinds.front();
    }
    computeMap(trace, complete); // throws where it does not fit
    switch (over) {
    case Series::Heads:
        addHeads(trace, complete, series);
        break;
    case Series::Layers:
        addLayers(trace, complete, series);
        break;
    case Series::Words:
        addWords(trace, complete, style.scale, series);
        break;
    }
    if (series.maps.empty()) {
        throw Error({.id = "E_USAGE_SELECTION",
                     .file = {},
                     .place = std::string(seriesId(over)),
                     .expected = "at least one map",
                     .found = "none",
                     .remedy = {}});
    }
    if (over != Series::Words) {
        series.range = commonRange(trace, style.scale, series);
        for (SeriesMap& one : series.maps) {
            one.range = series.range;
        }
    }
    return series;
}

QString layerLabel(const SeriesMap& one)
{
    return SeriesLabels::tr("layer %1").arg(one.selection.firstLayer);
}

QString seriesTitleText(const Trace& trace, const Selection& selection, Series over)
{
    return over == Series::Words ? wordMapsTitle(selection) : titleText(trace, selection);
}

QString seriesNoteText(const FigureSeries& series, Scale scale)
{
    return series.over == Series::Words ? wordMapsNote(scale, series.maps.size()) : QString();
}

QString seriesPlaceText(const Trace& trace, const Selection& selection, Series over)
{
    const StackSize size = stackSize(trace, selection.kind);
    switch (over) {
    case Series::Heads:
        return isSimilarity(trace, selection)
                   ? placeText(trace, selection)
                   : SeriesLabels::tr("%1 layers × %2 heads").arg(size.layers).arg(size.heads);
    case Series::Layers: {
        Selection one = selection;
        one.firstLayer = one.lastLayer = 0;
        const QString first = SeriesLabels::tr("layer %1").arg(0);
        return placeText(trace, one).replace(first, SeriesLabels::tr("each layer"));
    }
    case Series::Words:
        break;
    }
    return placeText(trace, selection);
}

QString seriesScaleText(Scale scale, const ScaleRange& range, bool isSimilarity)
{
    return scale == Scale::Shared
               ? SeriesLabels::tr("common to all maps shown, %1").arg(rangeText(range))
               : scaleText(scale, range, isSimilarity);
}

std::vector<LegendLine> seriesLegendLines(const Trace& trace,
                                          const Selection& selection,
                                          const FigureStyle& style,
                                          const FigureSeries& series)
{
    const SeriesMap& first = series.maps.front();
    const bool areLookedAt =
        series.over == Series::Words && selection.direction == Direction::ImageToText;
    Map all = areLookedAt ? computeMap(trace, first.selection) : first.map;
    if (series.over != Series::Words) { // names every tensor, tells no single map's mass
        all.siteNames.push_back(series.maps.back().map.siteNames.back());
    }
    all.isJoint = false;
    std::vector<LegendLine> lines = legendLines(trace, first.selection, style, all, series.range);
    const QString place = placeText(trace, first.selection);
    const QString focus = focusText(trace, first.selection);
    const QString scale = scaleText(style.scale, series.range, all.isSimilarity);
    const QString special = specialTokensText(trace, first.selection, all);
    for (LegendLine& line : lines) {
        if (line.text.startsWith(place)) {
            line.text.replace(0, place.size(), seriesPlaceText(trace, selection, series.over));
        } else if (line.text == focus && series.over == Series::Words) {
            line.text = areLookedAt ? SeriesLabels::tr("every patch, by the word that it looks at")
                        : selection.showsPieces ? SeriesLabels::tr("each token by itself")
                                                : SeriesLabels::tr("each word by itself");
        } else if (line.text == scale) {
            line.text = series.over == Series::Words && style.scale == Scale::PerMap
                            ? wordMapsNote(style.scale, series.maps.size())
                            : seriesScaleText(style.scale, series.range, all.isSimilarity);
        } else if (line.text == special && !areLookedAt) {
            line.text = seriesSpecialText(trace, first.selection, series);
        }
    }
    return lines;
}

FigureStyle seriesStyle(FigureStyle style, Series over)
{
    return over == Series::Words ? style : frameStyle(std::move(style));
}

FigureStyle frameStyle(FigureStyle style)
{
    style.scale = style.scale == Scale::PerMap ? Scale::Shared : style.scale;
    return style;
}

} // namespace attenscope
