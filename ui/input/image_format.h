#pragma once

#include <QByteArray>

#include <string>

namespace attenscope {

/// The kinds of images that are read. Everything else that Qt could decode (SVG, ICO, …) is not.
enum class ImageFormat { Png, Jpeg, Bmp, Gif, Pnm, Webp, Tiff };

/// What the content is, whatever the file's name says.
/// name  of the file, for messages
/// Throws E_IMAGE_FORMAT; known kinds that are refused (SVG, PDF, HEIC, …) are named.
ImageFormat imageFormatOf(const QByteArray& bytes, const std::string& name);

/// What Qt calls the decoder.
QByteArray decoderName(ImageFormat format);

/// What people call the format.
std::string displayName(ImageFormat format);

} // namespace attenscope
