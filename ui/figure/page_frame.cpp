#include "ui/figure/page_frame.h"

#include "ui/figure/figure_parts.h"

#include <algorithm>

namespace attenscope {

namespace {

constexpr qreal kUnitsPerInch = 96;
constexpr qreal kColumnGap = 28;
constexpr qreal kSideWidth = 250;

} // namespace

qreal pixelsPerUnitOf(const FigureStyle& style)
{
    return style.dpi / kUnitsPerInch;
}

QRectF pageOf(const FigureStyle& style)
{
    const qreal pixelsPerUnit = pixelsPerUnitOf(style);
    return {0, 0, style.size.width() / pixelsPerUnit, style.size.height() / pixelsPerUnit};
}

std::optional<PageFrame> framePage(const FigureContent& content,
                                   const QRectF& page,
                                   const PageMeasures& measures,
                                   bool isLegendBeside)
{
    const bool hasLegend = !content.legend.empty();
    PageFrame frame{.area = contentRect(page),
                    .room = {},
                    .measures = measures,
                    .words = {},
                    .legendHeight = 0,
                    .isLegendBeside = hasLegend && isLegendBeside};
    if (hasLegend) {
        const qreal width = frame.isLegendBeside ? kSideWidth : frame.area.width();
        const int columns = figureLegendColumns(QRectF(0, 0, width, 0));
        frame.legendHeight = layoutLegend(content.legend, width, columns).size.height();
    }
    if (!content.words.cells.empty()) {
        frame.words = layoutWordStrip(content.words, frame.area.width(), false, measures.wordScale);
    }
    const qreal wordsHeight = frame.words.size.height();
    const qreal below =
        (wordsHeight > 0 ? wordsHeight + measures.sectionGap : 0) +
        (hasLegend && !frame.isLegendBeside ? frame.legendHeight + measures.sectionGap : 0);
    const qreal top =
        frame.area.top() + layoutHead(content, frame.area.width()).height + measures.headGap;
    frame.room = QRectF(frame.area.left(), top,
                        frame.area.width() - (frame.isLegendBeside ? kSideWidth + kColumnGap : 0),
                        frame.area.bottom() - below - top);
    if (frame.isLegendBeside && frame.legendHeight > frame.room.height()) {
        return std::nullopt;
    }
    return frame;
}

PageSurroundings surround(const PageFrame& frame, const QRectF& drawing)
{
    PageSurroundings parts;
    const QRectF& area = frame.area;
    const qreal gap = frame.measures.sectionGap;
    qreal y = drawing.bottom() + gap;
    if (frame.isLegendBeside) {
        const qreal left = drawing.right() + kColumnGap;
        parts.legend = QRectF(left, drawing.top(), area.right() - left, frame.legendHeight);
        y = std::max(y, parts.legend.bottom() + gap);
    }
    const qreal wordsHeight = frame.words.size.height();
    if (wordsHeight > 0) {
        parts.words = QRectF(area.left(), y, area.width(), wordsHeight);
        y += wordsHeight + gap;
    }
    if (!frame.isLegendBeside && frame.legendHeight > 0) {
        parts.legend = QRectF(area.left(), y, area.width(), frame.legendHeight);
    }
    return parts;
}

} // namespace attenscope
