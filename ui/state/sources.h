#pragma once

#include <QImage>

#include "engine/io/tokenizer_choices.h"
#include "ui/state/run_request.h"

#include <string>

namespace attenscope {

/// The program's own ways to models and pictures: the engine's loader and the image reader.
/// threads     for the models' runs
/// tokenizers  what was chosen for checkpoints without a tokenizer
Sources programSources(int threads, const TokenizerChoices& tokenizers);

/// A picture that came through the clipboard or a drop, in the pixels that a file of it would give.
/// Throws E_IMAGE_SIZE.
Picture pictureFrom(const QImage& image, const std::string& name);

} // namespace attenscope
