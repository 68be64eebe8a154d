#include "engine/checkpoint/input_file.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace attenscope {

namespace {

std::string_view kindOf(mode_t mode)
{
    switch (mode & static_cast<mode_t>(S_IFMT)) {
    case S_IFDIR:
        return "a folder";
    case S_IFIFO:
        return "a pipe";
    case S_IFSOCK:
        return "a socket";
    case S_IFCHR:
    case S_IFBLK:
        return "a device";
    default:
        return "something else";
    }
}

Error readError(const std::string& name, std::string place, int error)
{
    return Error({.id = "E_IO",
                  .file = name,
                  .place = std::move(place),
                  .expected = "a file that can be read",
                  .found = "\"" + std::generic_category().message(error) + "\"",
                  .remedy = {}});
}

Error changedError(const std::string& name, std::string found)
{
    return Error({.id = "E_FILE_CHANGED",
                  .file = name,
                  .place = {},
                  .expected = "a file that stays as it is while it is read",
                  .found = std::move(found),
                  .remedy = "Open it again when nothing writes to it any more."});
}

bool isSameTime(const timespec& a, const timespec& b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

} // namespace

InputFile InputFile::open(const std::filesystem::path& path, std::string name)
{
    Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
    if (!descriptor.isOpen()) {
        throw readError(name, {}, errno);
    }
    return {std::move(descriptor), path, std::move(name)};
}

InputFile::InputFile(Descriptor descriptor, std::filesystem::path path, std::string name)
    : descriptor_(std::move(descriptor)), path_(std::move(path)), name_(std::move(name))
{
    if (::fstat(descriptor_.get(), &opened_) != 0) {
        throw readError(name_, {}, errno);
    }
    if (!S_ISREG(opened_.st_mode)) {
        throw Error({.id = "E_IO",
                     .file = name_,
                     .place = {},
                     .expected = "a regular file",
                     .found = std::string(kindOf(opened_.st_mode)),
                     .remedy = {}});
    }
}

std::string InputFile::identity() const
{
    std::string identity;
    const auto add = [&identity](auto number) {
        identity += (identity.empty() ? "" : ":") + std::to_string(number);
    };
    add(opened_.st_dev);
    add(opened_.st_ino);
    add(opened_.st_size);
    for (const timespec& time : {opened_.st_mtim, opened_.st_ctim}) {
        add(time.tv_sec);
        add(time.tv_nsec);
    }
    return identity;
}

void InputFile::readAt(std::uint64_t offset, std::span<std::byte> bytes) const
{
    while (!bytes.empty()) {
        const ssize_t count =
            ::pread(descriptor_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            throw readError(name_, "byte " + std::to_string(offset), errno);
        }
        if (count == 0) {
            throw changedError(name_, "its end at byte " + std::to_string(offset) + " of " +
                                          std::to_string(size()));
        }
        offset += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
}

std::string InputFile::readAll(std::uint64_t maximumBytes) const
{
    if (size() > maximumBytes) {
        throw Error({.id = "E_LIMIT_FILE",
                     .file = name_,
                     .place = {},
                     .expected = "at most " + std::to_string(maximumBytes) + " bytes",
                     .found = std::to_string(size()) + " bytes",
                     .remedy = {}});
    }
    std::string text(static_cast<std::size_t>(size()), '\0');
    readAt(0, std::as_writable_bytes(std::span(text)));
    requireUnchanged();
    return text;
}

void InputFile::requireUnchanged() const
{
    struct stat now {};

    if (::fstat(descriptor_.get(), &now) != 0) {
        throw readError(name_, {}, errno);
    }
    if (now.st_size != opened_.st_size) {
        throw changedError(name_, std::to_string(now.st_size) + " bytes instead of " +
                                      std::to_string(opened_.st_size));
    }
    if (!isSameTime(now.st_mtim, opened_.st_mtim)) {
        throw changedError(name_, "a newer modification time");
    }

    struct stat named {};

    if (::stat(path_.c_str(), &named) != 0 || named.st_dev != opened_.st_dev ||
        named.st_ino != opened_.st_ino) {
        throw changedError(name_, "another file in its place");
    }
}

} // namespace attenscope
