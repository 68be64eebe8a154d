#pragma once

#include "ui/figure/figure_layout.h"

#include <functional>

namespace attenscope {

// A page with one drawing in its middle, which is as large as the page lets it be: the head above
// it, words and legend below or beside it.

/// Where the parts lie, in reference pixels.
struct DrawingLayout {
    QRectF page;
    qreal pixelsPerUnit = 1;
    QRectF room;    ///< that the drawing may take
    QRectF drawing; ///< what of it it takes, with its colour bar
    QRectF words;   ///< empty without them
    WordStripLayout wordCells;
    QRectF legend; ///< empty without one
};

/// What of a room the drawing takes; its top left corner is the room's.
using DrawingExtent = std::function<QSizeF(const QRectF& room, qreal pixelsPerUnit)>;

/// Of the two places of the legend the one that leaves the larger drawing.
/// least  room below which nothing can be read
/// Throws E_USAGE_SIZE if the room is smaller.
DrawingLayout layoutDrawing(const FigureContent& content,
                            const FigureStyle& style,
                            const QSizeF& least,
                            const DrawingExtent& extent);

/// The page's ground, head, words and legend: everything but the drawing.
void paintAroundDrawing(QPainter& painter,
                        const FigureContent& content,
                        const DrawingLayout& layout,
                        const Theme& theme);

} // namespace attenscope
