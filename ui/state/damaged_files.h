#pragma once

#include "engine/base/error.h"
#include "ui/state/kept_files.h"

#include <filesystem>
#include <vector>

namespace attenscope {

/// A kept file that could not be read, and where it is now.
struct DamagedFile {
    ErrorInfo damage;              ///< names the file and what is wrong with it
    std::filesystem::path movedTo; ///< empty: it could not be moved
};

/// Puts kept files that can't be read out of the way, as "settings.json.damaged", so that what they
/// hold isn't overwritten; what can be read of them stays in use. To be called once, before
/// anything is kept. Files of recovery are not looked at.
std::vector<DamagedFile> setDamagedAside(const KeptFiles& files);

} // namespace attenscope
