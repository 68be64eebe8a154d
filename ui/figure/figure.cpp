#include "ui/figure/figure.h"

#include "ui/figure/colour_bar.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/comparison_figure.h"
#include "ui/figure/depth_figure.h"
#include "ui/figure/figure_frames.h"
#include "ui/figure/figure_layout.h"
#include "ui/figure/figure_parts.h"
#include "ui/figure/figure_series.h"
#include "ui/figure/figure_sheet.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/matrix_figure.h"
#include "ui/figure/region_outlines.h"
#include "ui/figure/scale_text.h"
#include "ui/figure/seen_frame.h"
#include "ui/figure/unit_outline.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attenscope {

namespace {

/// One of a series says what its scale is common to.
std::vector<LegendLine>
legendOf(const FigureRequest& request, const Map& map, const ScaleRange& range)
{
    std::vector<LegendLine> lines =
        legendLines(*request.trace, request.selection, request.style, map, range);
    const QString own = scaleText(request.style.scale, range, map.isSimilarity);
    for (LegendLine& line : lines) {
        if (request.commonRange && line.text == own) {
            line.text = seriesScaleText(request.style.scale, range, map.isSimilarity);
        }
    }
    return lines;
}

/// Everything that the page says, before it is placed.
FigureContent contentOf(const FigureRequest& request, const Map& map, const ScaleRange& range)
{
    const Trace& trace = *request.trace;
    const bool areKeysWords = !looksAtImage(request.selection.direction);
    const FigureStyle& style = request.style;
    return {.title = titleText(trace, request.selection),
            .place = placeText(trace, request.selection),
            .note = keysText(trace, request.selection, map),
            .words = areKeysWords || style.hasWords
                         ? wordStrip(trace, request.selection, areKeysWords ? &map : nullptr)
                         : WordStrip(),
            .legend = style.hasLegend ? legendOf(request, map, range) : std::vector<LegendLine>(),
            .bar = colourBarOf(map, range, style),
            .picture = request.picture.size(),
            .grid = coveringGrid(trace.units),
            .hasBareBeside = !areKeysWords && request.style.overlay == OverlayKind::SideBySide,
            .isBarAtWords = areKeysWords,
            .hasNumbers = areKeysWords};
}

/// The names of the regions in focus.
void paintFocusLabels(QPainter& painter, const FigureRequest& request, const FigureLayout& layout)
{
    const Trace& trace = *request.trace;
    for (const int unit : request.selection.focus) {
        const VisualUnit& what = trace.units.units.at(static_cast<std::size_t>(unit));
        if (what.kind == VisualUnit::Kind::Region && !what.box.isEmpty()) {
            const QRectF box(QPointF(what.box.x0, what.box.y0), QPointF(what.box.x1, what.box.y1));
            paintRegionLabel(painter, layout.pageFromPicture.mapRect(box), layout.picture,
                             unitText(trace, unit));
        }
    }
}

/// Where a unit's number is drawn as a flat cell in the table's exact colour.
bool hasFlatCells(const FigureRequest& request)
{
    const bool isOpaque =
        request.style.overlay == OverlayKind::SideBySide ||
        (request.style.overlay == OverlayKind::Tint && request.style.opacity >= 1);
    return isOpaque && !request.style.isSmooth && request.trace->units.gridRows > 0;
}

QString cellTitle(const Trace& trace, const Map& map, std::size_t unit)
{
    const VisualUnit& what = trace.units.units[unit];
    const QString name = what.kind == VisualUnit::Kind::Patch
                             ? QStringLiteral("(%1, %2)").arg(what.row).arg(what.column)
                             : unitText(trace, static_cast<int>(unit));
    const QString number = map.states[unit] == Map::KeyState::Masked
                               ? QStringLiteral("—")
                               : numberText(static_cast<double>(map.values[unit]));
    return name + QStringLiteral(": ") + number;
}

} // namespace

void requireFittingTable(const FigureStyle& style)
{
    const ColourTable& table = tableOf(style);
    if (!fitsScale(table, style.scale)) {
        const bool isSigned = table.kind == ColourTable::Kind::Signed;
        throw Error(
            {.id = "E_USAGE_COLORMAP",
             .file = {},
             .place = "colour table",
             .expected = isSigned ? "a table for numbers from 0 up"
                                  : "a signed table for scale " + std::string(scaleId(style.scale)),
             .found = std::string(table.id) +
                      (isSigned ? ", which is for signed numbers" : ", which has no middle"),
             .remedy = {}});
    }
}

Figure::Figure(FigureRequest request) : request_(withKind(std::move(request)))
{
    requireFittingTable(request_.style);
    map_ = computeMap(*request_.trace, request_.selection);
    range_ = request_.commonRange
                 ? *request_.commonRange
                 : scaleRange(*request_.trace, request_.selection, request_.style.scale);
    FigureContent content = contentOf(request_, map_, range_);
    layout_ = layoutFigure(content, request_.style);
    words_ = content.words;
}

void Figure::useLayout(const FigureLayout& layout)
{
    words_ = contentOf(request_, map_, range_).words;
    const std::size_t cells = layout.wordCells.cells.size();
    if (cells < words_.cells.size()) {
        cutWords(words_, cells - 1);
    }
    layout_ = layout;
}

QPointF Figure::unitCentre(int unit) const
{
    const Box& box = request_.trace->units.units.at(static_cast<std::size_t>(unit)).box;
    return layout_.pageFromPicture.map(QPointF(box.centreX(), box.centreY())) *
           layout_.pixelsPerUnit;
}

OverlayView Figure::overlayView() const
{
    const QSizeF size = layout_.picture.size() * layout_.pixelsPerUnit;
    return {.source = QRectF(request_.picture.rect()),
            .size = QSize(static_cast<int>(std::lround(size.width())),
                          static_cast<int>(std::lround(size.height()))),
            .pixelsPerUnit = layout_.pixelsPerUnit};
}

QImage Figure::overlay() const
{
    if (!looksAtImage(request_.selection.direction)) {
        return bare();
    }
    return OverlayPainter(request_.picture)
        .paint(request_.trace->units, map_, range_, request_.style, overlayView());
}

QImage Figure::bare() const
{
    return OverlayPainter(request_.picture)
        .paintBare(request_.trace->units, request_.trace->isUnitMasked, request_.style,
                   overlayView());
}

/// What stands on the picture beside the map.
void Figure::paintFocus(QPainter& painter, const QRectF& picture) const
{
    FigureLayout layout = layout_;
    const QPointF step = picture.topLeft() - layout.picture.topLeft();
    layout.picture = picture;
    layout.pageFromPicture *= QTransform::fromTranslate(step.x(), step.y());
    if (const std::optional<SeenFrame> seen = seenFrame(request_.trace->units)) {
        paintSeenFrame(painter, layout.pageFromPicture.mapRect(seen->frame), picture);
    }
    paintRegionOutlines(painter, request_.trace->units, layout.pageFromPicture, picture);
    if (!asksFromText(request_.selection.direction)) {
        paintUnitOutline(painter, request_.trace->units, request_.selection.focus,
                         {.painterFromPicture = layout.pageFromPicture,
                          .area = layout.picture,
                          .pixelsPerUnit = layout.pixelsPerUnit});
        paintFocusLabels(painter, request_, layout);
    }
}

void Figure::paint(QPainter& painter) const
{
    const Theme& colours = theme(request_.style.theme);
    const FigureContent content = contentOf(request_, map_, range_);
    painter.save();
    painter.fillRect(layout_.page, colours.panel);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFigureHead(painter, content, contentRect(layout_.page), colours);

    painter.setRenderHint(QPainter::LosslessImageRendering);
    painter.drawImage(layout_.picture, overlay());
    paintFocus(painter, layout_.picture);
    if (!layout_.bare.isEmpty()) {
        painter.drawImage(layout_.bare, bare());
        paintFocus(painter, layout_.bare);
    }
    if (!layout_.colourBar.isEmpty()) {
        paintColourBar(painter, layout_.colourBar, content.bar,
                       content.isBarAtWords ? Qt::Horizontal : Qt::Vertical, colours);
    }
    painter.save();
    painter.translate(layout_.words.topLeft());
    paintWordStrip(painter, words_, layout_.wordCells, *content.bar.table, range_, colours,
                   layout_.wordScale);
    painter.restore();

    if (content.legend.empty()) {
        painter.restore();
        return;
    }
    painter.translate(layout_.legend.topLeft());
    paintLegend(
        painter,
        layoutLegend(content.legend, layout_.legend.width(), figureLegendColumns(layout_.legend)),
        colours);
    painter.restore();
}

QString Figure::title() const
{
    const Trace& trace = *request_.trace;
    return titleText(trace, request_.selection) + QStringLiteral(", ") +
           placeText(trace, request_.selection);
}

QString Figure::description() const
{
    return figureDescription(*request_.trace, legendOf(request_, map_, range_));
}

std::unique_ptr<FigurePage> figurePage(const FigureRequest& request)
{
    const FigureKindInfo& kind = figureKindInfo(request.style.kind);
    if (kind.isAnimation) {
        return std::make_unique<Figure>(FigureFrames(request).frame(0));
    }
    if (kind.series) {
        return std::make_unique<FigureSheet>(request);
    }
    switch (request.view) {
    case FigureView::Image:
        break;
    case FigureView::Words:
        return std::make_unique<FigureSheet>(request);
    case FigureView::FullMatrix:
        return std::make_unique<MatrixFigure>(request);
    case FigureView::Depth:
        return std::make_unique<DepthFigure>(request);
    case FigureView::Compare:
        return std::make_unique<ComparisonFigure>(request);
    }
    return std::make_unique<Figure>(request);
}

// At full opacity a cell carries the colour too; otherwise the colour is mixed with the picture in
// the raster below it, since no viewer mixes in OKLab.
std::vector<FigureCell> Figure::cells() const
{
    std::vector<FigureCell> cells;
    if (!looksAtImage(request_.selection.direction)) {
        return cells;
    }
    const Trace& trace = *request_.trace;
    const ColourTable& table = tableOf(request_.style);
    const bool isFlat = hasFlatCells(request_);
    const std::vector<float> numbers = numbersOnScale(map_, range_);
    std::vector<int> order(trace.units.units.size());
    std::iota(order.begin(), order.end(), 0);
    if (trace.units.gridRows == 0) { // what is pointed at is the topmost
        order = unitsBySize(trace.units);
    }
    for (const int index : order) {
        const auto u = static_cast<std::size_t>(index);
        const Box& box = trace.units.units[u].box;
        if (box.isEmpty()) {
            continue;
        }
        const float value = numbers[u];
        const bool hasColour =
            isFlat && map_.states[u] == Map::KeyState::Shown && !std::isnan(value);
        cells.push_back(
            {.rect = layout_.pageFromPicture
                         .mapRect(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1)))
                         .intersected(layout_.picture),
             .title = cellTitle(trace, map_, u),
             .colour = hasColour ? table.colourAt(scalePosition(value, range_)) : QColor()});
    }
    return cells;
}

} // namespace attenscope
