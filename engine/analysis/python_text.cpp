#include "engine/analysis/python_text.h"

namespace attenscope {

std::string pythonString(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string result = "\"";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            result += '\\';
            result += letter;
        } else if (byte < 0x20 || byte == 0x7F) {
            result += "\\x";
            result += kHex[byte >> 4U];
            result += kHex[byte & 0xFU];
        } else {
            result += letter;
        }
    }
    return result + "\"";
}

} // namespace attenscope
