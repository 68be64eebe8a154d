#pragma once

#include "app/module_options.h"
#include "app/options.h"

namespace attenscope {

/// How a command answers. `answer` must outlive the parsing, as with everything below.
void addAnswerOptions(CLI::App& command, AnswerOptions& answer);

/// The options that say what is run.
class SampleArguments {
public:
    void add(CLI::App& command, SampleOptions& sample);

    /// Fills in what needs reading; throws E_USAGE_VALUE, E_USAGE_OPTION.
    void read();

    /// Throws E_USAGE_MISSING where picture or caption are missing, or two captions given.
    void requireSample() const;

    /// Throws E_USAGE_OPTION for options of a new run beside a recorded one.
    void refuseBeside(const std::filesystem::path& run) const;

private:
    CLI::App* command_ = nullptr;
    SampleOptions* sample_ = nullptr;
    ModuleOptions module_;
    std::string mode_ = "native";
};

} // namespace attenscope
