#pragma once

#include "engine/trace/trace.h"

namespace attenscope {

/// A small trace that uses every field: three tokens and a padding, a class unit and a 2 × 2 grid,
/// two sites with two heads, outputs, states, inputs and warnings.
Trace sampleTrace();

} // namespace attenscope
