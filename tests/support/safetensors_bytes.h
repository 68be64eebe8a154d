#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace attenscope {

/// A safetensors file: the length, the header, the data.
inline std::string safetensorsBytes(const std::string& header, const std::string& data)
{
    std::string bytes;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        bytes += static_cast<char>((header.size() >> shift) & 0xFFU);
    }
    return bytes + header + data;
}

/// Values as they lie in memory.
template <typename Value>
std::string rawBytes(const std::vector<Value>& values)
{
    std::string bytes(values.size() * sizeof(Value), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

} // namespace attenscope
