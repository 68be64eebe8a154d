#pragma once

#include "engine/models/model.h"
#include "engine/modes/single_stream.h"

#include <string>
#include <vector>

namespace attenscope {

/// The modes of a model whose only crossing attention is one joint matrix (modes.md): single stream
/// as trained, each direction alone as an ablation, the others refused.
std::vector<ModeStanding> jointModes(const std::string& family);

/// What is open in a joint model's matrix in a mode that it has.
SingleStream::Crossing crossingOf(Mode mode);

} // namespace attenscope
