#include "engine/base/listed.h"

#include "engine/base/error.h"

#include <algorithm>

namespace attenscope {

std::string listed(const std::vector<std::string>& names)
{
    constexpr std::size_t kListed = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kListed); ++i) {
        text += (i == 0 ? "" : ", ") + escapedForDisplay(names[i]);
    }
    if (names.size() > kListed) {
        text += " and " + std::to_string(names.size() - kListed) + " more";
    }
    return text;
}

} // namespace attenscope
