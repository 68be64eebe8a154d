#pragma once

#include "engine/base/deferred_text.h"
#include "engine/base/export.h"
#include "engine/checkpoint/input_file.h"
#include "engine/checkpoint/model_folder.h"

#include <filesystem>
#include <vector>

namespace attenscope {

/// What identifies a model in results, as 64 hexadecimal digits: the SHA-256 of its one weight
/// file, or, for several, of the lines "<SHA-256>  <name>\n" sorted by name, as `sha256sum` prints
/// them. The files are open already and are read when the digest is first wanted.
///
/// remembered  file of digests by the files' identity (InputFile::identity), so that no file is
///             read for its digest twice; empty: none
/// The computation throws E_IO, E_FILE_CHANGED, Cancelled.
ATTENSCOPE_EXPORT DeferredText weightsDigest(std::vector<NamedFile> files,
                                             const std::filesystem::path& remembered);

} // namespace attenscope
