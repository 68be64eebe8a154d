#pragma once

#include <string>
#include <string_view>

namespace attenscope {

/// `text` with U+FFFD for every byte that is no part of valid UTF-8 (overlong forms, surrogates and
/// points beyond U+10FFFF are not valid).
std::string validUtf8(std::string_view text);

} // namespace attenscope
