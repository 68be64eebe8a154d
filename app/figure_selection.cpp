#include "app/figure_selection.h"

#include "app/selectors.h"
#include "ui/figure/figure_series.h"
#include "ui/figure/figure_text.h"

#include <algorithm>

namespace attenscope {

namespace {

[[noreturn]] void
refuse(const std::string& option, const std::string& expected, const std::string& found)
{
    throw Error({.id = "E_USAGE_SELECTION",
                 .file = {},
                 .place = option,
                 .expected = expected,
                 .found = found,
                 .remedy = {}});
}

Direction chosenDirection(const FigureCommand& command, const Trace& trace)
{
    if (command.direction) {
        return *command.direction;
    }
    return kindsFor(trace, Direction::TextToImage).empty() ? Direction::ImageToText
                                                           : Direction::TextToImage;
}

std::string chosenKind(const FigureCommand& command, const Trace& trace, Direction direction)
{
    const std::vector<std::string> kinds = kindsFor(trace, direction);
    if (kinds.empty()) {
        refuse("--direction", "a direction that mode " + trace.provenance.mode + " has",
               std::string(directionId(direction)) + ": " + absenceReason(trace, direction));
    }
    if (command.kind.empty()) {
        return kinds.front();
    }
    if (std::ranges::find(kinds, command.kind) == kinds.end()) {
        std::string known;
        for (const std::string& kind : kinds) {
            known += (known.empty() ? "one of " : ", ") + kind;
        }
        refuse("--kind", known + " for " + std::string(directionId(direction)), command.kind);
    }
    return command.kind;
}

/// Whether the queries that are chosen are words or units.
std::vector<int> chosenFocus(const FigureCommand& command, const Trace& trace, Direction direction)
{
    const bool isText = asksFromText(direction);
    if (!(isText ? command.units : command.words).empty()) {
        refuse(isText ? "--units" : "--words",
               std::string(isText ? "--words" : "--units") + " as the queries of " +
                   std::string(directionId(direction)),
               isText ? "--units" : "--words");
    }
    return isText ? selectedWords("--words", command.words, trace.tokens)
                  : selectedUnits("--units", command.units, trace.units);
}

} // namespace

Selection figureSelection(const FigureCommand& command, const Trace& trace)
{
    Selection selection;
    selection.direction = chosenDirection(command, trace);
    selection.kind = chosenKind(command, trace, selection.direction);
    const StackSize size = stackSize(trace, selection.kind);
    const LayerChoice layers = command.layers.value_or(LayerChoice{.first = size.layers - 1});
    selection.firstLayer = layers.first;
    selection.lastLayer = layers.last.value_or(size.layers - 1);
    if (selection.lastLayer >= size.layers) {
        refuse("--layer",
               "layers 0 to " + std::to_string(size.layers - 1) + " of " + selection.kind,
               std::to_string(selection.lastLayer));
    }
    selection.head = command.head;
    if (selection.head && *selection.head >= size.heads) {
        refuse("--head", "heads 0 to " + std::to_string(size.heads - 1) + " of " + selection.kind,
               std::to_string(*selection.head));
    }
    if (!command.aggregation.empty() && command.aggregation != "one") {
        selection.aggregation = command.aggregation;
    }
    selection.focus = chosenFocus(command, trace, selection.direction);
    selection.special = command.special;
    selection.jointRows = command.jointRows;
    selection.showsPieces = command.showsPieces;
    return selection;
}

std::string figureText(const FigureRequest& request)
{
    const Trace& trace = *request.trace;
    const FigureStyle style = seriesStyle(request.style);
    std::vector<LegendLine> lines;
    if (const auto over = figureKindInfo(style.kind).series) {
        lines = seriesLegendLines(trace, request.selection, style,
                                  figureSeries(trace, request.selection, request.style, *over));
    } else {
        lines = legendLines(trace, request.selection, request.style,
                            computeMap(trace, request.selection),
                            scaleRange(trace, request.selection, request.style.scale));
    }
    std::string text;
    for (const LegendLine& line : lines) {
        text += escapedForDisplay((line.label + ": " + line.text).toStdString(), 4096) + "\n";
    }
    return text;
}

namespace {

Json valuesOf(const Map& map)
{
    Json values = Json::array();
    for (const float value : map.values) {
        values.push(static_cast<double>(value));
    }
    return values;
}

/// A sheet or an animation: every map with what differs from one to the other.
Json seriesJson(const FigureSeries& series)
{
    Json maps = Json::array();
    for (const SeriesMap& one : series.maps) {
        maps.push(Json::object()
                      .set("layer", one.selection.firstLayer)
                      .set("head", one.selection.head ? Json(*one.selection.head) : Json())
                      .set("focus", Json::list(one.selection.focus))
                      .set("sites", Json::list(one.map.siteNames))
                      .set("values", valuesOf(one.map))
                      .set("hidden_mass", one.map.hiddenMass));
    }
    return maps;
}

} // namespace

Json figureJson(const FigureRequest& request, const std::filesystem::path& file)
{
    const FigureKindInfo& kind = figureKindInfo(request.style.kind);
    Json json = Json::object()
                    .set("what", "figure")
                    .set("file", file.string())
                    .set("kind", kind.id)
                    .set("direction", directionId(request.selection.direction));
    if (kind.series) {
        const FigureSeries series =
            figureSeries(*request.trace, request.selection, request.style, *kind.series);
        return json.set("maps", seriesJson(series))
            .set("minimum", static_cast<double>(series.range.minimum))
            .set("maximum", static_cast<double>(series.range.maximum));
    }
    const Map map = computeMap(*request.trace, request.selection);
    const ScaleRange range = scaleRange(*request.trace, request.selection, request.style.scale);
    return json.set("sites", Json::list(map.siteNames))
        .set("formula", map.formula)
        .set("values", valuesOf(map))
        .set("hidden_mass", map.hiddenMass)
        .set("minimum", static_cast<double>(range.minimum))
        .set("maximum", static_cast<double>(range.maximum))
        .set("scale", scaleId(request.style.scale));
}

} // namespace attenscope
