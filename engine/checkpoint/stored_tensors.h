#pragma once

#include "engine/base/error.h"
#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/checkpoint/input_file.h"
#include "engine/checkpoint/weights.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attenscope {

/// Where a tensor lies in a file. Whoever makes one has checked that all of it is in the file.
struct StoredTensor {
    std::string name;
    std::string dtype; ///< as safetensors calls it: "F32"
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides; ///< of each axis, in elements; empty: row-major
    std::uint64_t offset = 0;          ///< of its first element in the file
    std::uint64_t elements = 0;
};

/// A file of weights, open, and what it holds.
struct WeightFile {
    InputFile file;
    std::vector<StoredTensor> tensors;
};

/// Reads every floating-point tensor to a 64-byte aligned place of its own: F32 straight from the
/// file, whatever its offset there; F16, BF16 and F64 through a small buffer, widened (F64:
/// rounded) to float32 once; strided ones gathered into row-major order. Tensors that are the same
/// bytes seen the same way (tied ones) share their memory. Integer tensors are only named.
/// files  no name is in two of them
/// name   what messages call the checkpoint
/// Throws E_LIMIT_MEMORY when the floats would take more than memoryBudgetBytes(), E_IO,
/// E_FILE_CHANGED, and Cancelled: `progress` steps every few MiB.
ATTENSCOPE_EXPORT Weights readTensors(std::vector<WeightFile> files,
                                      const std::string& name,
                                      const Progress& progress,
                                      Warnings warnings = {});

/// The values of one floating-point tensor, as float32 in row-major order. Throws E_IO,
/// E_FILE_CHANGED, Cancelled; the caller has looked at its size.
ATTENSCOPE_EXPORT std::vector<float>
readFloats(const InputFile& file, const StoredTensor& tensor, const Progress& progress);

} // namespace attenscope
