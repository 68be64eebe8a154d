#pragma once

#include "engine/base/descriptor.h"
#include "engine/base/export.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <sys/stat.h>

namespace attenscope {

/// A regular file open for reading. It is read with pread, never mapped: a file that another
/// program cuts short is then an error and not a signal.
class ATTENSCOPE_EXPORT InputFile {
public:
    /// Never blocks: a pipe, a device or a folder is E_IO.
    /// path  opened as it is
    /// name  what messages call the file
    static InputFile open(const std::filesystem::path& path, std::string name);

    /// descriptor  taken over; E_IO if it is no regular file
    InputFile(Descriptor descriptor, std::filesystem::path path, std::string name);

    std::uint64_t size() const { return static_cast<std::uint64_t>(opened_.st_size); }

    const std::string& name() const { return name_; }

    int descriptor() const { return descriptor_.get(); }

    /// What tells this file, as it was when it was opened, from every other on this machine and
    /// from itself after a change: device, inode, size, times of modification and change.
    std::string identity() const;

    /// Fills `bytes`. Throws E_IO with the system's reason, E_FILE_CHANGED if the file ends early.
    void readAt(std::uint64_t offset, std::span<std::byte> bytes) const;

    /// The whole file; E_LIMIT_FILE when it is larger than `maximumBytes`.
    std::string readAll(std::uint64_t maximumBytes) const;

    /// Throws E_FILE_CHANGED if the path names another file by now, or if size or modification
    /// time differ from when it was opened. To be called after the last read.
    void requireUnchanged() const;

private:
    Descriptor descriptor_;
    std::filesystem::path path_;
    std::string name_;

    struct stat opened_ {};
};

} // namespace attenscope
