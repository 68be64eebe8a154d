#pragma once

#include "ui/state/run_request.h"

#include <string>

namespace attenscope {

/// A word of a POSIX shell: quoted where it has to be.
std::string shellWord(const std::string& text);

/// The command line that runs the same without a window: "attenscope run --model …".
/// Throws E_USAGE_MISSING for a picture that is no file.
std::string runCommandText(const RunRequest& request);

} // namespace attenscope
