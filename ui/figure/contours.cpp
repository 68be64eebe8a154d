#include "ui/figure/contours.h"

#include <QPainter>

#include "engine/vision/raster.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/unit_raster.h"

#include <algorithm>

namespace attenscope {

std::vector<Tick> contourLevels(const ScaleRange& range)
{
    constexpr int kMost = 8;
    std::vector<Tick> levels = niceTicks(range, kMost);
    std::erase_if(levels, [&](const Tick& tick) {
        constexpr double kEdge = 1e-3; // a line along the ends would be of what is clipped
        const double position = scalePosition(static_cast<float>(tick.value), range);
        return position < kEdge || position > 1 - kEdge;
    });
    return levels;
}

std::vector<Contour> contoursOf(const VisualUnits& units,
                                const Map& map,
                                const ScaleRange& range,
                                const OverlayView& view)
{
    const Raster smoothed = smoothPositions(units, map, range, view);
    std::vector<Contour> contours;
    for (const Tick& level : contourLevels(range)) {
        const double position = scalePosition(static_cast<float>(level.value), range);
        for (const std::vector<RasterPoint>& line :
             isoLines(smoothed, static_cast<float>(position))) {
            Contour contour{.level = level.value, .line = {}};
            for (const RasterPoint& point : line) {
                contour.line << QPointF(point.x, point.y);
            }
            contours.push_back(std::move(contour));
        }
    }
    return contours;
}

void drawContours(QImage& image,
                  const std::vector<Contour>& contours,
                  const ScaleRange& range,
                  const FigureStyle& style,
                  qreal pixelsPerUnit)
{
    const ColourTable& table = tableOf(style);
    const QColor edge(16, 18, 20);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(std::clamp(style.opacity, 0.0, 1.0));
    painter.setBrush(Qt::NoBrush);
    for (const Contour& contour : contours) {
        const QColor colour =
            table.colourAt(scalePosition(static_cast<float>(contour.level), range));
        for (const auto& [width, stroke] : {std::pair(3.5, edge), std::pair(2.0, colour)}) {
            painter.setPen(
                QPen(stroke, width * pixelsPerUnit, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
            painter.drawPolyline(contour.line);
        }
    }
}

} // namespace attenscope
