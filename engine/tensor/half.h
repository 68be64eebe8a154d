#pragma once

#include "engine/base/export.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace attenscope {

/// IEEE binary16 to float, exact, including subnormals, infinities and NaN.
ATTENSCOPE_EXPORT float floatFromHalf(std::uint16_t bits);

/// bfloat16 to float, exact.
ATTENSCOPE_EXPORT float floatFromBfloat16(std::uint16_t bits);

/// Widens little-endian 16-bit values that may lie at any address.
/// bytes   2 × values.size() bytes
/// values  receives the floats
ATTENSCOPE_EXPORT void widenHalf(const std::byte* bytes, std::span<float> values);
ATTENSCOPE_EXPORT void widenBfloat16(const std::byte* bytes, std::span<float> values);

} // namespace attenscope
