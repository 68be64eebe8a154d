#pragma once

#include <QString>

#include "ui/figure/figure.h"

namespace attenscope {

/// Lines of Python that rebuild with numpy what a figure's view shows, from the run's exported
/// numbers: the map (mapScript), every word's map and the matrix (matrixScript), both maps of a
/// comparison on their common keys and their difference. Of the plot over the layers they hold the
/// numbers themselves. What it is stands in comments above.
/// Throws what figurePage throws but E_USAGE_SIZE.
QString figureScript(const FigureRequest& request);

} // namespace attenscope
