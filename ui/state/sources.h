#pragma once

#include <QImage>

#include "ui/state/run_request.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// Where the program keeps what it learns, between sessions. An empty path: not kept.
struct KeptFiles {
    std::filesystem::path tokenizers; ///< TokenizerChoices
    std::filesystem::path modules;    ///< ModuleAnswers
    std::filesystem::path digests;    ///< of weights: LoadOptions::digests
    std::filesystem::path settings;   ///< of the window: "reduced-motion"
    std::filesystem::path keys;       ///< that a person has changed, by the command's id
};

/// The program's own ways to models and pictures: the engine's loader and the image reader.
/// threads  for the models' runs
Sources programSources(int threads, const KeptFiles& files);

/// A picture that came through the clipboard or a drop, in the pixels that a file of it would give.
/// Throws E_IMAGE_SIZE.
Picture pictureFrom(const QImage& image, const std::string& name);

} // namespace attenscope
