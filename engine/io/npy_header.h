#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// The dictionary in an NPY file's header.
struct NpyDescription {
    std::string type; ///< "<f4"
    bool isFortranOrder = false;
    std::vector<std::int64_t> shape;
};

/// Reads the Python literal that NumPy writes: exactly the three keys, in any order, once each.
/// Throws std::invalid_argument saying what was expected; the caller knows the file.
NpyDescription parseNpyDescription(std::string_view text);

} // namespace attenscope
