#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

#include "engine/base/progress.h"
#include "ui/figure/figure.h"

#include <functional>

namespace attenscope {

/// Pictures that follow each other, drawn one by one when they are asked for.
struct Animation {
    int frames = 0;
    int frameMs = 1000;
    QSize size;                       ///< of every frame, pixels
    std::function<QImage(int)> frame; ///< Format_RGB32
    QString title;
    QByteArray recipe; ///< empty: none is written
    QByteArray xmp;    ///< the packet that holds it; empty: none is written
};

/// Every pixel as it is, in an endless loop; the packet stands in the chunk "XMP ".
/// All of them throw Cancelled, E_INTERNAL, E_USAGE_SIZE for a page larger than the format holds.
QByteArray encodeWebp(const Animation& animation, const Progress& progress);

/// Each frame with its own 256 colours, never dithered; delays in hundredths of a second. The
/// packet stands in the application extension "XMP Data".
QByteArray encodeGif(const Animation& animation, const Progress& progress);

/// H.264 by the program `ffmpeg`, which has to be on the PATH; odd sides grow by a pixel. The
/// recipe stands in the comment. Throws E_OUTPUT without the program, or if it fails.
QByteArray encodeMp4(const Animation& animation, const Progress& progress);

/// The same for a request of an animation.
QByteArray figureWebp(const FigureRequest& request, const Progress& progress);
QByteArray figureGif(const FigureRequest& request, const Progress& progress);
QByteArray figureMp4(const FigureRequest& request, const Progress& progress);

} // namespace attenscope
