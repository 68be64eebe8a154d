#pragma once

#include <QPainter>
#include <QRectF>
#include <QTransform>

#include "engine/vision/visual_units.h"

#include <vector>

namespace attenscope {

/// Where a picture lies that something is drawn on.
struct PicturePlace {
    QTransform painterFromPicture;
    QRectF area;             ///< what is not drawn over, in the painter's coordinates
    qreal pixelsPerUnit = 1; ///< device pixels per unit of the painter
};

/// Units' common outline, on whole device pixels: white with dark on both sides, which stands out
/// on every colour of every table. Units without a box have none.
/// units  indices
void paintUnitOutline(QPainter& painter,
                      const VisualUnits& units,
                      const std::vector<int>& indices,
                      const PicturePlace& place);

} // namespace attenscope
