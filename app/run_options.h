#pragma once

#include "app/options.h"
#include "app/sample_options.h"

namespace attenscope {

/// The options of `attenscope run`.
class RunArguments {
public:
    explicit RunArguments(CLI::App& program);
    RunArguments(const RunArguments&) = delete; // CLI11 writes into this
    RunArguments& operator=(const RunArguments&) = delete;

    CLI::App* command() const { return command_; }

    /// After the parsing. Throws E_USAGE_VALUE, E_USAGE_MISSING, E_USAGE_OPTION.
    RunCommand read();

private:
    CLI::App* command_;
    RunCommand options_;
    SampleArguments sample_;
};

} // namespace attenscope
