#pragma once

#include <QByteArray>

#include "engine/base/error.h"
#include "engine/vision/image.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// A decoded picture and what has to be said about it.
struct ReadImage {
    Image image;        ///< upright, 8-bit RGB, alpha dropped
    std::string digest; ///< SHA-256 of the bytes, hexadecimal
    /// W_IMAGE_DAMAGED (parts may be missing or wrong), W_IMAGE_FRAMES (only the first is used),
    /// W_IMAGE_PROFILE (a colour profile was ignored, as the models' references do)
    Warnings warnings;
};

/// Decodes PNG, JPEG, BMP, GIF, PNM, WebP or TIFF, told by content, with Qt's decoders; nothing
/// else that Qt could read. Limits are checked before a pixel is decoded. EXIF orientation is
/// applied. The same call serves the window and the command line, from any thread. name  what
/// messages call it: the file, or "pasted image" Throws E_IMAGE_FORMAT (also for a missing plug-in,
/// by its package's name), E_IMAGE_SIZE.
ReadImage decodeImage(const QByteArray& bytes, const std::string& name);

/// Reads a regular file of at most limits::kImageFileBytes and decodes it; pipes and devices never
/// block. Throws E_IO, E_LIMIT_FILE, E_FILE_CHANGED and what decodeImage throws.
ReadImage readImageFile(const std::filesystem::path& path);

} // namespace attenscope
