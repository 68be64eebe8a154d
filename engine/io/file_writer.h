#pragma once

#include "engine/base/descriptor.h"
#include "engine/base/export.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// Whether a file that exists may be replaced.
enum class Overwrite { No, Yes };

/// A file that appears whole or not at all: written beside its target, forced to the disk and then
/// renamed. Without `commit` nothing is left behind and the old file stays. Every output of the
/// program goes through here, since other writers report success on a full disk.
/// All failures are E_OUTPUT with the target and the system's reason.
class ATTENSCOPE_EXPORT OutputFile {
public:
    /// Looks at the target at once: throws if it exists and may not be replaced, if it is no
    /// regular file (a folder, a link, a device), or if nothing can be written beside it.
    OutputFile(std::filesystem::path target, Overwrite overwrite);
    ~OutputFile();
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&& other) = delete;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// At the end.
    void write(std::span<const std::byte> bytes);
    void write(std::string_view text);

    /// Anywhere, for formats that fill in their sizes later.
    void writeAt(std::uint64_t offset, std::span<const std::byte> bytes);

    std::uint64_t size() const { return size_; }

    const std::filesystem::path& target() const { return target_; }

    /// The file is there when this returns. To be called once, after the last write.
    void commit();

private:
    std::filesystem::path target_;
    std::filesystem::path temporary_; ///< empty once renamed or moved from
    Descriptor descriptor_;
    Overwrite overwrite_;
    std::uint64_t size_ = 0;
};

/// Writes one file; see OutputFile.
ATTENSCOPE_EXPORT void
writeFile(const std::filesystem::path& target, std::string_view bytes, Overwrite overwrite);

/// A folder of files that appears whole or not at all: filled beside its target and then renamed.
/// Into a folder that exists and is not empty, which needs Overwrite::Yes, and into the current
/// one, the files are moved one by one, in the order in which they were opened; other files in it
/// stay. If one can't be moved, those before it are put back.
class ATTENSCOPE_EXPORT OutputFolder {
public:
    /// Throws E_OUTPUT as OutputFile does. The folder above must exist.
    OutputFolder(std::filesystem::path target, Overwrite overwrite);
    ~OutputFolder();
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;
    OutputFolder(OutputFolder&&) = delete;
    OutputFolder& operator=(OutputFolder&&) = delete;

    /// A file of the folder, to be committed before the folder is. Each name once.
    OutputFile open(const std::string& name);

    void commit();

private:
    void moveInto();

    std::filesystem::path target_;
    std::filesystem::path staging_; ///< empty once renamed
    Overwrite overwrite_;
    std::vector<std::string> names_;
};

} // namespace attenscope
