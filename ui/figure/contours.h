#pragma once

#include <QImage>
#include <QPolygonF>

#include "engine/analysis/scale.h"
#include "engine/vision/visual_units.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/overlay.h"

#include <vector>

namespace attenscope {

/// The numbers at which contours are drawn: the round ones inside the range that a colour bar
/// writes, without its ends. As the scale counts them.
std::vector<Tick> contourLevels(const ScaleRange& range);

/// A line along which the smoothed map has one value.
struct Contour {
    double level = 0; ///< one of contourLevels
    QPolygonF line;   ///< in pixels of the view's target; ends where it began if it is closed
};

/// Where the smoothed map (unitRaster's) crosses its levels, the lowest first.
std::vector<Contour> contoursOf(const VisualUnits& units,
                                const Map& map,
                                const ScaleRange& range,
                                const OverlayView& view);

/// The line through some of its points, so that every other one lies within `tolerance` of it, in
/// the line's own unit. First and last point stay, and so does every sharp turn.
QPolygonF simplified(const QPolygonF& line, double tolerance);

/// Draws contours in the colour that their level has on the scale, between dark edges so that they
/// show on every picture; where lines come close, each pixel is the nearest one's. The style's
/// opacity is the lines'. The image has 32 bits a pixel.
void drawContours(QImage& image,
                  const std::vector<Contour>& contours,
                  const ScaleRange& range,
                  const FigureStyle& style,
                  qreal pixelsPerUnit);

} // namespace attenscope
