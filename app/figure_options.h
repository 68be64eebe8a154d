#pragma once

#include "app/options.h"
#include "app/sample_options.h"
#include "app/selection_options.h"
#include "app/style_options.h"

#include <string>

namespace attenscope {

/// The options of `attenscope figure`.
class FigureArguments {
public:
    explicit FigureArguments(CLI::App& program);
    FigureArguments(const FigureArguments&) = delete; // CLI11 writes into this
    FigureArguments& operator=(const FigureArguments&) = delete;

    CLI::App* command() const { return command_; }

    /// After the parsing. Throws E_USAGE_VALUE, E_USAGE_MISSING, E_USAGE_OPTION.
    FigureCommand read();

private:
    CLI::App* command_;
    FigureCommand options_;
    SampleArguments sample_;
    SelectionArguments selection_;
    SelectionArguments compared_;
    StyleArguments style_;
    std::string view_;
    std::string blocks_;
    std::filesystem::path comparedRun_;

    void addView();
    void readView();
    void requireView(const char* option, FigureView view) const;
};

} // namespace attenscope
