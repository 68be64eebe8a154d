#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/stored_tensors.h"

namespace attenscope {

/// Takes over a file that torch.save wrote, as a ZIP archive or in the layout before torch 1.6, and
/// says what its state dict holds; reads the pickle only, through the inert `readPickle`.
/// Throws the errors of readPickle, stateDictOf and readZipDirectory, E_PICKLE_RANGE for a storage
/// that is not there or has another size, E_PICKLE_NAME for other archives (TorchScript, NPZ) and
/// formats, which it names, and E_ST_SIZE_MISMATCH for a Git LFS pointer or a web page.
ATTENSCOPE_EXPORT WeightFile openTorchFile(InputFile file);

} // namespace attenscope
