#pragma once

#include "engine/models/bare_module.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace attenscope {

/// The options that look at one module with no model around it, as they stand on the command line.
struct ModuleOptions {
    std::string module;
    ModuleSetup setup; ///< what needs no further reading
    std::string side;
    std::string batchOrder;
    std::string grid;
    std::string maskTrue;
    std::string prefix;
};

/// `options` must outlive the parsing.
void addModuleOptions(CLI::App& command, ModuleOptions& options);

/// The module that a command names, or nothing.
/// Throws E_USAGE_MISSING for a module's option without --module, E_USAGE_OPTION for options of a
/// whole model beside it, E_USAGE_VALUE.
std::optional<ModuleSetup> moduleSetup(const CLI::App& command, const ModuleOptions& options);

} // namespace attenscope
