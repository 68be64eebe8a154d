#pragma once

#include <QColor>
#include <QPainter>
#include <QRectF>

namespace attenscope {

/// The sign for "no number here": diagonal lines, rising to the right, at multiples of the period.
/// Drawn as lines, so it stays vector in SVG and PDF.
/// period  distance between two lines along x, in the painter's units
void paintHatch(QPainter& painter,
                const QRectF& area,
                const QColor& line,
                const QColor& background,
                qreal period = 6);

/// Whether the pixel at (x, y) lies on a line of that pattern; the raster overlays' own version.
bool isHatchLine(int x, int y, int periodPixels);

} // namespace attenscope
