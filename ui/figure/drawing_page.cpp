#include "ui/figure/drawing_page.h"

#include "ui/figure/figure_parts.h"
#include "ui/figure/page_frame.h"

#include <optional>
#include <string>

namespace attenscope {

namespace {

constexpr PageMeasures kMeasures{.headGap = 14, .sectionGap = 20, .wordScale = 0.87};

std::optional<DrawingLayout> placed(const FigureContent& content,
                                    const FigureStyle& style,
                                    const QSizeF& least,
                                    const DrawingExtent& extent,
                                    bool isLegendBeside)
{
    DrawingLayout layout;
    layout.pixelsPerUnit = pixelsPerUnitOf(style);
    layout.page = pageOf(style);
    const auto frame = framePage(content, layout.page, kMeasures, isLegendBeside);
    if (!frame || frame->room.width() < least.width() || frame->room.height() < least.height()) {
        return std::nullopt;
    }
    layout.room = frame->room;
    layout.wordCells = frame->words;
    layout.drawing = QRectF(layout.room.topLeft(), extent(layout.room, layout.pixelsPerUnit));
    const PageSurroundings around = surround(*frame, layout.drawing);
    layout.words = around.words;
    layout.legend = around.legend;
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
                       content.bar.range, theme, kMeasures.wordScale);
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
