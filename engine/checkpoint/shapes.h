#pragma once

#include <span>
#include <string>
#include <vector>

namespace attenscope {

/// Extents as messages show them: "[512, 768]".
template <typename Number>
std::string shapeText(const std::vector<Number>& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    }
    return text + "]";
}

} // namespace attenscope
