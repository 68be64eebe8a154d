#pragma once

#include <QImage>

#include "ui/figure/figure_style.h"
#include "ui/figure/oklab.h"

#include <cstdint>
#include <vector>

namespace attenscope {

/// A picture's pixels with the map's colours laid over them; masked and NaN ones hatched.
/// picture  Format_RGB32
/// planes   of its pixels
/// codes    of unitRaster or maskRaster, one per pixel
/// image    receives Format_RGB32; one of the picture's size is written over
void mixOverlay(const QImage& picture,
                const OklabPlanes& planes,
                const std::vector<std::uint16_t>& codes,
                const FigureStyle& style,
                qreal pixelsPerUnit,
                QImage& image);

} // namespace attenscope
