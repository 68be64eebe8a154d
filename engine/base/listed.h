#pragma once

#include "engine/base/export.h"

#include <string>
#include <vector>

namespace attenscope {

/// Names for a message, escaped: "a, b, c and 7 more", at most 20 of them.
ATTENSCOPE_EXPORT std::string listed(const std::vector<std::string>& names);

} // namespace attenscope
