#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/tensor/named_array.h"

#include <string>

namespace attenscope {

/// Reads one array that a person names: an NPY file, or an NPZ or safetensors file that holds just
/// one; "FILE:NAME" picks one of several. The format is told by the content. Integers and booleans
/// come as int64, floating-point numbers as float.
/// Throws E_ARRAY_FORMAT for other files, E_ARRAY_NAME listing what there is, and what the format
/// gives cause for (E_NPY_…, E_NPZ_…, E_ST_…, E_LIMIT_ARRAY, E_IO).
ATTENSCOPE_EXPORT NamedArray readArrayFile(const std::string& place, const Progress& progress);

} // namespace attenscope
