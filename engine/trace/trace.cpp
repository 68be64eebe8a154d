#include "engine/trace/trace.h"

namespace attenscope {

std::optional<std::size_t> Trace::findSite(const std::string& kind, int layer) const
{
    for (std::size_t i = 0; i < sites.size(); ++i) {
        if (sites[i].kind == kind && sites[i].layer == layer) {
            return i;
        }
    }
    return std::nullopt;
}

} // namespace attenscope
