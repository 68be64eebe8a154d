#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/checkpoint/input_file.h"

#include <string>
#include <string_view>

namespace attenscope {

/// SHA-256 of a file, as 64 hexadecimal digits. Throws E_IO, E_FILE_CHANGED, Cancelled.
ATTENSCOPE_EXPORT std::string sha256(const InputFile& file, const Progress& progress);

/// SHA-256 of a text.
ATTENSCOPE_EXPORT std::string sha256(std::string_view text);

} // namespace attenscope
