#include <zip.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/io/npz.h"
#include "engine/io/output_error.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <deque>
#include <exception>
#include <new>
#include <optional>
#include <span>
#include <utility>

namespace attenscope {

namespace {

/// What all callbacks of one archive share. Exceptions can't pass through libzip, so the first one
/// waits here until libzip has given up.
struct Writing {
    OutputFile& file;
    const Progress& progress;
    std::size_t entries;
    std::uint64_t position = 0;
    std::exception_ptr failure;
};

/// Runs a callback's work; its exception becomes libzip's -1.
template <typename Work>
zip_int64_t guarded(Writing& writing, zip_error_t& error, Work work)
{
    try {
        return work();
    } catch (...) { // rethrown by writeNpz
        if (!writing.failure) {
            writing.failure = std::current_exception();
        }
        zip_error_set(&error, ZIP_ER_WRITE, EIO);
        return -1;
    }
}

/// The archive on its way to the file. It is only ever written.
class Sink {
public:
    explicit Sink(Writing& writing) : writing_(writing) { zip_error_init(&error_); }

    static zip_int64_t call(void* sink, void* data, zip_uint64_t length, zip_source_cmd_t command)
    {
        return static_cast<Sink*>(sink)->act(data, length, command);
    }

private:
    zip_int64_t act(void* data, zip_uint64_t length, zip_source_cmd_t command);

    Writing& writing_;
    zip_error_t error_{};
};

zip_int64_t Sink::act(void* data, zip_uint64_t length, zip_source_cmd_t command)
{
    switch (command) {
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_WRITABLE;
    case ZIP_SOURCE_STAT: // there is nothing yet
        zip_error_set(&error_, ZIP_ER_READ, ENOENT);
        return -1;
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&error_, data, length);
    case ZIP_SOURCE_BEGIN_WRITE:
    case ZIP_SOURCE_COMMIT_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_WRITE:
        return guarded(writing_, error_, [&] {
            writing_.file.writeAt(writing_.position, {static_cast<const std::byte*>(data),
                                                      static_cast<std::size_t>(length)});
            writing_.position += length;
            return static_cast<zip_int64_t>(length);
        });
    case ZIP_SOURCE_SEEK_WRITE: {
        const zip_int64_t position = zip_source_seek_compute_offset(
            writing_.position, writing_.file.size(), data, length, &error_);
        if (position < 0) {
            return -1;
        }
        writing_.position = static_cast<std::uint64_t>(position);
        return 0;
    }
    case ZIP_SOURCE_TELL_WRITE:
        return static_cast<zip_int64_t>(writing_.position);
    default:
        zip_error_set(&error_, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

/// One NPY file on its way into the archive.
class EntrySource {
public:
    EntrySource(Writing& writing, const NpzEntry& entry, std::size_t index)
        : writing_(writing),
          entry_(entry),
          index_(index),
          header_(npyHeader(entry.type, entry.shape))
    {
        zip_error_init(&error_);
        const auto elements = elementCount(entry.shape);
        const auto bytes = elements ? checkedMultiply(*elements, itemBytes()) : std::nullopt;
        size_ = bytes ? checkedAdd(*bytes, header_.size()) : std::nullopt;
    }

    static zip_int64_t call(void* source, void* data, zip_uint64_t length, zip_source_cmd_t command)
    {
        return static_cast<EntrySource*>(source)->act(data, length, command);
    }

private:
    zip_int64_t act(void* data, zip_uint64_t length, zip_source_cmd_t command);
    zip_int64_t open();
    zip_int64_t read(std::span<std::byte> bytes);
    zip_int64_t stat(void* data, zip_uint64_t length);

    std::uint64_t itemBytes() const { return entry_.type == NpyType::Float32 ? 4 : 8; }

    Writing& writing_;
    const NpzEntry& entry_;
    std::size_t index_;
    std::string header_;
    NamedArray array_;
    std::optional<std::uint64_t> size_;
    std::uint64_t position_ = 0;
    zip_error_t error_{};
};

zip_int64_t EntrySource::open()
{
    writing_.progress.step(static_cast<int>(index_), static_cast<int>(writing_.entries),
                           "writing arrays");
    array_ = entry_.make();
    if (array_.shape != entry_.shape || npyType(array_) != entry_.type || !size_ ||
        npyData(array_).size() + header_.size() != *size_) {
        throw Error({.id = "E_INTERNAL",
                     .file = {},
                     .place = entry_.name,
                     .expected = "an array of the announced type and shape",
                     .found = "another one",
                     .remedy = {}});
    }
    position_ = 0;
    return 0;
}

zip_int64_t EntrySource::read(std::span<std::byte> bytes)
{
    const auto header = std::as_bytes(std::span(header_));
    const bool isInHeader = position_ < header.size();
    const std::span<const std::byte> rest =
        isInHeader ? header.subspan(static_cast<std::size_t>(position_))
                   : npyData(array_).subspan(static_cast<std::size_t>(position_) - header.size());
    const std::size_t count = std::min(rest.size(), bytes.size()); // 0 at the end
    std::copy_n(rest.begin(), count, bytes.begin());
    position_ += count;
    return static_cast<zip_int64_t>(count);
}

zip_int64_t EntrySource::stat(void* data, zip_uint64_t length)
{
    if (length < sizeof(zip_stat_t)) {
        zip_error_set(&error_, ZIP_ER_INVAL, 0);
        return -1;
    }
    auto* const status = static_cast<zip_stat_t*>(data);
    zip_stat_init(status);
    if (size_) {
        status->valid = ZIP_STAT_SIZE;
        status->size = *size_;
    }
    return sizeof(zip_stat_t);
}

zip_int64_t EntrySource::act(void* data, zip_uint64_t length, zip_source_cmd_t command)
{
    switch (command) {
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_READABLE;
    case ZIP_SOURCE_OPEN:
        return guarded(writing_, error_, [this] { return open(); });
    case ZIP_SOURCE_READ:
        return read({static_cast<std::byte*>(data), static_cast<std::size_t>(length)});
    case ZIP_SOURCE_CLOSE:
        array_ = {};
        return 0;
    case ZIP_SOURCE_STAT:
        return stat(data, length);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&error_, data, length);
    case ZIP_SOURCE_FREE:
        return 0;
    default:
        zip_error_set(&error_, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

void addEntry(zip_t* archive, zip_source_t* source, const NpzEntry& entry)
{
    const std::string name = entry.name + ".npy";
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_GUESS);
    if (index < 0) {
        zip_source_free(source);
    }
    constexpr zip_uint16_t kFirstDay = (1U << 5U) | 1U; // 1 January 1980, where ZIP's time begins
    const auto place = static_cast<zip_uint64_t>(index);
    if (index < 0 || zip_set_file_compression(archive, place, ZIP_CM_STORE, 0) != 0 ||
        zip_file_set_dostime(archive, place, 0, kFirstDay, 0) != 0) {
        throw Error({.id = "E_INTERNAL",
                     .file = {},
                     .place = entry.name,
                     .expected = "an archive that takes each array once",
                     .found = zip_strerror(archive),
                     .remedy = {}});
    }
}

/// An archive without entries, which libzip does not write.
void writeEmpty(OutputFile& file)
{
    constexpr std::size_t kEndRecordBytes = 22; // APPNOTE 4.3.16: the signature, then zeros
    std::string record = "PK\x05\x06";
    record.resize(kEndRecordBytes, '\0');
    file.write(record);
}

} // namespace

void writeNpz(OutputFile& file, const std::vector<NpzEntry>& entries, const Progress& progress)
{
    if (entries.empty()) {
        writeEmpty(file);
        return;
    }
    Writing writing{.file = file,
                    .progress = progress,
                    .entries = entries.size(),
                    .position = 0,
                    .failure = nullptr};
    Sink sink(writing);
    std::deque<EntrySource> sources; // stays while libzip may call
    zip_error_t error{};
    zip_error_init(&error);
    zip_source_t* const target = zip_source_function_create(&Sink::call, &sink, &error);
    zip_t* const opened = target == nullptr
                              ? nullptr
                              : zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (opened == nullptr) {
        zip_source_free(target);
        throw outputError(file.target(), zip_error_strerror(&error));
    }
    std::unique_ptr<zip_t, decltype(&zip_discard)> archive(opened, &zip_discard);
    for (const NpzEntry& entry : entries) {
        EntrySource& source = sources.emplace_back(writing, entry, sources.size());
        zip_source_t* const wrapped =
            zip_source_function(archive.get(), &EntrySource::call, &source);
        if (wrapped == nullptr) {
            throw std::bad_alloc();
        }
        addEntry(archive.get(), wrapped, entry);
    }
    if (zip_close(archive.get()) != 0) {
        if (writing.failure) {
            std::rethrow_exception(writing.failure);
        }
        throw outputError(file.target(), zip_strerror(archive.get()));
    }
    static_cast<void>(archive.release()); // closed
}

void writeNpz(OutputFile& file, const std::vector<NamedArray>& arrays, const Progress& progress)
{
    std::vector<NpzEntry> entries;
    entries.reserve(arrays.size());
    for (const NamedArray& array : arrays) {
        entries.push_back(
            {.name = array.name, .type = npyType(array), .shape = array.shape, .make = [&array] {
                 return array;
             }});
    }
    writeNpz(file, entries, progress);
}

} // namespace attenscope
