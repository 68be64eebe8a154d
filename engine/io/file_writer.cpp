#include "engine/io/file_writer.h"

#include "engine/base/error.h"
#include "engine/io/output_error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <limits>
#include <pthread.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace attenscope {

namespace {

/// Over a file-size limit the kernel sends SIGXFSZ, which ends the program, besides giving EFBIG.
/// This keeps the signal off this thread for a while and takes one that came.
class FileSizeSignalGuard {
public:
    FileSizeSignalGuard()
    {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGXFSZ);
        pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    }

    ~FileSizeSignalGuard()
    {
        constexpr timespec kNow{};
        sigtimedwait(&signals_, nullptr, &kNow);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

    FileSizeSignalGuard(const FileSizeSignalGuard&) = delete;
    FileSizeSignalGuard& operator=(const FileSizeSignalGuard&) = delete;
    FileSizeSignalGuard(FileSizeSignalGuard&&) = delete;
    FileSizeSignalGuard& operator=(FileSizeSignalGuard&&) = delete;

private:
    sigset_t signals_{};
    sigset_t before_{};
};

/// A hidden name of fixed length, so that long targets stay possible.
std::string temporaryName()
{
    std::uint64_t number = 0;
    while (::getrandom(&number, sizeof(number), 0) != sizeof(number)) {
        // interrupted by a signal; a request this small never comes back short otherwise
    }
    std::array<char, 40> name{};
    std::snprintf(name.data(), name.size(), ".attenscope-%016llx.tmp",
                  static_cast<unsigned long long>(number));
    return name.data();
}

std::filesystem::path folderOf(const std::filesystem::path& path)
{
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// Forces a folder's list of names to the disk. Some file systems can't (EINVAL).
void syncFolder(const std::filesystem::path& folder, const std::filesystem::path& target)
{
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.isOpen() || (::fsync(descriptor.get()) != 0 && errno != EINVAL)) {
        throw outputError(target, errno);
    }
}

/// The rights that the target has, or those of a new file; throws if it may not be replaced.
mode_t checkTarget(const std::filesystem::path& target, Overwrite overwrite)
{
    constexpr mode_t kNewFile = 0666;

    struct stat status {};

    if (::lstat(target.c_str(), &status) != 0) {
        if (errno == ENOENT) {
            return kNewFile;
        }
        throw outputError(target, errno);
    }
    if (overwrite == Overwrite::No) {
        throw existsError(target);
    }
    if (!S_ISREG(status.st_mode)) {
        throw outputError(target, S_ISDIR(status.st_mode)   ? "a folder"
                                  : S_ISLNK(status.st_mode) ? "a symbolic link"
                                                            : "a device or a pipe");
    }
    return status.st_mode & kNewFile;
}

/// rename(2) that leaves an existing target alone unless it may be replaced.
void place(const std::filesystem::path& from,
           const std::filesystem::path& to,
           Overwrite overwrite,
           const std::filesystem::path& target)
{
    if (overwrite == Overwrite::No) {
        if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
            return;
        }
        if (errno == EEXIST) {
            throw existsError(target);
        }
        if (errno != EINVAL && errno != ENOSYS) {
            throw outputError(target, errno);
        }
        checkTarget(to, overwrite); // the file system has no such call; look, then rename
    }
    if (::rename(from.c_str(), to.c_str()) != 0) {
        throw outputError(target, errno);
    }
}

} // namespace

OutputFile::OutputFile(std::filesystem::path target, Overwrite overwrite)
    : target_(std::move(target)), overwrite_(overwrite)
{
    const mode_t mode = checkTarget(target_, overwrite);
    do {
        temporary_ = folderOf(target_) / temporaryName();
        descriptor_ =
            Descriptor(::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    } while (!descriptor_.isOpen() && errno == EEXIST);
    if (!descriptor_.isOpen()) {
        temporary_.clear();
        throw outputError(target_, errno);
    }
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::move(other.descriptor_)),
      overwrite_(other.overwrite_),
      size_(other.size_)
{
}

OutputFile::~OutputFile()
{
    if (!temporary_.empty()) {
        ::unlink(temporary_.c_str()); // a destructor can't tell anybody that this failed
    }
}

void OutputFile::write(std::span<const std::byte> bytes)
{
    writeAt(size_, bytes);
}

void OutputFile::write(std::string_view text)
{
    writeAt(size_, std::as_bytes(std::span(text)));
}

void OutputFile::writeAt(std::uint64_t offset, std::span<const std::byte> bytes)
{
    const FileSizeSignalGuard guard;
    while (!bytes.empty()) {
        const ssize_t count =
            ::pwrite(descriptor_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            throw outputError(target_, count < 0 ? errno : ENOSPC);
        }
        offset += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        size_ = std::max(size_, offset);
    }
}

void OutputFile::commit()
{
    if (::fsync(descriptor_.get()) != 0) {
        throw outputError(target_, errno);
    }
    if (const int error = descriptor_.close(); error != 0) {
        throw outputError(target_, error);
    }
    place(temporary_, target_, overwrite_, target_);
    temporary_.clear();
    syncFolder(folderOf(target_), target_);
}

void writeFile(const std::filesystem::path& target, std::string_view bytes, Overwrite overwrite)
{
    OutputFile file(target, overwrite);
    file.write(bytes);
    file.commit();
}

OutputFolder::OutputFolder(std::filesystem::path target, Overwrite overwrite)
    : target_(std::move(target)), overwrite_(overwrite)
{
    if (!target_.has_filename()) {
        target_ = target_.parent_path(); // "runs/" is "runs"
    }
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::symlink_status(target_, error);
    if (status.type() != std::filesystem::file_type::not_found) {
        if (status.type() != std::filesystem::file_type::directory) {
            throw outputError(target_, "something that is no folder");
        }
        const bool isEmpty = std::filesystem::is_empty(target_, error);
        if (error) {
            throw outputError(target_, error.value());
        }
        if (!isEmpty && overwrite == Overwrite::No) {
            throw existsError(target_);
        }
    }
    constexpr mode_t kNewFolder = 0777;
    do {
        staging_ = folderOf(target_) / temporaryName();
        error.clear();
        if (::mkdir(staging_.c_str(), kNewFolder) != 0) {
            error.assign(errno, std::generic_category());
        }
    } while (error.value() == EEXIST);
    if (error) {
        staging_.clear();
        throw outputError(target_, error.value());
    }
}

OutputFolder::~OutputFolder()
{
    if (!staging_.empty()) {
        std::error_code ignored; // a destructor can't tell anybody that this failed
        std::filesystem::remove_all(staging_, ignored);
    }
}

OutputFile OutputFolder::open(const std::string& name)
{
    names_.push_back(name);
    return {staging_ / name, Overwrite::No};
}

void OutputFolder::commit()
{
    syncFolder(staging_, target_);
    // Replaces nothing but an empty folder.
    if (::rename(staging_.c_str(), target_.c_str()) == 0) {
        staging_.clear();
    } else if (errno == ENOTEMPTY || errno == EEXIST || errno == EBUSY) { // EBUSY: "."
        moveInto();
    } else {
        throw outputError(target_, errno);
    }
    syncFolder(folderOf(target_), target_);
}

void OutputFolder::moveInto()
{
    std::vector<std::pair<std::string, bool>> moved; // and whether it took the place of another
    try {
        for (const std::string& name : names_) {
            const std::filesystem::path from = staging_ / name;
            const std::filesystem::path to = target_ / name;
            checkTarget(to, overwrite_);
            const bool isThere =
                overwrite_ == Overwrite::Yes &&
                ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0;
            if (!isThere) {
                place(from, to, overwrite_, to);
            }
            moved.emplace_back(name, isThere);
        }
    } catch (const Error&) {
        for (const auto& [name, wasThere] : moved) {
            ::renameat2(AT_FDCWD, (target_ / name).c_str(), AT_FDCWD, (staging_ / name).c_str(),
                        wasThere ? RENAME_EXCHANGE : RENAME_NOREPLACE);
        }
        throw;
    }
    syncFolder(target_, target_);
}

} // namespace attenscope
