#pragma once

#include "app/options.h"
#include "engine/base/error.h"
#include "engine/base/progress.h"

#include <stop_token>
#include <string>

namespace attenscope {

/// The program's answers on stdout, everything else on stderr.
class Console {
public:
    explicit Console(AnswerOptions options) : options_(options) {}

    const AnswerOptions& options() const { return options_; }

    /// Writes all of it to stdout. A reader that has gone away (EPIPE) is no error; any other
    /// failure is E_OUTPUT.
    static void print(const std::string& text);

    /// For people: nothing with --json or --quiet.
    void printSummary(const std::string& text) const;

    /// A line on stderr, unless --quiet. Warnings come through here.
    void notice(const std::string& text) const;
    void notice(const Warnings& warnings) const;

    /// One line on stderr; with --json an object on stdout too.
    void report(const ErrorInfo& error) const;

    /// Draws a line on stderr, if that is a terminal and nobody asked for quiet.
    Progress progress(std::stop_token stop) const;

    /// Removes the line that progress drew.
    void clearProgress() const;

private:
    AnswerOptions options_;

    bool showsProgress() const;
};

/// {"id", "file", "place", "expected", "found", "remedy"}
std::string errorAsJson(const ErrorInfo& error);

} // namespace attenscope
