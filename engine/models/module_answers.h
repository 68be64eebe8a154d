#pragma once

#include "engine/base/export.h"
#include "engine/io/remembered.h"
#include "engine/models/bare_module.h"

#include <filesystem>
#include <optional>
#include <string>

namespace attenscope {

/// All that a setup says but the file of weights, as one line of JSON; paths are absolute.
ATTENSCOPE_EXPORT std::string moduleAnswersText(const ModuleSetup& setup);

/// The setup again; nothing for what is no JSON object. Members that make no sense are left out.
ATTENSCOPE_EXPORT std::optional<ModuleSetup>
moduleAnswersFrom(const std::string& text, const std::filesystem::path& weights);

/// What was said about a module's file: everything that its weights do not tell. Remembered between
/// sessions, so that it is asked for once.
class ATTENSCOPE_EXPORT ModuleAnswers {
public:
    /// file  where they are kept; empty: nothing is remembered
    explicit ModuleAnswers(std::filesystem::path file) : answers_(std::move(file)) {}

    /// The last setup of a module's file. A damaged entry is none.
    std::optional<ModuleSetup> find(const std::filesystem::path& weights) const;

    /// Throws E_OUTPUT.
    void remember(const ModuleSetup& setup) const;

private:
    Remembered answers_; ///< weights → a JSON object
};

} // namespace attenscope
