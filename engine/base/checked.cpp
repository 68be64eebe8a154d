#include "engine/base/checked.h"

namespace attenscope {

std::optional<std::uint64_t> checkedAdd(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional(sum);
}

std::optional<std::uint64_t> checkedMultiply(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::nullopt : std::optional(product);
}

std::optional<std::uint64_t> elementCount(std::span<const std::int64_t> shape)
{
    constexpr std::uint64_t kTooMany = std::uint64_t{1} << 62;
    std::uint64_t count = 1;
    bool isEmpty = false;
    for (const std::int64_t extent : shape) {
        if (extent < 0) {
            return std::nullopt;
        }
        if (extent == 0) {
            isEmpty = true;
            continue; // the other extents must still be sane
        }
        const auto product = checkedMultiply(count, static_cast<std::uint64_t>(extent));
        if (!product || *product >= kTooMany) {
            return std::nullopt;
        }
        count = *product;
    }
    return isEmpty ? 0 : count;
}

} // namespace attenscope
