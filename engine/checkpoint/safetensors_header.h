#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/input_file.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// One tensor as a safetensors header describes it.
struct SafetensorsEntry {
    std::string name;
    std::string dtype; ///< "F32"
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< bytes after the header, half-open
    std::uint64_t end = 0;
    std::uint64_t elements = 0;
};

/// What stands before the data of a safetensors file.
/// https://github.com/huggingface/safetensors#format
struct SafetensorsHeader {
    std::vector<SafetensorsEntry> entries; ///< in the order of the data
    std::map<std::string, std::string> metadata;
    std::uint64_t dataBegin = 0; ///< offset in the file
};

/// Bytes of one element: 1 for BOOL, U8, I8; 2 for F16, BF16, …; 0 for types that are not read.
ATTENSCOPE_EXPORT std::uint64_t dtypeBytes(std::string_view dtype);

/// Whether tensors of this type are widened to float32; the integer types are only named.
ATTENSCOPE_EXPORT bool isFloatDtype(std::string_view dtype);

/// Reads and checks the header; the data is not touched and memory stays bounded whatever the
/// header holds. Afterwards every entry lies in the file, and together they cover the data exactly.
/// Throws E_ST_HEADER_LEN, E_ST_HEADER_SYNTAX, E_ST_SIZE_MISMATCH (also for a Git LFS pointer and
/// for a web page in the place of the file), E_ST_RANGE, E_ST_SHAPE, E_ST_DTYPE, E_ST_DUPLICATE,
/// E_ST_METADATA, and E_LIMIT_HEADER, E_LIMIT_TENSORS, E_LIMIT_NAME, E_LIMIT_TEXT, E_LIMIT_DEPTH.
ATTENSCOPE_EXPORT SafetensorsHeader readSafetensorsHeader(const InputFile& file);

} // namespace attenscope
