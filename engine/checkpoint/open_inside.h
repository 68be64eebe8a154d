#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/input_file.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// Who keeps a path inside its folder.
enum class Containment {
    Kernel, ///< openat2 with RESOLVE_BENEATH; where the kernel has no such call, Checked
    Checked ///< the resolved path is compared before and after opening
};

/// Opens `name` inside `folder` for reading. Symbolic links are followed while they stay inside or,
/// for a Hugging Face cache (`models--…/snapshots/<commit>`), when they end in that repository's
/// own `blobs`; otherwise E_PATH_ESCAPE. Links in a circle and everything that is no regular file
/// are E_IO; nothing blocks. shownName  what messages call the file
ATTENSCOPE_EXPORT InputFile openInside(const std::filesystem::path& folder,
                                       const std::string& name,
                                       const std::string& shownName,
                                       Containment containment = Containment::Kernel);

} // namespace attenscope
