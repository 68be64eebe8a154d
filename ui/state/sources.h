#pragma once

#include <QByteArray>
#include <QImage>

#include "ui/state/kept_files.h"
#include "ui/state/run_request.h"

#include <string>

namespace attenscope {

/// The program's own ways to models and pictures: the engine's loader and the image reader.
/// threads  for the models' runs
Sources programSources(int threads, const KeptFiles& files);

/// A picture that came through the clipboard or a drop, in the pixels that a file of it would give.
/// Throws E_IMAGE_SIZE.
Picture pictureFrom(const QImage& image, const std::string& name);

/// One that a figure carries, from the bytes of its file. Throws what decodeImage throws.
Picture pictureFrom(const QByteArray& bytes, const std::string& name);

} // namespace attenscope
