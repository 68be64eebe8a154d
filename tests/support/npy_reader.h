#pragma once

#include "engine/tensor/named_array.h"

#include <filesystem>

namespace attenscope {

/// Reads a golden: NPY version 1, little-endian, C order; float32, float64 (narrowed), int64 or
/// int32 (widened). A plain second implementation, so that tests do not read goldens with the code
/// they test. Throws std::runtime_error.
NamedArray readNpy(const std::filesystem::path& path);

} // namespace attenscope
