#include "ui/figure/figure_sheet.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include "ui/figure/figure_parts.h"
#include "ui/figure/fonts.h"
#include "ui/figure/head_thumbnail.h"
#include "ui/figure/region_outlines.h"
#include "ui/figure/sheet_layout.h"
#include "ui/figure/text_block.h"
#include "ui/figure/unit_outline.h"
#include "ui/figure/word_maps.h"

#include <algorithm>
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

Series seriesKind(const FigureRequest& request)
{
    const std::optional<Series> series = figureKindInfo(request.style.kind).series;
    return series.value_or(Series::Words); // the view of all words
}

/// Whether the tiles are pictures: of words that patches look at, too.
bool areTilesPictures(const FigureRequest& request)
{
    return looksAtImage(request.selection.direction) ||
           (seriesKind(request) == Series::Words &&
            request.selection.direction == Direction::ImageToText);
}

QSize tileShape(const FigureRequest& request)
{
    return areTilesPictures(request) ? request.picture.size() : kWordsTile;
}

ColourBar barOf(const Map& all, const ScaleRange& range, const FigureStyle& style)
{
    return style.scale == Scale::PerMap ? ownScalesBar(style) : colourBarOf(all, range, style);
}

QSize pixelsOf(const QRectF& rect, qreal pixelsPerUnit)
{
    return (rect.size() * pixelsPerUnit).toSize();
}

FigureContent contentOf(const FigureRequest& request, const FigureSeries& series)
{
    const Trace& trace = *request.trace;
    const FigureStyle& style = request.style;
    const bool areKeysWords = !areTilesPictures(request);
    Map all = series.maps.front().map; // whether some map's numbers lie outside
    for (const SeriesMap& one : series.maps) {
        all.values.insert(all.values.end(), one.map.values.begin(), one.map.values.end());
        all.states.insert(all.states.end(), one.map.states.begin(), one.map.states.end());
    }
    return {.title = seriesTitleText(trace, request.selection, series.over),
            .place = seriesPlaceText(trace, request.selection, series.over),
            .note = seriesNoteText(series, style.scale),
            .words = areKeysWords || style.hasWords ? captionStrip(request) : WordStrip(),
            .legend = style.hasLegend ? seriesLegendLines(trace, request.selection, style, series)
                                      : std::vector<LegendLine>(),
            .bar = barOf(all, series.range, style),
            .picture = tileShape(request),
            .grid = areKeysWords ? QSize() : coveringGrid(trace.units),
            .isBarAtWords = false,
            .hasNumbers = false};
}

FigureRequest completed(FigureRequest request)
{
    request = withKind(std::move(request));
    request.style = seriesStyle(request.style, seriesKind(request));
    return request;
}

} // namespace

FigureSheet::FigureSheet(FigureRequest request) : request_(withKind(std::move(request)))
{
    requireFittingTable(request_.style);
    series_ =
        figureSeries(*request_.trace, request_.selection, request_.style, seriesKind(request_));
    const std::vector<int> chosen = chosenTextItems(request_);
    for (SeriesMap& one : series_.maps) {
        one.label.isFocused = one.word && std::ranges::find(chosen, *one.word) != chosen.end();
    }
    FigureRequest shown = completed(request_);
    content_ = contentOf(shown, series_);
    layout_ = layoutSheet(content_, series_, shown.style, tileShape(shown));
}

void FigureSheet::paintTiles(QPainter& painter) const
{
    const Trace& trace = *request_.trace;
    const FigureStyle style = completed(request_).style;
    const Theme& colours = theme(style.theme);
    const bool isImage = areTilesPictures(request_);
    OverlayPainter overlay(request_.picture);
    for (std::size_t i = 0; i < series_.maps.size(); ++i) {
        const QRectF& tile = layout_.tiles[i];
        const QSize pixels = pixelsOf(tile, layout_.pixelsPerUnit);
        const SeriesMap& one = series_.maps[i];
        QImage image;
        if (one.isOff) {
            image = headOffThumbnail(pixels, colours);
        } else if (isImage) {
            image = overlay.paint(trace.units, one.map, one.range, style,
                                  {.source = QRectF(request_.picture.rect()),
                                   .size = pixels,
                                   .pixelsPerUnit = layout_.pixelsPerUnit});
        } else {
            image = headThumbnail(one.map, trace.units, one.range, tableOf(style), pixels, colours);
        }
        painter.drawImage(tile, image);
    }
}

/// What stands on the tiles as on a map alone: regions, and the units that ask.
void FigureSheet::paintOutlines(QPainter& painter) const
{
    if (!areTilesPictures(request_)) {
        return;
    }
    const VisualUnits& units = request_.trace->units;
    const QSize picture = request_.picture.size();
    const bool doUnitsAsk = request_.selection.direction == Direction::ImageToImage;
    for (std::size_t i = 0; i < series_.maps.size(); ++i) {
        const QRectF& tile = layout_.tiles[i];
        if (series_.maps[i].isOff) {
            continue;
        }
        const QTransform place =
            QTransform::fromTranslate(tile.left(), tile.top())
                .scale(tile.width() / picture.width(), tile.height() / picture.height());
        paintRegionOutlines(painter, units, place, tile);
        if (doUnitsAsk) {
            paintUnitOutline(painter, units, request_.selection.focus,
                             {.painterFromPicture = place,
                              .area = tile,
                              .pixelsPerUnit = layout_.pixelsPerUnit});
        }
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

/// The name, its note where there is room for both, and a ring around what is in focus.
void FigureSheet::paintLabel(QPainter& painter, std::size_t index) const
{
    const Theme& colours = theme(request_.style.theme);
    const WordGridLabel& label = series_.maps[index].label;
    const QRectF place = layout_.labels[index].adjusted(0, 0, 0, -2);
    const QFont font = figureFont(kTilePixels, QFont::Medium);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(label.isFocused   ? colours.accent
                   : label.isMasked  ? colours.intervention
                   : label.isSpecial ? colours.text3
                                     : colours.text1);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(label.name, Qt::ElideRight, place.width()));
    const QFont noteFont = figureFont(kLabelPixels);
    const qreal noteWidth = QFontMetricsF(noteFont).horizontalAdvance(label.note);
    constexpr qreal kBetween = 8;
    if (noteWidth > 0 &&
        metrics.horizontalAdvance(label.name) + kBetween + noteWidth <= place.width()) {
        painter.setFont(noteFont);
        painter.setPen(colours.text3);
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, label.note);
    }
    if (label.isFocused) {
        constexpr qreal kRing = 2;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.accent, kRing, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(layout_.tiles[index].adjusted(-kRing, -kRing, kRing, kRing));
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
    paintOutlines(painter);
    if (series_.columns > 0) {
        paintHeads(painter);
    }
    for (std::size_t i = 0; i < layout_.labels.size(); ++i) {
        paintLabel(painter, i);
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
    return figureDescription(
        *request_.trace,
        seriesLegendLines(*request_.trace, request_.selection, completed(request_).style, series_));
}

std::vector<FigureCell> FigureSheet::cells() const
{
    std::vector<FigureCell> cells;
    for (std::size_t i = 0; i < series_.maps.size(); ++i) {
        const SeriesMap& one = series_.maps[i];
        cells.push_back(
            {.rect = layout_.tiles[i],
             .title = one.isOff ? SheetLabels::tr("%1: off").arg(one.label.name)
                                : SheetLabels::tr("%1: %2 to %3")
                                      .arg(one.label.name,
                                           numberText(static_cast<double>(one.map.minimum())),
                                           numberText(static_cast<double>(one.map.maximum()))),
             .colour = {}});
    }
    return cells;
}

} // namespace attenscope
