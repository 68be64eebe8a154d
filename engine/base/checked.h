#pragma once

#include "engine/base/export.h"

#include <cstdint>
#include <optional>
#include <span>

namespace attenscope {

/// Arithmetic on sizes that came from a file: nothing instead of an overflow.
ATTENSCOPE_EXPORT std::optional<std::uint64_t> checkedAdd(std::uint64_t a, std::uint64_t b);
ATTENSCOPE_EXPORT std::optional<std::uint64_t> checkedMultiply(std::uint64_t a, std::uint64_t b);

/// Number of elements of a shape (1 for rank 0); nothing when the product reaches 2^62.
ATTENSCOPE_EXPORT std::optional<std::uint64_t> elementCount(std::span<const std::int64_t> shape);

} // namespace attenscope
