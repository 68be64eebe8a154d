#include "app/console.h"

#include "engine/io/json.h"

#include <cerrno>
#include <cstring>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace attenscope {

namespace {

/// 0, or the errno of what failed.
int writeAll(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return 0;
}

/// Where stderr can't be written there is nobody left to tell.
void writeToStderr(const std::string& text)
{
    static_cast<void>(writeAll(STDERR_FILENO, text));
}

} // namespace

void Console::print(const std::string& text)
{
    const int failure = writeAll(STDOUT_FILENO, text);
    if (failure != 0 && failure != EPIPE) {
        throw Error({.id = "E_OUTPUT",
                     .file = "standard output",
                     .place = {},
                     .expected = "room for the answer",
                     .found = std::strerror(failure), // NOLINT(concurrency-mt-unsafe): one thread
                     .remedy = {}});
    }
}

void Console::printSummary(const std::string& text) const
{
    if (!options_.isJson && !options_.isQuiet) {
        print(text);
    }
}

void Console::notice(const std::string& text) const
{
    if (!options_.isQuiet && !text.empty()) {
        writeToStderr(text + "\n");
    }
}

void Console::notice(const Warnings& warnings) const
{
    for (const Warning& warning : warnings) {
        notice("note: " + escapedForDisplay(warning.text, 4096));
    }
}

void Console::report(const ErrorInfo& error) const
{
    clearProgress();
    writeToStderr("attenscope: " + describe(error) + "\n");
    if (options_.isJson) {
        static_cast<void>(writeAll(STDOUT_FILENO, errorAsJson(error)));
    }
}

bool Console::showsProgress() const
{
    return !options_.isQuiet && ::isatty(STDERR_FILENO) == 1;
}

Progress Console::progress(std::stop_token stop) const
{
    if (!showsProgress()) {
        return Progress(std::move(stop));
    }
    return Progress(std::move(stop), [](int done, int total, const std::string& task) {
        writeToStderr("\r\033[K" + std::to_string(done) + "/" + std::to_string(total) + " " + task);
    });
}

void Console::clearProgress() const
{
    if (showsProgress()) {
        writeToStderr("\r\033[K");
    }
}

std::string errorAsJson(const ErrorInfo& error)
{
    return Json::object()
        .set("id", error.id)
        .set("file", error.file)
        .set("place", error.place)
        .set("expected", error.expected)
        .set("found", error.found)
        .set("remedy", error.remedy)
        .pretty();
}

} // namespace attenscope
