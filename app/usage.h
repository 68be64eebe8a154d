#pragma once

#include <string>

namespace attenscope {

/// Throws Error: what is wrong with a command line, naming the option.
/// remedy  may be empty
[[noreturn]] void refuseUsage(const std::string& id,
                              const std::string& place,
                              const std::string& expected,
                              const std::string& found,
                              const std::string& remedy);

/// "en or zh_CN".
std::string languageIds();

/// Throws E_USAGE_VALUE for a language that the program does not speak.
void requireLanguage(const std::string& id);

} // namespace attenscope
