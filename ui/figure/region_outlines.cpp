#include "ui/figure/region_outlines.h"

#include <QFontMetricsF>

#include "ui/figure/fonts.h"

#include <algorithm>
#include <numeric>

namespace attenscope {

namespace {

constexpr int kLabelPixels = 11;

} // namespace

std::vector<int> unitsBySize(const VisualUnits& units)
{
    std::vector<int> order(units.units.size());
    std::iota(order.begin(), order.end(), 0);
    const auto area = [&](int unit) {
        const Box& box = units.units[static_cast<std::size_t>(unit)].box;
        return (box.x1 - box.x0) * (box.y1 - box.y0);
    };
    std::reverse(order.begin(), order.end()); // of equal boxes the first lies on top
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return area(a) > area(b); });
    return order;
}

void paintRegionOutlines(QPainter& painter,
                         const VisualUnits& units,
                         const QTransform& painterFromPicture,
                         const QRectF& area)
{
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setBrush(Qt::NoBrush);
    for (const int index : unitsBySize(units)) {
        const VisualUnit& unit = units.units[static_cast<std::size_t>(index)];
        const Box& box = unit.box;
        if (unit.kind != VisualUnit::Kind::Region || box.isEmpty()) {
            continue;
        }
        const QRectF rect =
            painterFromPicture.mapRect(QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1)))
                .intersected(area);
        painter.setPen(QPen(QColor(16, 18, 20, 190), 1));
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
        painter.setPen(QPen(QColor(255, 255, 255, 170), 1));
        painter.drawRect(rect.adjusted(1.5, 1.5, -1.5, -1.5));
    }
    painter.restore();
}

void paintRegionLabel(QPainter& painter, const QRectF& box, const QRectF& area, const QString& text)
{
    const QFont font = figureFont(kLabelPixels, QFont::DemiBold);
    const QFontMetricsF metrics(font);
    constexpr qreal kMargin = 4;
    const QSizeF size(metrics.horizontalAdvance(text) + 2 * kMargin, metrics.height() + 2);
    QPointF corner(box.left(), box.top() - size.height());
    corner.setY(std::max(corner.y(), area.top())); // inside the box where there is no room above
    corner.setX(
        std::clamp(corner.x(), area.left(), std::max(area.left(), area.right() - size.width())));
    const QRectF plate(corner, size);
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(plate, QColor(16, 18, 20, 220));
    painter.setFont(font);
    painter.setPen(Qt::white);
    painter.drawText(plate.adjusted(kMargin, 0, -kMargin, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     text);
    painter.restore();
}

} // namespace attenscope
