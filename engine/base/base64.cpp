#include "engine/base/base64.h"

#include <array>
#include <cstdint>

namespace attenscope {

namespace {

/// The value of each digit; 64 for other characters.
constexpr std::array<std::uint8_t, 256> base64Values()
{
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<std::uint8_t, 256> values{};
    values.fill(64);
    for (std::size_t i = 0; i < kDigits.size(); ++i) {
        values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}

} // namespace

std::optional<std::string> fromBase64(std::string_view text)
{
    static constexpr std::array<std::uint8_t, 256> kValues = base64Values();
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    text.remove_suffix(padding);
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t group = 0;
    std::uint32_t bits = 0;
    for (const char c : text) {
        const std::uint32_t digit = kValues[static_cast<unsigned char>(c)];
        if (digit == 64) {
            return std::nullopt;
        }
        group = (group << 6U | digit) & 0xFFFFFFU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(group >> bits & 0xFFU);
        }
    }
    return bytes;
}

} // namespace attenscope
