#include "ui/figure/unit_outline.h"

#include <QPainterPath>
#include <QRegion>

namespace attenscope {

namespace {

/// In the painter's coordinates.
QPainterPath
outlineOf(const VisualUnits& units, const std::vector<int>& indices, const PicturePlace& place)
{
    QRegion region; // whole pixels, so that neighbours join without a seam
    for (const int unit : indices) {
        const Box& box = units.units.at(static_cast<std::size_t>(unit)).box;
        if (!box.isEmpty()) {
            const QRectF rect =
                place.painterFromPicture
                    .mapRect(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1)))
                    .intersected(place.area);
            region +=
                QRectF(rect.topLeft() * place.pixelsPerUnit, rect.size() * place.pixelsPerUnit)
                    .toRect();
        }
    }
    QPainterPath path;
    path.addRegion(region);
    return QTransform::fromScale(1 / place.pixelsPerUnit, 1 / place.pixelsPerUnit)
        .map(path.simplified());
}

} // namespace

void paintUnitOutline(QPainter& painter,
                      const VisualUnits& units,
                      const std::vector<int>& indices,
                      const PicturePlace& place)
{
    const QPainterPath outline = outlineOf(units, indices, place);
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0x101214), 4, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawPath(outline);
    painter.setPen(QPen(Qt::white, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawPath(outline);
    painter.restore();
}

} // namespace attenscope
