#pragma once

#include "engine/base/error.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// E_OUTPUT for a target, with what stands in the way.
Error outputError(const std::filesystem::path& target, std::string found);

/// The same with the system's reason for errno's value `error`.
Error outputError(const std::filesystem::path& target, int error);

/// E_OUTPUT for a target that may not be replaced.
Error existsError(const std::filesystem::path& target);

} // namespace attenscope
