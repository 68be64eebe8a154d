#include "ui/figure/figure_sheet.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include "ui/figure/figure_parts.h"
#include "ui/figure/fonts.h"
#include "ui/figure/head_thumbnail.h"
#include "ui/figure/region_outlines.h"
#include "ui/figure/sheet_layout.h"
#include "ui/figure/text_block.h"

#include <cmath>
#include <utility>

namespace attenscope {

namespace {

struct SheetLabels {
    Q_DECLARE_TR_FUNCTIONS(SheetLabels)
};

constexpr qreal kWordScale = 0.75;
constexpr int kLabelPixels = 11;
constexpr int kTilePixels = 12;

/// A row of words: as wide as twelve of them are in a head's thumbnail.
constexpr QSize kWordsTile{5, 2};

QSize tileShape(const FigureRequest& request)
{
    return looksAtImage(request.selection.direction) ? request.picture.size() : kWordsTile;
}

QSize pixelsOf(const QRectF& rect, qreal pixelsPerUnit)
{
    return (rect.size() * pixelsPerUnit).toSize();
}

FigureContent contentOf(const FigureRequest& request, const FigureSeries& series)
{
    const Trace& trace = *request.trace;
    const FigureStyle& style = request.style;
    const bool areKeysWords = !looksAtImage(request.selection.direction);
    Selection queries = request.selection;
    if (series.over == Series::Words) {
        queries.focus.clear();
    }
    Map all = series.maps.front().map; // whether some map's numbers lie outside
    for (const SeriesMap& one : series.maps) {
        all.values.insert(all.values.end(), one.map.values.begin(), one.map.values.end());
        all.states.insert(all.states.end(), one.map.states.begin(), one.map.states.end());
    }
    return {.title = seriesTitleText(trace, request.selection, series.over),
            .place = seriesPlaceText(trace, request.selection, series.over),
            .note = {},
            .words =
                areKeysWords || style.hasWords ? wordStrip(trace, queries, nullptr) : WordStrip(),
            .legend = style.hasLegend ? seriesLegendLines(trace, request.selection, style, series)
                                      : std::vector<LegendLine>(),
            .bar = colourBarOf(all, series.range, style),
            .picture = tileShape(request),
            .grid = areKeysWords ? QSize() : coveringGrid(trace.units),
            .isBarAtWords = false,
            .hasNumbers = false};
}

FigureRequest completed(FigureRequest request)
{
    request = withKind(std::move(request));
    request.style = seriesStyle(request.style);
    return request;
}

FigureSeries seriesOf(const FigureRequest& request)
{
    return figureSeries(*request.trace, request.selection, request.style,
                        *figureKindInfo(request.style.kind).series);
}

} // namespace

FigureSheet::FigureSheet(FigureRequest request) : request_(withKind(std::move(request)))
{
    requireFittingTable(request_.style);
    series_ = seriesOf(request_);
    FigureRequest shown = completed(request_);
    content_ = contentOf(shown, series_);
    layout_ = layoutSheet(content_, series_, shown.style, tileShape(shown));
}

void FigureSheet::paintTiles(QPainter& painter) const
{
    const Trace& trace = *request_.trace;
    const FigureStyle style = seriesStyle(request_.style);
    const Theme& colours = theme(style.theme);
    const bool isImage = looksAtImage(request_.selection.direction);
    OverlayPainter overlay(request_.picture);
    for (std::size_t i = 0; i < series_.maps.size(); ++i) {
        const QRectF& tile = layout_.tiles[i];
        const QSize pixels = pixelsOf(tile, layout_.pixelsPerUnit);
        const SeriesMap& one = series_.maps[i];
        QImage image;
        if (one.isOff) {
            image = headOffThumbnail(pixels, colours);
        } else if (isImage) {
            image = overlay.paint(trace.units, one.map, series_.range, style,
                                  {.source = QRectF(request_.picture.rect()),
                                   .size = pixels,
                                   .pixelsPerUnit = layout_.pixelsPerUnit});
        } else {
            image = headThumbnail(one.map, trace.units, series_.range,
                                  tableOf(style), pixels, colours);
        }
        painter.drawImage(tile, image);
    }
}

void FigureSheet::paintHeads(QPainter& painter) const
{
    const Theme& colours = theme(request_.style.theme);
    const QFont font = figureFont(kLabelPixels);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(colours.text2);
    const auto columns = static_cast<std::size_t>(series_.columns);
    for (std::size_t row = 0; row * columns < series_.maps.size(); ++row) {
        const QRectF& tile = layout_.tiles[row * columns];
        QRectF place(layout_.rowHeads.left(), tile.center().y() - kLabelPixels,
                     layout_.rowHeads.width(), 2 * kLabelPixels);
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter,
                         layerLabel(series_.maps[row * columns]));
    }
    const QString longest = SheetLabels::tr("head %1").arg(columns - 1);
    const bool isLong = metrics.horizontalAdvance(longest) <= layout_.tiles.front().width();
    for (std::size_t column = 0; column < columns; ++column) {
        const QRectF& tile = layout_.tiles[column];
        const QString number = QString::number(column);
        painter.drawText(QRectF(tile.left(), layout_.columnHeads.top(), tile.width(),
                                layout_.columnHeads.height() - 3),
                         Qt::AlignHCenter | Qt::AlignBottom | Qt::TextDontClip,
                         isLong ? SheetLabels::tr("head %1").arg(number) : number);
    }
    if (!isLong) {
        painter.drawText(QRectF(layout_.rowHeads.left(), layout_.columnHeads.top(),
                                layout_.rowHeads.width(), layout_.columnHeads.height() - 3),
                         Qt::AlignRight | Qt::AlignBottom, SheetLabels::tr("head"));
    }
}

void FigureSheet::paintLabels(QPainter& painter) const
{
    const QFont font = figureFont(kTilePixels, QFont::Medium);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(theme(request_.style.theme).text1);
    for (std::size_t i = 0; i < layout_.labels.size(); ++i) {
        const QRectF& place = layout_.labels[i];
        painter.drawText(place.adjusted(0, 0, 0, -2), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(series_.maps[i].label, Qt::ElideRight, place.width()));
    }
}

void FigureSheet::paint(QPainter& painter) const
{
    const Theme& colours = theme(request_.style.theme);
    painter.save();
    painter.fillRect(layout_.page, colours.panel);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFigureHead(painter, content_, contentRect(layout_.page), colours);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    paintTiles(painter);
    if (series_.columns > 0) {
        paintHeads(painter);
    } else {
        paintLabels(painter);
    }
    if (!layout_.colourBar.isEmpty()) {
        paintColourBar(painter, layout_.colourBar, content_.bar, Qt::Vertical, colours);
    }
    if (!layout_.words.isEmpty()) {
        painter.save();
        painter.translate(layout_.words.topLeft());
        paintWordStrip(painter, content_.words, layout_.wordCells, *content_.bar.table,
                       series_.range, colours, kWordScale);
        painter.restore();
    }
    if (!layout_.legend.isEmpty()) {
        painter.translate(layout_.legend.topLeft());
        const int columns = figureLegendColumns(layout_.legend);
        paintLegend(painter, layoutLegend(content_.legend, layout_.legend.width(), columns),
                    colours);
    }
    painter.restore();
}

QString FigureSheet::title() const
{
    return content_.title + QStringLiteral(", ") + content_.place;
}

QString FigureSheet::description() const
{
    return figureDescription(*request_.trace,
                             seriesLegendLines(*request_.trace, request_.selection,
                                               seriesStyle(request_.style), series_));
}

std::vector<FigureCell> FigureSheet::cells() const
{
    std::vector<FigureCell> cells;
    for (std::size_t i = 0; i < series_.maps.size(); ++i) {
        const SeriesMap& one = series_.maps[i];
        cells.push_back(
            {.rect = layout_.tiles[i],
             .title = one.isOff
                          ? SheetLabels::tr("%1: off").arg(one.label)
                          : SheetLabels::tr("%1: %2 to %3")
                                .arg(one.label, numberText(static_cast<double>(one.map.minimum())),
                                     numberText(static_cast<double>(one.map.maximum()))),
             .colour = {}});
    }
    return cells;
}

} // namespace attenscope
