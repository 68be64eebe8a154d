#include "engine/tensor/half.h"

#include <Eigen/Core>

#include <bit>
#include <cstring>

namespace attenscope {

namespace {

std::uint16_t bitsAt(const std::byte* bytes, std::size_t index)
{
    std::uint16_t bits = 0;
    std::memcpy(&bits, bytes + 2 * index, sizeof bits);
    return bits;
}

} // namespace

float floatFromHalf(std::uint16_t bits)
{
    return static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(bits));
}

float floatFromBfloat16(std::uint16_t bits)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

void widenHalf(const std::byte* bytes, std::span<float> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = floatFromHalf(bitsAt(bytes, i));
    }
}

void widenBfloat16(const std::byte* bytes, std::span<float> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = floatFromBfloat16(bitsAt(bytes, i));
    }
}

} // namespace attenscope
