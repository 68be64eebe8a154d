#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/figure_layout.h"

#include <vector>

namespace attenscope {

// What pages of one map and of several have in common.

/// The request with the mode's own kind of attention filled in.
FigureRequest withKind(FigureRequest request);

/// The words in focus, or their tokens while pieces are shown, whichever side asks.
std::vector<int> chosenTextItems(const FigureRequest& request);
/// The units in focus, whichever side asks.
const std::vector<int>& chosenUnits(const FigureRequest& request);

/// Whether the caption's words carry the figure's numbers, so that they can't be left out.
bool hasWordsAsKeys(const FigureRequest& request);

/// The caption with what of it is in focus, without numbers.
WordStrip captionStrip(const FigureRequest& request);

/// The map's scale as it is drawn.
ColourBar colourBarOf(const Map& map, const ScaleRange& range, const FigureStyle& style);

/// The grid's size if it covers the whole picture, else empty.
QSize coveringGrid(const VisualUnits& units);

/// Title, place and note.
void paintFigureHead(QPainter& painter,
                     const FigureContent& content,
                     const QRectF& area,
                     const Theme& theme);

/// Caption and legend in lines of text.
QString figureDescription(const Trace& trace, const std::vector<LegendLine>& legend);

/// How many columns a legend of this place has.
int figureLegendColumns(const QRectF& legend);

} // namespace attenscope
