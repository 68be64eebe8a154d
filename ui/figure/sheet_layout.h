#pragma once

#include "ui/figure/figure_sheet.h"

namespace attenscope {

/// Places the parts so that the tiles become as large as they can: the legend below or beside them.
/// tile  the shape of a map: the picture's size, or that of a row of words
/// Throws E_USAGE_SIZE if a tile would get less than 6 units.
SheetLayout layoutSheet(const FigureContent& content,
                        const FigureSeries& series,
                        const FigureStyle& style,
                        const QSize& tile);

} // namespace attenscope
