#include "ui/figure/sheet_layout.h"

#include <QFontMetricsF>

#include "ui/figure/figure_parts.h"
#include "ui/figure/fonts.h"
#include "ui/figure/page_frame.h"
#include "ui/figure/text_block.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace attenscope {

namespace {

constexpr qreal kBarThickness = 14;
constexpr qreal kBarGap = 16;
constexpr qreal kBarLength = 320;
constexpr qreal kLabelHeight = 18;
constexpr qreal kLabelGap = 8; ///< between row heads and tiles
constexpr qreal kSmallestTile = 6;
constexpr PageMeasures kMeasures{.headGap = 12, .sectionGap = 18, .wordScale = 0.75};

/// How many tiles stand beside and above each other, and how far apart.
struct Grid {
    int columns = 1;
    int rows = 1;
    qreal gap = 4;
    bool hasHeads = false; ///< names at the rows and columns instead of at each tile
};

qreal widestRowHead(const FigureSeries& series)
{
    const QFontMetricsF metrics(figureFont(11));
    qreal widest = 0;
    for (const SeriesMap& one : series.maps) {
        widest = std::max(widest, metrics.horizontalAdvance(layerLabel(one)));
    }
    return widest;
}

/// A tile's size in whole pixels inside the room that each gets; cells of the grid get equal
/// numbers of pixels where there is room for one and the shape stays.
QSizeF tileIn(const QSizeF& room, const QSize& shape, const QSize& cells, qreal pixelsPerUnit)
{
    const qreal scale =
        std::min(room.width() / shape.width(), room.height() / shape.height()) * pixelsPerUnit;
    qreal width = std::floor(scale * shape.width());
    qreal height = std::floor(scale * shape.height());
    if (width >= cells.width() && height >= cells.height() && !cells.isEmpty()) {
        constexpr qreal kMostDistortion = 0.02;
        const qreal evenWidth = width - std::fmod(width, cells.width());
        const qreal evenHeight = height - std::fmod(height, cells.height());
        const qreal distortion = evenWidth * shape.height() / (evenHeight * shape.width()) - 1;
        if (std::abs(distortion) < kMostDistortion) {
            width = evenWidth;
            height = evenHeight;
        }
    }
    return {width / pixelsPerUnit, height / pixelsPerUnit};
}

/// What each tile gets of a room.
QSizeF roomOfTile(const QSizeF& room, const Grid& grid, qreal gutter)
{
    const qreal headHeight = grid.hasHeads ? kLabelHeight : 0;
    const qreal labelHeight = grid.hasHeads ? 0 : kLabelHeight;
    return {(room.width() - gutter - (grid.columns - 1) * grid.gap) / grid.columns,
            (room.height() - headHeight - (grid.rows - 1) * grid.gap) / grid.rows - labelHeight};
}

class SheetPlacer {
public:
    SheetPlacer(const FigureContent& content,
                const FigureSeries& series,
                const FigureStyle& style,
                const QSize& tile)
        : content_(content),
          series_(series),
          style_(style),
          tile_(tile),
          pixelsPerUnit_(pixelsPerUnitOf(style)),
          page_(pageOf(style))
    {
    }

    std::optional<SheetLayout> placed(bool isLegendBeside) const;

private:
    const FigureContent& content_;
    const FigureSeries& series_;
    const FigureStyle& style_;
    QSize tile_;
    qreal pixelsPerUnit_ = 1;
    QRectF page_;

    Grid gridIn(const QSizeF& room) const;
    void placeTiles(SheetLayout& layout, const QRectF& room) const;
};

/// The number of columns with which the tiles become largest.
Grid SheetPlacer::gridIn(const QSizeF& room) const
{
    const auto count = static_cast<int>(series_.maps.size());
    if (series_.columns > 0) {
        const qreal gap = series_.columns > 8 ? 3 : 6;
        return {.columns = series_.columns,
                .rows = (count + series_.columns - 1) / series_.columns,
                .gap = gap,
                .hasHeads = true};
    }
    Grid best;
    qreal largest = 0;
    for (int columns = 1; columns <= count; ++columns) {
        const Grid grid{.columns = columns, .rows = (count + columns - 1) / columns, .gap = 10};
        const QSizeF each = roomOfTile(room, grid, 0);
        const qreal scale = std::min(each.width() / tile_.width(), each.height() / tile_.height());
        if (scale > largest) {
            largest = scale;
            best = grid;
        }
    }
    return best;
}

void SheetPlacer::placeTiles(SheetLayout& layout, const QRectF& room) const
{
    const Grid grid = gridIn(room.size());
    const qreal gutter = grid.hasHeads ? widestRowHead(series_) + kLabelGap : 0;
    const QSizeF size =
        tileIn(roomOfTile(room.size(), grid, gutter), tile_, content_.grid, pixelsPerUnit_);
    if (std::min(size.width(), size.height()) < kSmallestTile) {
        return;
    }
    const auto toPixel = [this](qreal place) {
        return std::ceil(place * pixelsPerUnit_) / pixelsPerUnit_;
    };
    const qreal labelHeight = grid.hasHeads ? 0 : kLabelHeight;
    const qreal left = room.left() + gutter;
    const qreal top = room.top() + (grid.hasHeads ? kLabelHeight : 0);
    for (std::size_t i = 0; i < series_.maps.size(); ++i) {
        const int row = static_cast<int>(i) / grid.columns;
        const int column = static_cast<int>(i) % grid.columns;
        const QPointF corner(
            toPixel(left + column * (size.width() + grid.gap)),
            toPixel(top + labelHeight + row * (size.height() + labelHeight + grid.gap)));
        layout.tiles.emplace_back(corner, size);
        if (!grid.hasHeads) {
            layout.labels.emplace_back(corner.x(), corner.y() - kLabelHeight, size.width(),
                                       kLabelHeight);
        }
    }
    const QRectF tiles = layout.tiles.front().united(layout.tiles.back());
    if (grid.hasHeads) {
        layout.columnHeads = QRectF(left, room.top(), tiles.right() - left, kLabelHeight);
        layout.rowHeads = QRectF(room.left(), tiles.top(), gutter - kLabelGap, tiles.height());
    }
}

std::optional<SheetLayout> SheetPlacer::placed(bool isLegendBeside) const
{
    SheetLayout layout{.page = page_, .pixelsPerUnit = pixelsPerUnit_};
    const auto frame = framePage(content_, page_, kMeasures, isLegendBeside);
    if (!frame) {
        return std::nullopt;
    }
    layout.wordCells = frame->words;
    const ColourBarMargins margins = colourBarMargins(content_.bar, Qt::Vertical);
    const qreal barWidth =
        style_.hasColourBar ? kBarGap + margins.before + kBarThickness + margins.after : 0;
    const QRectF room = frame->room.adjusted(0, 0, -barWidth, 0);
    if (room.width() <= 0 || room.height() <= 0) {
        return std::nullopt;
    }
    placeTiles(layout, room);
    if (layout.tiles.empty()) {
        return std::nullopt;
    }
    QRectF tiles;
    for (const QRectF& tile : layout.tiles) {
        tiles = tiles.united(tile);
    }
    if (style_.hasColourBar) {
        layout.colourBar = QRectF(tiles.right() + kBarGap + margins.before, tiles.top(),
                                  kBarThickness, std::min(kBarLength, tiles.height()));
    }
    const PageSurroundings around = surround(*frame, tiles.adjusted(0, 0, barWidth, 0));
    layout.words = around.words;
    layout.legend = around.legend;
    return layout;
}

} // namespace

SheetLayout layoutSheet(const FigureContent& content,
                        const FigureSeries& series,
                        const FigureStyle& style,
                        const QSize& tile)
{
    if (style.dpi > 0 && !style.size.isEmpty() && !tile.isEmpty()) {
        const SheetPlacer placer(content, series, style, tile);
        std::optional<SheetLayout> below = placer.placed(false);
        std::optional<SheetLayout> beside = placer.placed(true);
        const auto widthOf = [](const std::optional<SheetLayout>& layout) {
            return layout ? layout->tiles.front().width() : 0;
        };
        constexpr qreal kClearlyLarger = 1.02;
        if (beside && widthOf(beside) > kClearlyLarger * widthOf(below)) {
            return *beside;
        }
        if (below) {
            return *below;
        }
    }
    throw Error({.id = "E_USAGE_SIZE",
                 .file = {},
                 .place = "size",
                 .expected = "a page with room for " + std::to_string(series.maps.size()) +
                             " maps, words and legend",
                 .found = std::to_string(style.size.width()) + "x" +
                          std::to_string(style.size.height()) + " at " +
                          QString::number(style.dpi).toStdString() + " dpi",
                 .remedy = "Take more pixels, fewer of them per inch, or leave parts out."});
}

} // namespace attenscope
