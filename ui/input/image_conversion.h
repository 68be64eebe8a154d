#pragma once

#include <QImage>

#include "engine/vision/image.h"

namespace attenscope {

/// The picture's 8-bit RGB values: alpha is dropped, not blended; of 16-bit values the high byte
/// stays; grey and palettes are resolved (what Pillow's convert("RGB") gives for the same file).
/// Throws E_IMAGE_SIZE as requirePictureSize does.
Image imageFromQImage(const QImage& picture);

/// A copy in Format_RGB888.
QImage qImageFromImage(const Image& image);

/// Throws E_IMAGE_SIZE unless both sides are at least 1 and the limits on sides, area and aspect
/// ratio hold.
/// name  of the file, for the message; may be empty
void requirePictureSize(qint64 width, qint64 height, const std::string& name);

} // namespace attenscope
