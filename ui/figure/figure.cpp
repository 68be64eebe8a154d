#include "ui/figure/figure.h"

#include <QCoreApplication>
#include <QPainterPath>
#include <QRegion>

#include "ui/figure/colour_bar.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/figure_layout.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/fonts.h"
#include "ui/figure/region_outlines.h"
#include "ui/figure/seen_frame.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

struct FigureLabels {
    Q_DECLARE_TR_FUNCTIONS(FigureLabels)
};

/// The request with the mode's own kind of attention filled in.
FigureRequest completed(FigureRequest request)
{
    const std::vector<std::string> kinds = kindsFor(*request.trace, request.selection.direction);
    if (request.selection.kind.empty() && !kinds.empty()) {
        request.selection.kind = kinds.front();
    }
    return request;
}

/// A signed table has its middle where weights begin: it would show half of its colours. The others
/// have no middle.
void checkTable(const FigureStyle& style)
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

ColourBar barOf(const Map& map, const ScaleRange& range, const FigureStyle& style)
{
    const NumberExtent shown = shownExtent(map, range);
    return {.table = &tableOf(style),
            .range = range,
            .scale = style.scale,
            .label = map.isSimilarity ? FigureLabels::tr("cosine similarity")
                                      : FigureLabels::tr("attention weight"),
            .isClippedBelow =
                shown.smallest<range.minimum, .isClippedAbove = shown.largest> range.maximum,
            .marker = {}};
}

/// The grid's size if it covers the whole picture, else empty.
QSize coveringGrid(const VisualUnits& units)
{
    const ImageGeometry& geometry = units.geometry;
    const Box seen = geometry.visibleOriginal();
    constexpr double kHalfPixel = 0.5;
    const bool isWhole = seen.x0 < kHalfPixel && seen.y0 < kHalfPixel &&
                         seen.x1 > geometry.originalWidth - kHalfPixel &&
                         seen.y1 > geometry.originalHeight - kHalfPixel &&
                         units.gridColumns * units.patchSize == geometry.inputWidth &&
                         units.gridRows * units.patchSize == geometry.inputHeight;
    return isWhole ? QSize(units.gridColumns, units.gridRows) : QSize(0, 0);
}

/// Everything that the page says, before it is placed.
FigureContent contentOf(const FigureRequest& request, const Map& map, const ScaleRange& range)
{
    const Trace& trace = *request.trace;
    const bool areKeysWords = !looksAtImage(request.selection.direction);
    return {.title = titleText(trace, request.selection),
            .place = placeText(trace, request.selection),
            .note = keysText(trace, request.selection, map),
            .words = wordStrip(trace, request.selection, areKeysWords ? &map : nullptr),
            .legend = legendLines(trace, request.selection, request.style, map, range),
            .bar = barOf(map, range, request.style),
            .picture = request.picture.size(),
            .grid = coveringGrid(trace.units),
            .hasBareBeside = !areKeysWords && request.style.overlay == OverlayKind::SideBySide,
            .isBarAtWords = areKeysWords,
            .hasNumbers = areKeysWords};
}

void paintHead(QPainter& painter,
               const FigureContent& content,
               const QRectF& area,
               const Theme& theme)
{
    for (const HeadLine& line : layoutHead(content, area.width()).lines) {
        painter.setFont(figureFont(line.pixels, line.weight));
        painter.setPen(line.role == HeadLine::Role::Title   ? theme.text1
                       : line.role == HeadLine::Role::Place ? theme.text2
                                                            : theme.text3);
        painter.drawText(line.rect.translated(area.topLeft()), Qt::AlignLeft | Qt::AlignVCenter,
                         line.text);
    }
}

/// White with dark on both sides: stands out on every colour of every table.
void paintFocusOutline(QPainter& painter, const QPainterPath& outline)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0x101214), 4, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawPath(outline);
    painter.setPen(QPen(Qt::white, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawPath(outline);
}

/// The focused units' common outline, in reference pixels.
QPainterPath focusOutline(const FigureRequest& request, const FigureLayout& layout)
{
    QRegion region; // whole pixels, so that neighbours join without a seam
    for (const int unit : request.selection.focus) {
        const Box& box = request.trace->units.units.at(static_cast<std::size_t>(unit)).box;
        if (!box.isEmpty()) {
            const QRectF rect =
                layout.pageFromPicture
                    .mapRect(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1)))
                    .intersected(layout.picture);
            const qreal pixels = layout.pixelsPerUnit;
            region += QRectF(rect.topLeft() * pixels, rect.size() * pixels).toRect();
        }
    }
    QPainterPath path;
    path.addRegion(region);
    return QTransform::fromScale(1 / layout.pixelsPerUnit, 1 / layout.pixelsPerUnit)
        .map(path.simplified());
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

} // namespace

Figure::Figure(FigureRequest request) : request_(completed(std::move(request)))
{
    checkTable(request_.style);
    map_ = computeMap(*request_.trace, request_.selection);
    range_ = scaleRange(*request_.trace, request_.selection, request_.style.scale);
    FigureContent content = contentOf(request_, map_, range_);
    layout_ = layoutFigure(content, request_.style);
    words_ = content.words;
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
        paintFocusOutline(painter, focusOutline(request_, layout));
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
    paintHead(painter, content, contentRect(layout_.page), colours);

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

    painter.translate(layout_.legend.topLeft());
    paintLegend(painter,
                layoutLegend(content.legend, layout_.legend.width(), legendColumns(layout_)),
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
    const FigureContent content = contentOf(request_, map_, range_);
    QStringList lines{FigureLabels::tr("Caption: %1")
                          .arg(QString::fromStdString(request_.trace->tokens.caption))};
    for (const LegendLine& line : content.legend) {
        lines.append(line.label + QStringLiteral(": ") + line.text);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace attenscope
