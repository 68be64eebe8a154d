#include "ui/figure/drawing_page.h"

#include "ui/figure/figure_parts.h"

#include <optional>
#include <string>

namespace attenscope {

namespace {

constexpr qreal kUnitsPerInch = 96;
constexpr qreal kHeadGap = 14;
constexpr qreal kSectionGap = 20;
constexpr qreal kColumnGap = 28;
constexpr qreal kSideWidth = 250;
constexpr qreal kWordScale = 0.87;

std::optional<DrawingLayout> placed(const FigureContent& content,
                                    const FigureStyle& style,
                                    const QSizeF& least,
                                    const DrawingExtent& extent,
                                    bool isLegendBeside)
{
    DrawingLayout layout;
    layout.pixelsPerUnit = style.dpi / kUnitsPerInch;
    layout.page = QRectF(0, 0, style.size.width() / layout.pixelsPerUnit,
                         style.size.height() / layout.pixelsPerUnit);
    const QRectF area = contentRect(layout.page);
    const qreal top = area.top() + layoutHead(content, area.width()).height + kHeadGap;
    const bool hasLegend = !content.legend.empty();
    const bool isBeside = hasLegend && isLegendBeside;
    const qreal legendWidth = isBeside ? kSideWidth : area.width();
    const qreal legendHeight = hasLegend
                                   ? layoutLegend(content.legend, legendWidth,
                                                  figureLegendColumns(QRectF(0, 0, legendWidth, 0)))
                                         .size.height()
                                   : 0;
    if (!content.words.cells.empty()) {
        layout.wordCells = layoutWordStrip(content.words, area.width(), false, kWordScale);
    }
    const qreal wordsHeight = layout.wordCells.size.height();
    const qreal below = (wordsHeight > 0 ? wordsHeight + kSectionGap : 0) +
                        (hasLegend && !isBeside ? legendHeight + kSectionGap : 0);
    const QRectF room(area.left(), top, area.width() - (isBeside ? kSideWidth + kColumnGap : 0),
                      area.bottom() - below - top);
    if (room.width() < least.width() || room.height() < least.height() ||
        (isBeside && legendHeight > room.height())) {
        return std::nullopt;
    }
    layout.room = room;
    layout.drawing = QRectF(room.topLeft(), extent(room, layout.pixelsPerUnit));
    qreal y = layout.drawing.bottom() + kSectionGap;
    if (isBeside) {
        const qreal left = layout.drawing.right() + kColumnGap;
        layout.legend = QRectF(left, top, area.right() - left, legendHeight);
        y = std::max(y, layout.legend.bottom() + kSectionGap);
    }
    if (wordsHeight > 0) {
        layout.words = QRectF(area.left(), y, area.width(), wordsHeight);
        y += wordsHeight + kSectionGap;
    }
    if (hasLegend && !isBeside) {
        layout.legend = QRectF(area.left(), y, area.width(), legendHeight);
    }
    return layout;
}

qreal areaOf(const std::optional<DrawingLayout>& layout)
{
    return layout ? layout->drawing.width() * layout->drawing.height() : 0;
}

} // namespace

DrawingLayout layoutDrawing(const FigureContent& content,
                            const FigureStyle& style,
                            const QSizeF& least,
                            const DrawingExtent& extent)
{
    if (style.dpi > 0 && !style.size.isEmpty()) {
        const auto below = placed(content, style, least, extent, false);
        const auto beside = placed(content, style, least, extent, true);
        constexpr qreal kClearlyLarger = 1.05;
        if (beside && areaOf(beside) > kClearlyLarger * areaOf(below)) {
            return *beside;
        }
        if (below) {
            return *below;
        }
    }
    throw Error({.id = "E_USAGE_SIZE",
                 .file = {},
                 .place = "size",
                 .expected = "a page with room for the drawing, words and legend",
                 .found = std::to_string(style.size.width()) + "x" +
                          std::to_string(style.size.height()) + " at " +
                          QString::number(style.dpi).toStdString() + " dpi",
                 .remedy = "Take more pixels, fewer of them per inch, or leave parts out."});
}

void paintAroundDrawing(QPainter& painter,
                        const FigureContent& content,
                        const DrawingLayout& layout,
                        const Theme& theme)
{
    painter.save();
    painter.fillRect(layout.page, theme.panel);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFigureHead(painter, content, contentRect(layout.page), theme);
    if (!layout.words.isEmpty()) {
        painter.save();
        painter.translate(layout.words.topLeft());
        paintWordStrip(painter, content.words, layout.wordCells, *content.bar.table,
                       content.bar.range, theme, kWordScale);
        painter.restore();
    }
    if (!layout.legend.isEmpty()) {
        painter.translate(layout.legend.topLeft());
        paintLegend(
            painter,
            layoutLegend(content.legend, layout.legend.width(), figureLegendColumns(layout.legend)),
            theme);
    }
    painter.restore();
}

} // namespace attenscope
