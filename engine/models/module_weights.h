#pragma once

#include "engine/base/progress.h"
#include "engine/checkpoint/weights.h"

#include <filesystem>

namespace attenscope {

/// A module's state dict from one file: torch's by its ending (.pt, .bin, …), else NPZ by its
/// content, else safetensors.
/// Throws E_MODULE_FORM for other files, and what the format gives cause for.
Weights readModuleWeights(const std::filesystem::path& file, const Progress& progress);

} // namespace attenscope
