#pragma once

#include "app/options.h"

#include <string>
#include <vector>

namespace attenscope {

/// What the arguments (without the program's name) ask for. Paths and the values of options whose
/// kind depends on the model are not looked at yet.
/// Throws E_USAGE_OPTION and E_USAGE_COMMAND for what does not exist, with what may have been
/// meant; E_USAGE_VALUE, E_USAGE_MISSING.
Command parseCommandLine(const std::vector<std::string>& arguments);

/// Whether the answer must be JSON, even if the arguments as a whole make no sense.
bool asksForJson(const std::vector<std::string>& arguments);

} // namespace attenscope
