#pragma once

#include "engine/base/export.h"
#include "engine/io/file_writer.h"
#include "engine/tensor/named_array.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace attenscope {

/// NumPy's array format, version 1.0:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html Little-endian, C order;
/// the data begins at a multiple of 64 bytes.

enum class NpyType { Float32, Int64 };

/// Everything before the data.
ATTENSCOPE_EXPORT std::string npyHeader(NpyType type, const std::vector<std::int64_t>& shape);

/// The array's values as they lie in memory.
ATTENSCOPE_EXPORT std::span<const std::byte> npyData(const NamedArray& array);

ATTENSCOPE_EXPORT NpyType npyType(const NamedArray& array);

ATTENSCOPE_EXPORT void
writeNpy(const std::filesystem::path& target, const NamedArray& array, Overwrite overwrite);

/// Bytes of an NPY file that arrive one after the other.
struct NpySource {
    std::string file;  ///< what messages call it
    std::string place; ///< the array inside; empty for a file of its own
    std::uint64_t size = 0;
    std::function<void(std::span<std::byte>)>
        fill; ///< gives the next bytes, all of them, or throws
};

/// Reads float16, float32 and float64 (rounded) as float, and integers up to 64 bits and booleans
/// as int64. A text of n characters ("<Un") becomes n code points along one more axis, 0 behind its
/// end. Takes memory only once the header fits the size of the source. Throws E_NPY_HEADER,
/// E_NPY_DTYPE, E_NPY_ORDER (Fortran), E_NPY_SHAPE, E_NPY_SIZE, E_LIMIT_ARRAY.
/// maximumBytes  of the values in memory
ATTENSCOPE_EXPORT NamedArray readNpyFrom(const NpySource& source,
                                         std::string name,
                                         std::uint64_t maximumBytes);

/// Reads a file; the array's name is the file's without its ending. Also E_IO, E_FILE_CHANGED.
ATTENSCOPE_EXPORT NamedArray readNpyFile(const std::filesystem::path& path,
                                         std::uint64_t maximumBytes);

} // namespace attenscope
