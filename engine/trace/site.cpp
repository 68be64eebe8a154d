#include "engine/trace/site.h"

namespace attenscope {

std::string Site::name() const
{
    if (isSimilarity) {
        return kind + (query.text.isEmpty() ? "_image_to_text" : "_text_to_image");
    }
    const std::string digits = std::to_string(layer);
    return "attn_" + kind + "_L" + (digits.size() < 2 ? "0" : "") + digits;
}

} // namespace attenscope
