#pragma once

#include "app/options.h"

#include <stop_token>
#include <string>

namespace attenscope {

/// The caption that the options name. From a file or stdin: a byte order mark and the last line
/// break are left out, CRLF becomes LF.
/// Throws E_TEXT_ENCODING with the byte's offset for invalid UTF-8 and for NUL, E_LIMIT_CAPTION,
/// E_IO if the file can't be read, Cancelled.
std::string readCaption(const SampleOptions& sample, const std::stop_token& stop);

} // namespace attenscope
