#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace attenscope {

/// The bytes of a text in base64 (RFC 4648, section 4), padded; none if it is none.
std::optional<std::string> fromBase64(std::string_view text);

} // namespace attenscope
