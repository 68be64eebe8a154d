#pragma once

#include <QByteArray>
#include <QSize>

#include "ui/input/image_format.h"

#include <optional>

namespace attenscope {

/// What a file's own structure says about it, read before any decoder sees it.
struct ImageStructure {
    /// What the decoder gets: the bytes, for PNG without the chunks that change no pixel (texts,
    /// profiles, …), which may be compressed and huge.
    QByteArray decoderInput;
    std::optional<QSize> size; ///< as declared, where it is easy to find (PNG)
    bool isComplete = true;    ///< the format's end mark is there
    bool hasProfile = false;   ///< a colour profile
    bool isAnimated = false;   ///< of a kind that the decoder would not tell (APNG)
    int orientation = 1;       ///< EXIF's, where the decoder would not apply it (PNG, WebP)
};

ImageStructure imageStructureOf(const QByteArray& bytes, ImageFormat format);

} // namespace attenscope
