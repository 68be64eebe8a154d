#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/checkpoint/input_file.h"
#include "engine/checkpoint/weights.h"

namespace attenscope {

/// Reads every tensor of a safetensors file. Each floating-point tensor goes to a 64-byte aligned
/// place of its own: F32 straight from the file, whatever its offset there; F16, BF16 and F64
/// through a small buffer, widened (F64: rounded) to float32 once. Integer tensors are only named.
/// Throws the errors of readSafetensorsHeader, E_LIMIT_MEMORY when the floats would take more than
/// memoryBudgetBytes(), E_IO, E_FILE_CHANGED, and Cancelled: `progress` steps every few MiB.
ATTENSCOPE_EXPORT Weights readSafetensors(const InputFile& file, const Progress& progress);

} // namespace attenscope
