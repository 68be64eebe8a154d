#include "ui/input/image_conversion.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"

#include <algorithm>

namespace attenscope {

namespace {

bool hasDeepChannels(QImage::Format format)
{
    switch (format) {
    case QImage::Format_Grayscale16:
    case QImage::Format_RGBX64:
    case QImage::Format_RGBA64:
    case QImage::Format_RGBA64_Premultiplied:
    case QImage::Format_BGR30:
    case QImage::Format_RGB30:
    case QImage::Format_A2BGR30_Premultiplied:
    case QImage::Format_A2RGB30_Premultiplied:
    case QImage::Format_RGBX16FPx4:
    case QImage::Format_RGBA16FPx4:
    case QImage::Format_RGBA16FPx4_Premultiplied:
    case QImage::Format_RGBX32FPx4:
    case QImage::Format_RGBA32FPx4:
    case QImage::Format_RGBA32FPx4_Premultiplied:
        return true;
    default:
        return false;
    }
}

/// One row at a time, so that a large picture is not held a second time in a wider format.
void copyRow(const QImage& picture, int y, std::uint8_t* rgb)
{
    const QImage row = picture.copy(0, y, picture.width(), 1);
    if (hasDeepChannels(picture.format())) {
        const QImage deep = row.convertToFormat(QImage::Format_RGBA64);
        const auto* pixels = reinterpret_cast<const QRgba64*>(deep.constScanLine(0));
        for (int x = 0; x < deep.width(); ++x) {
            *rgb++ = static_cast<std::uint8_t>(pixels[x].red() >> 8);
            *rgb++ = static_cast<std::uint8_t>(pixels[x].green() >> 8);
            *rgb++ = static_cast<std::uint8_t>(pixels[x].blue() >> 8);
        }
        return;
    }
    const QImage plain = row.convertToFormat(QImage::Format_ARGB32); // not premultiplied
    const auto* pixels = reinterpret_cast<const QRgb*>(plain.constScanLine(0));
    for (int x = 0; x < plain.width(); ++x) {
        *rgb++ = static_cast<std::uint8_t>(qRed(pixels[x]));
        *rgb++ = static_cast<std::uint8_t>(qGreen(pixels[x]));
        *rgb++ = static_cast<std::uint8_t>(qBlue(pixels[x]));
    }
}

} // namespace

void requirePictureSize(qint64 width, qint64 height, const std::string& name)
{
    const auto fail = [&](const std::string& expected) {
        throw Error({.id = "E_IMAGE_SIZE",
                     .file = name,
                     .place = "image size",
                     .expected = expected,
                     .found = std::to_string(width) + " × " + std::to_string(height),
                     .remedy = "Resize or cut the image with another program."});
    };
    if (width < 1 || height < 1) {
        fail("at least 1 × 1 pixel");
    }
    if (std::max(width, height) > limits::kPictureSide) {
        fail("at most " + std::to_string(limits::kPictureSide) + " pixels a side");
    }
    if (width * height > limits::kPicturePixels) {
        fail("at most " + std::to_string(limits::kPicturePixels) + " pixels");
    }
    const auto longer = static_cast<double>(std::max(width, height));
    const auto shorter = static_cast<double>(std::min(width, height));
    if (longer > limits::kPictureAspect * shorter) {
        fail("at most " + std::to_string(static_cast<int>(limits::kPictureAspect)) +
             " times as long as wide");
    }
}

Image imageFromQImage(const QImage& picture)
{
    requirePictureSize(picture.width(), picture.height(), {});
    Image image;
    image.width = picture.width();
    image.height = picture.height();
    const std::size_t rowBytes = 3 * static_cast<std::size_t>(image.width);
    image.rgb.resize(rowBytes * static_cast<std::size_t>(image.height));
    for (int y = 0; y < image.height; ++y) {
        copyRow(picture, y, image.rgb.data() + rowBytes * static_cast<std::size_t>(y));
    }
    return image;
}

QImage qImageFromImage(const Image& image)
{
    if (image.isEmpty()) {
        return {};
    }
    QImage picture(image.width, image.height, QImage::Format_RGB888);
    if (picture.isNull()) {
        throw Error(outOfMemory());
    }
    for (int y = 0; y < image.height; ++y) {
        std::copy_n(image.pixel(0, y), 3 * static_cast<std::size_t>(image.width),
                    picture.scanLine(y));
    }
    return picture;
}

} // namespace attenscope
