#pragma once

#include <QByteArray>
#include <QImage>
#include <QRgb>

#include <vector>

namespace attenscope {

/// A picture with few colours.
struct ReducedImage {
    std::vector<QRgb> palette; ///< 1 to 256
    QByteArray indices;        ///< one byte per pixel, row by row
};

/// At most 256 colours, never dithered: a flat area stays flat. With no more than 256 colours in
/// it the picture stays as it is; else they are put together by median cut (Heckbert, "Color image
/// quantization for frame buffer display", 1982) on 5 bits a channel, each box taking the mean of
/// its pixels.
ReducedImage reducedTo256(const QImage& image);

} // namespace attenscope
