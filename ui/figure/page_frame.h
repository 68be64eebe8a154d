#pragma once

#include "ui/figure/figure_layout.h"

#include <optional>

namespace attenscope {

// What stands around the one drawing of a page: the head above it, words and legend below, or the
// legend beside it. All lengths are in reference pixels.

/// What pages of different kinds choose.
struct PageMeasures {
    qreal headGap = 0;    ///< below the head
    qreal sectionGap = 0; ///< between drawing, words and legend
    qreal wordScale = 1;
};

/// A page before its drawing is placed.
struct PageFrame {
    QRectF area; ///< of the page, without its margins
    QRectF room; ///< that is left for the drawing
    PageMeasures measures;
    WordStripLayout words; ///< empty without them
    qreal legendHeight = 0;
    bool isLegendBeside = false;
};

/// Where words and legend lie; empty where there are none.
struct PageSurroundings {
    QRectF words;
    QRectF legend;
};

/// The whole page of a style, at 96 reference pixels an inch.
QRectF pageOf(const FigureStyle& style);
/// How many of its pixels a reference pixel has.
qreal pixelsPerUnitOf(const FigureStyle& style);

/// Nothing if the legend does not fit beside the drawing.
std::optional<PageFrame> framePage(const FigureContent& content,
                                   const QRectF& page,
                                   const PageMeasures& measures,
                                   bool isLegendBeside);

/// Around a drawing that begins at the room's top left corner.
PageSurroundings surround(const PageFrame& frame, const QRectF& drawing);

} // namespace attenscope
