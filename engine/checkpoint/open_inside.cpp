#include "engine/checkpoint/open_inside.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <optional>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace attenscope {

namespace {

constexpr int kReadFlags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;

/// A descriptor, or errno's value.
struct Attempt {
    Descriptor descriptor;
    int error = 0;
};

Attempt attempt(int descriptor)
{
    const int error = descriptor < 0 ? errno : 0;
    return {Descriptor(descriptor), error};
}

Attempt openBeneath(int folder, const std::filesystem::path& name, std::uint64_t resolve)
{
    open_how how{};
    how.flags = static_cast<std::uint64_t>(kReadFlags);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | resolve;
    return attempt(static_cast<int>(
        ::syscall(SYS_openat2, folder, name.c_str(), &how, sizeof(how)))); // no wrapper in glibc
}

Error systemError(const std::string& shownName, int error)
{
    return Error({.id = "E_IO",
                  .file = shownName,
                  .place = {},
                  .expected = "a file that can be read",
                  .found = "\"" + std::generic_category().message(error) + "\"",
                  .remedy = {}});
}

Error escapeError(const std::string& shownName, const std::filesystem::path& target)
{
    return Error({.id = "E_PATH_ESCAPE",
                  .file = shownName,
                  .place = {},
                  .expected = "a file inside the model's folder",
                  .found = target.empty() ? "a path that leaves it" : "\"" + target.string() + "\"",
                  .remedy = "Put the file itself into the folder instead of a link."});
}

bool isInside(const std::filesystem::path& folder, const std::filesystem::path& path)
{
    const auto [end, unused] =
        std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end() && path != folder;
}

/// The `blobs` folder that belongs to a snapshot of a Hugging Face cache, if `folder` is one.
std::optional<std::filesystem::path> blobsOf(const std::filesystem::path& folder)
{
    const std::filesystem::path snapshots = folder.parent_path();
    const std::filesystem::path repository = snapshots.parent_path();
    if (snapshots.filename() != "snapshots" ||
        !repository.filename().string().starts_with("models--")) {
        return std::nullopt;
    }
    return repository / "blobs";
}

/// Opens what a link of a snapshot leads to, if that is a file in the repository's `blobs`.
std::optional<Attempt> openBlob(const std::filesystem::path& folder,
                                const std::filesystem::path& target)
{
    const auto blobs = blobsOf(folder);
    if (!blobs || target.parent_path() != *blobs) {
        return std::nullopt;
    }
    const Attempt blobsFolder =
        attempt(::open(blobs->c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!blobsFolder.descriptor.isOpen()) {
        return std::nullopt;
    }
    return attempt(
        ::openat(blobsFolder.descriptor.get(), target.filename().c_str(), kReadFlags | O_NOFOLLOW));
}

/// Where the open descriptor's file lies now, by the kernel's own account.
std::filesystem::path pathOf(const Descriptor& descriptor)
{
    std::error_code ignored; // an empty path lies nowhere inside
    return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor.get()),
                                         ignored);
}

Attempt openChecked(const std::filesystem::path& folder,
                    const std::filesystem::path& target,
                    const std::string& shownName)
{
    if (!isInside(folder, target)) {
        throw escapeError(shownName, target);
    }
    Attempt result = attempt(::open(target.c_str(), kReadFlags | O_NOFOLLOW));
    if (result.descriptor.isOpen() && !isInside(folder, pathOf(result.descriptor))) {
        throw escapeError(shownName, target); // replaced between the two looks
    }
    return result;
}

} // namespace

InputFile openInside(const std::filesystem::path& folder,
                     const std::string& name,
                     const std::string& shownName,
                     Containment containment)
{
    if (containment == Containment::Kernel) {
        const Attempt root = attempt(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (root.error != 0) {
            throw systemError(shownName, root.error);
        }
        Attempt result = openBeneath(root.descriptor.get(), name, 0);
        if (result.descriptor.isOpen()) {
            return {std::move(result.descriptor), folder / name, shownName};
        }
        // EXDEV: the path leaves the folder, perhaps to the blobs. EAGAIN: something was renamed
        // meanwhile. ENOSYS, EPERM: there is no such call here. The rest looks again, by itself.
        if (result.error != EXDEV && result.error != EAGAIN && result.error != ENOSYS &&
            result.error != EPERM) {
            throw systemError(shownName, result.error);
        }
    }
    std::error_code error;
    const std::filesystem::path realFolder = std::filesystem::canonical(folder, error);
    const std::filesystem::path target =
        error ? std::filesystem::path() : std::filesystem::canonical(folder / name, error);
    if (error) {
        throw systemError(shownName, error.value());
    }
    std::optional<Attempt> result = openBlob(realFolder, target);
    if (!result) {
        result = openChecked(realFolder, target, shownName);
    }
    if (result->error != 0) {
        throw systemError(shownName, result->error);
    }
    return {std::move(result->descriptor), folder / name, shownName};
}

} // namespace attenscope
