#pragma once

#include "engine/models/bare_module.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// One of the modules of tests/data/bare_module.
struct ModuleCase {
    ModuleSetup setup;
    std::optional<std::string> mode; ///< other than the native one
};

/// folder  with case.json, the weights, the features and the goldens
ModuleCase readModuleCase(const std::filesystem::path& folder);

/// The folders of all cases, by name.
std::vector<std::filesystem::path> moduleCases(const std::filesystem::path& root);

} // namespace attenscope
