#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/checkpoint/stored_tensors.h"

namespace attenscope {

/// Takes over an open safetensors file and says what it holds; reads its header only.
/// Throws the errors of readSafetensorsHeader.
ATTENSCOPE_EXPORT WeightFile openSafetensors(InputFile file);

/// Reads every tensor of a safetensors file, as readTensors says.
ATTENSCOPE_EXPORT Weights readSafetensors(InputFile file, const Progress& progress);

} // namespace attenscope
