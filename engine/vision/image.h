#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attenscope {

/// A decoded picture, upright: 8-bit RGB, row by row without padding.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb; ///< 3 × width × height

    bool isEmpty() const { return rgb.empty(); }

    const std::uint8_t* pixel(int x, int y) const
    {
        return rgb.data() + 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                 static_cast<std::size_t>(x));
    }
};

} // namespace attenscope
