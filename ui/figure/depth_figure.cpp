#include "ui/figure/depth_figure.h"

#include <QCoreApplication>

#include "ui/figure/engine_text.h"
#include "ui/figure/figure_parts.h"
#include "ui/figure/statistic_text.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

struct DepthFigureText {
    Q_DECLARE_TR_FUNCTIONS(DepthFigure)
};

constexpr QSizeF kLeastRoom{240, 170};

const StatisticInfo& knownStatistic(const std::string& id)
{
    if (const StatisticInfo* info = findStatistic(id)) {
        return *info;
    }
    throw Error({.id = "E_USAGE_SELECTION",
                 .file = {},
                 .place = "statistic",
                 .expected = "a statistic of a head",
                 .found = id,
                 .remedy = {}});
}

DepthPlot plotOf(const FigureRequest& request)
{
    const Selection& selection = request.selection;
    const std::vector<std::vector<Map>> maps = headMaps(*request.trace, selection);
    return {.statistic = knownStatistic(request.statistic),
            .table = statisticTable(*request.trace, selection, request.statistic, maps),
            .layer = selection.firstLayer,
            .head = selection.head,
            .pointed = {}};
}

} // namespace

QString depthTitle(const Trace& trace, const Selection& selection, const StatisticInfo& statistic)
{
    return statistic.isOfFocus ? titleText(trace, selection) : DepthFigureText::tr("Every query");
}

DepthFigure::DepthFigure(FigureRequest request) : request_(withKind(std::move(request)))
{
    const Trace& trace = *request_.trace;
    const FigureStyle& style = request_.style;
    const StatisticInfo& statistic = knownStatistic(request_.statistic);
    plot_ = plotOf(request_);
    content_.title = depthTitle(trace, request_.selection, statistic);
    content_.place = siteText(request_.selection.direction, request_.selection.kind);
    content_.note = statisticName(statistic);
    if (style.hasWords) {
        content_.words = captionStrip(request_);
    }
    if (style.hasLegend) {
        content_.legend = legend();
    }
    content_.bar.table = &tableOf(style); // of the words, which have no numbers
    layout_ = layoutDrawing(content_, style, kLeastRoom,
                            [](const QRectF& room, qreal) { return room.size(); });
}

std::vector<LegendLine> DepthFigure::legend() const
{
    const Trace& trace = *request_.trace;
    const StatisticInfo& statistic = plot_.statistic;
    const StackSize size = stackSize(trace, request_.selection.kind);
    std::vector<LegendLine> lines{
        {DepthFigureText::tr("Number"),
         QStringLiteral("%1: %2").arg(statisticName(statistic), engineText(statistic.formula))},
        {DepthFigureText::tr("Attention"),
         DepthFigureText::tr("%1, %2 layers × %3 heads")
             .arg(siteText(request_.selection.direction, request_.selection.kind))
             .arg(size.layers)
             .arg(size.heads)},
        {DepthFigureText::tr("Focus"),
         statistic.isOfFocus ? focusText(trace, request_.selection)
                             : DepthFigureText::tr("every query, whatever is chosen")},
        {DepthFigureText::tr("Marked"), placeText(trace, request_.selection)}};
    for (LegendLine& line : runLegendLines(trace)) {
        lines.push_back(std::move(line));
    }
    return lines;
}

void DepthFigure::paint(QPainter& painter) const
{
    const Theme& colours = theme(request_.style.theme);
    paintAroundDrawing(painter, content_, layout_, colours);
    paintDepthPlot(painter, layout_.drawing, plot_, colours);
}

QString DepthFigure::title() const
{
    return QStringLiteral("%1, %2, %3").arg(content_.title, content_.place, content_.note);
}

QString DepthFigure::description() const
{
    return figureDescription(*request_.trace, legend());
}

std::vector<FigureCell> DepthFigure::cells() const
{
    std::vector<FigureCell> cells;
    const DepthPlotLayout layout = depthPlotLayout(layout_.drawing, plot_);
    const qreal width = layout.plot.width() / std::max(1, layout.layers);
    for (int layer = 0; layer < layout.layers; ++layer) {
        cells.push_back({.rect = QRectF(layout.x(layer) - width / 2, layout.plot.top(), width,
                                        layout.plot.height()),
                         .title = depthTexts(plot_, layer).join(QStringLiteral("; ")),
                         .colour = {}});
    }
    return cells;
}

} // namespace attenscope
