#pragma once

#include "engine/base/export.h"

namespace attenscope {

/// A rectangle in pixels, half-open; (0, 0) is the outer corner of the first pixel.
struct Box {
    double x0 = 0;
    double y0 = 0;
    double x1 = 0;
    double y1 = 0;

    bool isEmpty() const { return !(x1 > x0 && y1 > y0); }

    double centreX() const { return (x0 + x1) / 2; }

    double centreY() const { return (y0 + y1) / 2; }

    bool contains(double x, double y) const { return x >= x0 && x < x1 && y >= y0 && y < y1; }
};

/// How the original image became the model's input: resized, then cut or placed by an offset.
/// The record of what was really done, so that it can be inverted exactly. x and y are apart.
struct ATTENSCOPE_EXPORT ImageGeometry {
    int originalWidth = 0;
    int originalHeight = 0;
    int resizedWidth = 0; ///< after the resize, before crop and pad
    int resizedHeight = 0;
    int cropX = 0; ///< the resized image's pixel that lies at the input's (0, 0); negative: padded
    int cropY = 0;
    int inputWidth = 0; ///< what the model sees
    int inputHeight = 0;

    /// A box of the input in pixels of the original image; may reach beyond its edges.
    Box originalFromInput(const Box& box) const;
    /// The reverse.
    Box inputFromOriginal(const Box& box) const;
    /// The part of the original image that the model sees.
    Box visibleOriginal() const;
};

} // namespace attenscope
