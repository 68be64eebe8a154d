#pragma once

#include "engine/tensor/matrix.h"

#include <cstdint>

namespace attenscope {

/// Uniform in [-1, 1), the same on every machine.
Matrix randomMatrix(Index rows, Index columns, std::uint32_t seed);

} // namespace attenscope
