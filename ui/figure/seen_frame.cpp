#include "ui/figure/seen_frame.h"

#include <QPen>

namespace attenscope {

std::optional<SeenFrame> seenFrame(const VisualUnits& units)
{
    if (units.gridRows == 0 || units.geometry.resizedWidth == 0) {
        return std::nullopt;
    }
    const Box box = units.geometry.originalFromInput(
        {.x0 = 0,
         .y0 = 0,
         .x1 = static_cast<double>(units.gridColumns) * units.patchSize,
         .y1 = static_cast<double>(units.gridRows) * units.patchSize});
    const double right = units.geometry.originalWidth;
    const double bottom = units.geometry.originalHeight;
    constexpr double kHalf = 0.5;
    SeenFrame seen;
    seen.frame = QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1));
    seen.isCut =
        box.x0 > kHalf || box.y0 > kHalf || box.x1 < right - kHalf || box.y1 < bottom - kHalf;
    seen.isPadded =
        box.x0 < -kHalf || box.y0 < -kHalf || box.x1 > right + kHalf || box.y1 > bottom + kHalf;
    return seen.isCut || seen.isPadded ? std::optional(seen) : std::nullopt;
}

void paintSeenFrame(QPainter& painter, const QRectF& frame, const QRectF& area)
{
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(16, 18, 20), 1, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    const QRectF line = frame.adjusted(-0.5, -0.5, 0.5, 0.5); // beside the cells, not on them
    painter.drawRect(line);
    painter.setPen(QPen(Qt::white, 1, Qt::CustomDashLine, Qt::FlatCap, Qt::MiterJoin));
    QPen dashes = painter.pen();
    dashes.setDashPattern({4, 4});
    painter.setPen(dashes);
    painter.drawRect(line);
    painter.restore();
}

} // namespace attenscope
