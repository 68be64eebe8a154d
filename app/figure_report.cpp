#include "app/figure_report.h"

#include "app/compared_figure.h"
#include "app/map_json.h"
#include "ui/figure/figure_series.h"

#include <cmath>
#include <memory>
#include <optional>

namespace attenscope {

namespace {

/// What a figure goes through; nothing for one drawing.
std::optional<Series> seriesOf(const FigureRequest& request)
{
    return request.view == FigureView::Words ? std::optional(Series::Words)
                                             : figureKindInfo(request.style.kind).series;
}

/// A sheet or an animation: every map with what differs from one to the other.
Json seriesJson(const FigureSeries& series, bool arePieces)
{
    Json maps = Json::array();
    for (const SeriesMap& one : series.maps) {
        Json map = Json::object()
                       .set("layer", one.selection.firstLayer)
                       .set("head", one.selection.head ? Json(*one.selection.head) : Json())
                       .set("focus", Json::list(one.selection.focus));
        if (one.word) {
            map.set(arePieces ? "token" : "word", *one.word);
        }
        maps.push(map.set("sites", Json::list(one.map.siteNames))
                      .set("values", valuesJson(one.map))
                      .set("hidden_mass", one.map.hiddenMass));
    }
    return maps;
}

Json itemsJson(const MatrixAxis& axis)
{
    Json items = Json::array();
    for (const MatrixItem& item : axis.items) {
        items.push(
            Json::object().set("side", item.isImage ? "image" : "text").set("index", item.index));
    }
    return items;
}

Json matrixJson(const FigureRequest& request, Json json)
{
    const AttentionMatrix matrix =
        attentionMatrix(*request.trace, request.selection, request.blocks);
    const ScaleRange range = matrixRange(matrix, request.style.scale);
    Json rows = Json::array();
    for (Index row = 0; row < matrix.weights.rows(); ++row) {
        Json values = Json::array();
        for (Index column = 0; column < matrix.weights.cols(); ++column) {
            values.push(static_cast<double>(matrix.weights(row, column)));
        }
        rows.push(std::move(values));
    }
    return json.set("sites", Json::list(matrix.siteNames))
        .set("queries", itemsJson(matrix.rows))
        .set("keys", itemsJson(matrix.columns))
        .set("values", std::move(rows))
        .set("minimum", static_cast<double>(range.minimum))
        .set("maximum", static_cast<double>(range.maximum))
        .set("scale", scaleId(request.style.scale));
}

Json numberOrNull(double number)
{
    return std::isfinite(number) ? Json(number) : Json();
}

Json depthJson(const FigureRequest& request, Json json)
{
    const StatisticTable table =
        statisticTable(*request.trace, request.selection, request.statistic,
                       headMaps(*request.trace, request.selection));
    Json layers = Json::array();
    Json heads = Json::array();
    for (std::size_t layer = 0; layer < table.layers.size(); ++layer) {
        layers.push(numberOrNull(table.layers[layer]));
        Json own = Json::array();
        for (const double number : table.heads[layer]) {
            own.push(numberOrNull(number));
        }
        heads.push(std::move(own));
    }
    return json.set("statistic", request.statistic)
        .set("layers", std::move(layers))
        .set("heads", std::move(heads));
}

Json mapJson(const FigureRequest& request, Json json)
{
    const Map map = computeMap(*request.trace, request.selection);
    const ScaleRange range = scaleRange(*request.trace, request.selection, request.style.scale);
    return json.set("sites", Json::list(map.siteNames))
        .set("formula", map.formula)
        .set("values", valuesJson(map))
        .set("hidden_mass", map.hiddenMass)
        .set("minimum", static_cast<double>(range.minimum))
        .set("maximum", static_cast<double>(range.maximum))
        .set("scale", scaleId(request.style.scale));
}

std::vector<LegendLine> linesOf(const FigureRequest& request)
{
    const Trace& trace = *request.trace;
    if (const auto over = seriesOf(request)) {
        const FigureKindInfo& kind = figureKindInfo(request.style.kind);
        const FigureStyle style =
            kind.isAnimation ? frameStyle(request.style) : seriesStyle(request.style, *over);
        return seriesLegendLines(trace, request.selection, style,
                                 figureSeries(trace, request.selection, request.style, *over));
    }
    return legendLines(trace, request.selection, request.style,
                       computeMap(trace, request.selection),
                       scaleRange(trace, request.selection, request.style.scale));
}

std::string lineText(const QString& text)
{
    return escapedForDisplay(text.toStdString(), 4096) + "\n";
}

} // namespace

std::string figureText(const FigureRequest& request)
{
    if (request.view == FigureView::Compare) {
        return comparisonText(request);
    }
    std::string text;
    if (request.view == FigureView::FullMatrix || request.view == FigureView::Depth) {
        const std::unique_ptr<FigurePage> page = figurePage(request);
        text += lineText(page->title());
        for (const QString& line : page->description().split(QLatin1Char('\n'))) {
            text += lineText(line);
        }
        return text;
    }
    for (const LegendLine& line : linesOf(request)) {
        text += lineText(line.label + ": " + line.text);
    }
    return text;
}

Json figureJson(const FigureRequest& request, const std::filesystem::path& file)
{
    Json json = Json::object()
                    .set("what", "figure")
                    .set("file", file.string())
                    .set("view", figureViewInfo(request.view).id)
                    .set("kind", figureKindInfo(request.style.kind).id)
                    .set("direction", directionId(request.selection.direction));
    if (const auto over = seriesOf(request)) {
        const FigureSeries series =
            figureSeries(*request.trace, request.selection, request.style, *over);
        return json.set("maps", seriesJson(series, request.selection.showsPieces))
            .set("minimum", static_cast<double>(series.range.minimum))
            .set("maximum", static_cast<double>(series.range.maximum));
    }
    switch (request.view) {
    case FigureView::FullMatrix:
        return matrixJson(request, std::move(json));
    case FigureView::Depth:
        return depthJson(request, std::move(json));
    case FigureView::Compare:
        return comparisonJson(request, std::move(json));
    case FigureView::Image:
    case FigureView::Words:
        break;
    }
    return mapJson(request, std::move(json));
}

} // namespace attenscope
