#include "app/caption_source.h"

#include "engine/base/descriptor.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/text/code_points.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <unistd.h>

namespace attenscope {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

[[noreturn]] void refuseReading(const std::string& name, int failure)
{
    throw Error({.id = "E_IO",
                 .file = name,
                 .place = {},
                 .expected = "a readable file",
                 .found = std::strerror(failure), // NOLINT(concurrency-mt-unsafe): one thread
                 .remedy = {}});
}

/// Waits until there is something to read, or the end.
void waitForInput(int descriptor, const std::stop_token& stop)
{
    constexpr int kPatienceMs = 50;
    pollfd source{descriptor, POLLIN, 0};
    while (::poll(&source, 1, kPatienceMs) <= 0) {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
    }
}

/// Everything, or somewhat more than a caption may have.
std::string readUpToLimit(int descriptor, const std::string& name, const std::stop_token& stop)
{
    std::string text;
    std::array<char, 4096> buffer{};
    while (text.size() <= limits::kCaptionBytes) {
        waitForInput(descriptor, stop);
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && errno != EINTR && errno != EAGAIN) {
            refuseReading(name, errno);
        }
        if (count == 0) {
            break;
        }
        text.append(buffer.data(), count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return text;
}

void checkEncoding(const std::string& text, const std::string& name, const std::string& place)
{
    const std::size_t nul = text.find('\0');
    const std::optional<std::size_t> invalid = firstInvalidByte(text);
    if (invalid || nul != std::string::npos) {
        const bool isNul = !invalid || nul < *invalid;
        const std::string offset = "byte " + std::to_string(isNul ? nul : *invalid);
        throw Error({.id = "E_TEXT_ENCODING",
                     .file = name,
                     .place = place.empty() ? offset : place + ", " + offset,
                     .expected = "UTF-8 text",
                     .found = isNul ? "a NUL byte" : "a byte that is no UTF-8",
                     .remedy = "Save the caption as UTF-8."});
    }
}

void checkSize(const std::string& text, const std::string& name, const std::string& place)
{
    if (text.size() > limits::kCaptionBytes) {
        throw Error({.id = "E_LIMIT_CAPTION",
                     .file = name,
                     .place = place,
                     .expected = "at most " + std::to_string(limits::kCaptionBytes) + " bytes",
                     .found = "more",
                     .remedy = {}});
    }
}

std::string cleaned(std::string text)
{
    if (text.starts_with(kByteOrderMark)) {
        text.erase(0, kByteOrderMark.size());
    }
    for (std::size_t i = text.find("\r\n"); i != std::string::npos; i = text.find("\r\n", i)) {
        text.erase(i, 1);
    }
    if (text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

} // namespace

std::string readCaption(const SampleOptions& sample, const std::stop_token& stop)
{
    if (sample.caption) {
        checkSize(*sample.caption, {}, "--caption");
        checkEncoding(*sample.caption, {}, "--caption");
        return *sample.caption;
    }
    if (!sample.captionFile) {
        return {}; // a module's rows need no names
    }
    const bool isStdin = *sample.captionFile == "-";
    const std::string name = isStdin ? "standard input" : *sample.captionFile;
    // A pipe is a caption file too (`<(…)`); opening one must not block.
    const Descriptor file(
        isStdin ? ::dup(STDIN_FILENO)
                : ::open(sample.captionFile->c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file.isOpen()) {
        refuseReading(name, errno);
    }
    const std::string text = readUpToLimit(file.get(), name, stop);
    checkSize(text, name, {});
    checkEncoding(text, name, {}); // before bytes are left out, so that its place is the file's
    return cleaned(text);
}

} // namespace attenscope
