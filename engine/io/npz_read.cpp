#include <zip.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/io/npz.h"

#include <algorithm>
#include <cstddef>
#include <fcntl.h>
#include <map>
#include <span>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace attenscope {

namespace {

constexpr std::string_view kEnding = ".npy";
constexpr std::uint64_t kDeflateRatio = 1032; ///< no deflate stream grows more (zlib's manual)

Error archiveError(const std::string& file, std::string place, std::string found)
{
    return Error({.id = "E_NPZ_ARCHIVE",
                  .file = file,
                  .place = std::move(place),
                  .expected = "a sound ZIP archive of NPY files",
                  .found = std::move(found),
                  .remedy = {}});
}

Error nameError(const std::string& file, std::string place, std::string expected, std::string found)
{
    return Error({.id = "E_NPZ_NAME",
                  .file = file,
                  .place = std::move(place),
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = {}});
}

} // namespace

struct NpzFile::Archive {
    InputFile file;
    std::uint64_t maximumBytes;
    std::unique_ptr<zip_t, decltype(&zip_discard)> zip;
    std::vector<std::string> names;
    std::map<std::string, zip_uint64_t> indices;

    void open();
    void list();
    zip_stat_t status(const std::string& name, zip_uint64_t index) const;
};

void NpzFile::Archive::open()
{
    Descriptor own(::fcntl(file.descriptor(), F_DUPFD_CLOEXEC, 0));
    int code = ZIP_ER_OK;
    zip.reset(own.isOpen() ? zip_fdopen(own.get(), ZIP_CHECKCONS, &code) : nullptr);
    if (!zip) {
        zip_error_t error{};
        zip_error_init_with_code(&error, code);
        const std::string reason = zip_error_strerror(&error);
        zip_error_fini(&error);
        throw archiveError(file.name(), {}, "\"" + reason + "\"");
    }
    own.release(); // the archive's now
}

void NpzFile::Archive::list()
{
    const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
    if (static_cast<std::uint64_t>(count) > limits::kNpzEntries) {
        throw Error({.id = "E_LIMIT_ENTRIES",
                     .file = file.name(),
                     .place = {},
                     .expected = "at most " + std::to_string(limits::kNpzEntries) + " arrays",
                     .found = std::to_string(count),
                     .remedy = {}});
    }
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
        const char* const raw = zip_get_name(zip.get(), index, ZIP_FL_ENC_RAW);
        std::string name = raw == nullptr ? "" : raw;
        if (!std::string_view(name).ends_with(kEnding) || name.size() > limits::kTensorNameBytes) {
            throw nameError(file.name(), "entry " + std::to_string(index),
                            "the name of an NPY file", "\"" + name + "\"");
        }
        name.resize(name.size() - kEnding.size());
        indices.emplace(name, index); // opening with ZIP_CHECKCONS refused a name twice
        names.push_back(std::move(name));
    }
}

/// Where the directory and the file's size agree.
zip_stat_t NpzFile::Archive::status(const std::string& name, zip_uint64_t index) const
{
    zip_stat_t status{};
    zip_stat_init(&status);
    constexpr zip_uint64_t kNeeded =
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(zip.get(), index, 0, &status) != 0 || (status.valid & kNeeded) != kNeeded) {
        throw archiveError(file.name(), name, "an entry without its sizes");
    }
    if ((status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE) ||
        status.encryption_method != ZIP_EM_NONE) {
        throw archiveError(file.name(), name, "an entry that is neither stored nor deflated");
    }
    const auto most = status.comp_method == ZIP_CM_STORE
                          ? std::optional(status.comp_size)
                          : checkedMultiply(status.comp_size, kDeflateRatio);
    if (status.comp_size > file.size() || (most && status.size > *most)) {
        throw archiveError(file.name(), name,
                           std::to_string(status.size) + " bytes said to lie in " +
                               std::to_string(status.comp_size));
    }
    return status;
}

NpzFile::NpzFile(InputFile file, std::uint64_t maximumBytes)
    : archive_(new Archive{.file = std::move(file),
                           .maximumBytes = maximumBytes,
                           .zip = {nullptr, &zip_discard},
                           .names = {},
                           .indices = {}})
{
    archive_->open();
    archive_->list();
}

NpzFile::~NpzFile() = default;
NpzFile::NpzFile(NpzFile&&) noexcept = default;
NpzFile& NpzFile::operator=(NpzFile&&) noexcept = default;

std::vector<std::string> NpzFile::names() const
{
    return archive_->names;
}

bool NpzFile::contains(const std::string& name) const
{
    return archive_->indices.contains(name);
}

NamedArray NpzFile::read(const std::string& name) const
{
    const std::string& file = archive_->file.name();
    const auto found = archive_->indices.find(name);
    if (found == archive_->indices.end()) {
        throw nameError(file, name, "this array", "none of this name");
    }
    const zip_stat_t status = archive_->status(name, found->second);
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> entry(
        zip_fopen_index(archive_->zip.get(), found->second, 0), &zip_fclose);
    if (!entry) {
        throw archiveError(file, name,
                           std::string("\"") + zip_strerror(archive_->zip.get()) + "\"");
    }
    const auto damaged = [&] {
        return archiveError(file, name, std::string("\"") + zip_file_strerror(entry.get()) + "\"");
    };
    const NpySource source{
        .file = file, .place = name, .size = status.size, .fill = [&](std::span<std::byte> bytes) {
            while (!bytes.empty()) {
                const zip_int64_t count = zip_fread(entry.get(), bytes.data(), bytes.size());
                if (count <= 0) {
                    throw count < 0 ? damaged() : archiveError(file, name, "its early end");
                }
                bytes = bytes.subspan(static_cast<std::size_t>(count));
            }
        }};
    NamedArray array = readNpyFrom(source, name, archive_->maximumBytes);
    std::byte beyond{}; // reading to the very end makes libzip compare the checksum
    const zip_int64_t count = zip_fread(entry.get(), &beyond, 1);
    if (count != 0) {
        throw count < 0 ? damaged() : archiveError(file, name, "more bytes than announced");
    }
    archive_->file.requireUnchanged();
    return array;
}

} // namespace attenscope
