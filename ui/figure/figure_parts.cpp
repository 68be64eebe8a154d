#include "ui/figure/figure_parts.h"

#include <QCoreApplication>

#include "ui/figure/colour_table.h"
#include "ui/figure/fonts.h"
#include "ui/figure/word_maps.h"

#include <algorithm>

namespace attenscope {

namespace {

struct FigureLabels {
    Q_DECLARE_TR_FUNCTIONS(FigureLabels)
};

} // namespace

FigureRequest withKind(FigureRequest request)
{
    const std::vector<std::string> kinds = kindsFor(*request.trace, request.selection.direction);
    if (request.selection.kind.empty() && !kinds.empty()) {
        request.selection.kind = kinds.front();
    }
    return request;
}

std::vector<int> chosenTextItems(const FigureRequest& request)
{
    const Selection& selection = request.selection;
    const bool asks = asksFromText(selection.direction);
    return chosenTextItems(*request.trace, asks ? selection.focus : request.otherFocus,
                           asks ? selection.pieces : request.otherPieces, selection.showsPieces);
}

const std::vector<int>& chosenUnits(const FigureRequest& request)
{
    return asksFromText(request.selection.direction) ? request.otherFocus : request.selection.focus;
}

bool hasWordsAsKeys(const FigureRequest& request)
{
    const auto isWords = [](const FigureRequest& one) {
        return !looksAtImage(one.selection.direction);
    };
    switch (request.view) {
    case FigureView::Image:
        break;
    case FigureView::Compare:
        return isWords(request) || (request.compared && isWords(*request.compared));
    case FigureView::Words: // rows of cells; pictures of words that patches look at
        return request.selection.direction == Direction::TextToText;
    case FigureView::FullMatrix:
    case FigureView::Depth:
        return false;
    }
    return isWords(request);
}

WordStrip captionStrip(const FigureRequest& request)
{
    WordStrip strip = wordStrip(*request.trace, request.selection, nullptr);
    const std::vector<int> chosen = chosenTextItems(request);
    for (std::size_t i = 0; i < strip.cells.size(); ++i) {
        strip.cells[i].isFocused = std::ranges::find(chosen, strip.keys[i]) != chosen.end();
    }
    return strip;
}

ColourBar colourBarOf(const Map& map, const ScaleRange& range, const FigureStyle& style)
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

void paintFigureHead(QPainter& painter,
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

QString figureDescription(const Trace& trace, const std::vector<LegendLine>& legend)
{
    QStringList lines{
        FigureLabels::tr("Caption: %1").arg(QString::fromStdString(trace.tokens.caption))};
    for (const LegendLine& line : legend) {
        lines.append(line.label + QStringLiteral(": ") + line.text);
    }
    return lines.join(QLatin1Char('\n'));
}

int figureLegendColumns(const QRectF& legend)
{
    constexpr qreal kTwoColumnLegend = 620;
    return legend.width() >= kTwoColumnLegend ? 2 : 1;
}

} // namespace attenscope
