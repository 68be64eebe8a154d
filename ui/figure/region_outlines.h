#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>
#include <QTransform>

#include "engine/vision/visual_units.h"

#include <vector>

namespace attenscope {

/// Indices of the units from the largest box to the smallest: the order in which they are laid over
/// each other.
std::vector<int> unitsBySize(const VisualUnits& units);

/// The boxes of regions as thin lines, dark and light, so that they show on every colour. Draws
/// nothing for grids.
/// area  what is not drawn over, in the painter's coordinates
void paintRegionOutlines(QPainter& painter,
                         const VisualUnits& units,
                         const QTransform& painterFromPicture,
                         const QRectF& area);

/// A dark plate with light text at the upper left corner of a box, kept inside the area.
void paintRegionLabel(QPainter& painter,
                      const QRectF& box,
                      const QRectF& area,
                      const QString& text);

} // namespace attenscope
