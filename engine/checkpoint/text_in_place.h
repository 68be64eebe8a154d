#pragma once

#include "engine/checkpoint/input_file.h"

namespace attenscope {

/// Downloads may leave a text in the place of weights. Throws E_ST_SIZE_MISMATCH for a Git LFS
/// pointer and for a web page, by name.
void requireNoText(const InputFile& file);

} // namespace attenscope
