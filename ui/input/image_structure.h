#pragma once

#include <QByteArray>
#include <QSize>

#include "ui/input/image_format.h"

#include <optional>

namespace attenscope {

/// What a file's own structure says about it, read before any decoder sees it.
struct ImageStructure {
    /// What the decoder gets: the bytes, for PNG without the chunks that change no pixel (texts,
    /// profiles, …), which may be compressed and huge; for TIFF with alpha said to be multiplied
    /// into the colours already, because Qt's decoder would do that and lose them.
    QByteArray decoderInput;
    std::optional<QSize> size;    ///< as declared, where it is easy to find
    std::optional<QSize> tile;    ///< TIFF: what the decoder takes memory for at once
    bool isComplete = true;       ///< the format's end mark is there
    bool isPreview = false;       ///< TIFF: the first picture is a reduced one of a raw file
    bool hasProfile = false;      ///< a colour profile
    bool hasMorePictures = false; ///< of a kind that the decoder would not tell (APNG, TIFF pages)
    /// The decoder will say that its colours are multiplied by alpha; they are the stored ones.
    bool hasStoredColours = false;
    int orientation = 1; ///< EXIF's, where the decoder would not apply it (PNG, WebP)
};

ImageStructure imageStructureOf(const QByteArray& bytes, ImageFormat format);

} // namespace attenscope
