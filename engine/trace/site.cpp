#include "engine/trace/site.h"

namespace attenscope {

std::string Site::name() const
{
    const std::string digits = std::to_string(layer);
    return "attn_" + kind + "_L" + (digits.size() < 2 ? "0" : "") + digits;
}

} // namespace attenscope
