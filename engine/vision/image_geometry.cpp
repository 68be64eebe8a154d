#include "engine/vision/image_geometry.h"

#include <algorithm>

namespace attenscope {

namespace {

// Multiplied before it is divided: a product of whole or half pixels is exact, so that points on
// an edge between two patches come out on the same side in both directions.
double originalFrom(double input, int crop, int original, int resized)
{
    return (input + crop) * original / resized;
}

double inputFrom(double position, int crop, int original, int resized)
{
    return position * resized / original - crop;
}

} // namespace

Box ImageGeometry::originalFromInput(const Box& box) const
{
    return {.x0 = originalFrom(box.x0, cropX, originalWidth, resizedWidth),
            .y0 = originalFrom(box.y0, cropY, originalHeight, resizedHeight),
            .x1 = originalFrom(box.x1, cropX, originalWidth, resizedWidth),
            .y1 = originalFrom(box.y1, cropY, originalHeight, resizedHeight)};
}

Box ImageGeometry::inputFromOriginal(const Box& box) const
{
    return {.x0 = inputFrom(box.x0, cropX, originalWidth, resizedWidth),
            .y0 = inputFrom(box.y0, cropY, originalHeight, resizedHeight),
            .x1 = inputFrom(box.x1, cropX, originalWidth, resizedWidth),
            .y1 = inputFrom(box.y1, cropY, originalHeight, resizedHeight)};
}

Box ImageGeometry::visibleOriginal() const
{
    const Box seen = originalFromInput({.x0 = 0,
                                        .y0 = 0,
                                        .x1 = static_cast<double>(inputWidth),
                                        .y1 = static_cast<double>(inputHeight)});
    return {.x0 = std::max(0.0, seen.x0),
            .y0 = std::max(0.0, seen.y0),
            .x1 = std::min(static_cast<double>(originalWidth), seen.x1),
            .y1 = std::min(static_cast<double>(originalHeight), seen.y1)};
}

} // namespace attenscope
