#include "ui/figure/contours.h"

#include <QPainter>

#include "engine/vision/raster.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/unit_raster.h"

#include <algorithm>
#include <cmath>

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

QPolygonF simplified(const QPolygonF& line, double tolerance)
{
    // From the last point that was kept, the directions that pass by all points since then lie
    // between two of them (Imai and Iri 1986, "sleeve"); the next that does not ends the piece.
    const auto turn = [](const QPointF& from, const QPointF& to) { // > 0: counter-clockwise
        return from.x() * to.y() - from.y() * to.x();
    };
    QPolygonF kept;
    QPointF low; // directions
    QPointF high;
    bool isOpen = false; // every direction will do so far
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (i == 0) {
            kept << line[i];
            isOpen = true;
            continue;
        }
        QPointF way = line[i] - kept.last();
        const QPointF step = line[i] - line[i - 1];
        const bool isTurningBack = QPointF::dotProduct(way, step) < 0;
        if (isTurningBack || (!isOpen && (turn(low, way) < 0 || turn(way, high) < 0))) {
            kept << line[i - 1];
            way = step;
            isOpen = true;
        }
        const double length = std::hypot(way.x(), way.y());
        if (length <= tolerance) {
            continue;
        }
        const QPointF aside = QPointF(-way.y(), way.x()) * (tolerance / length);
        if (isOpen || turn(low, way - aside) > 0) {
            low = way - aside;
        }
        if (isOpen || turn(high, way + aside) < 0) {
            high = way + aside;
        }
        isOpen = false;
    }
    if (line.size() > 1) {
        kept << line.last();
    }
    return kept;
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
    constexpr double kUnseen = 1.0 / 64; // of a pixel: as finely as the painter counts
    for (const Contour& contour : contours) {
        const QPolygonF line = simplified(contour.line, kUnseen);
        const QColor colour =
            table.colourAt(scalePosition(static_cast<float>(contour.level), range));
        for (const auto& [width, stroke] : {std::pair(3.5, edge), std::pair(2.0, colour)}) {
            painter.setPen(
                QPen(stroke, width * pixelsPerUnit, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
            painter.drawPolyline(line);
        }
    }
}

} // namespace attenscope
