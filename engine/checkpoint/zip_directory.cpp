#include "engine/checkpoint/zip_directory.h"

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string_view>

namespace attenscope {

namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kCentralSignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::uint64_t kLocalBytes = 30;
constexpr std::uint64_t kCentralBytes = 46;
constexpr std::uint64_t kEndBytes = 22;
constexpr std::uint64_t kEnd64Bytes = 56;
constexpr std::uint64_t kLocator64Bytes = 20;
constexpr std::uint64_t kFull16 = 0xFFFF; ///< "see ZIP64"
constexpr std::uint64_t kFull32 = 0xFFFFFFFF;
constexpr std::uint64_t kMostDirectoryBytes = 64 * limits::kMiB;
constexpr std::uint64_t kMostEntries = limits::kTensors + 16; ///< and torch's own few

Error rangeError(const InputFile& file, std::string place, std::string expected, std::string found)
{
    return Error({.id = "E_PICKLE_RANGE",
                  .file = file.name(),
                  .place = std::move(place),
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = "The file is incomplete or damaged; download it again."});
}

Error byteError(const InputFile& file,
                std::uint64_t offset,
                std::string expected,
                std::string found)
{
    return rangeError(file, "byte " + std::to_string(offset), std::move(expected),
                      std::move(found));
}

/// Part of a file with little-endian numbers in it.
class Record {
public:
    Record(const InputFile& file, std::uint64_t offset, std::uint64_t size, const char* what)
        : bytes_(static_cast<std::size_t>(size))
    {
        if (offset > file.size() || size > file.size() - offset) {
            throw byteError(file, offset, what, "the file's end");
        }
        file.readAt(offset, bytes_);
    }

    std::size_t size() const { return bytes_.size(); }

    /// at + size is inside
    std::uint64_t number(std::size_t at, std::size_t size) const
    {
        constexpr unsigned kByteBits = 8;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            value |= std::to_integer<std::uint64_t>(bytes_.at(at + i)) << (kByteBits * i);
        }
        return value;
    }

    std::string text(std::size_t at, std::size_t size) const
    {
        std::string value(size, '\0');
        for (std::size_t i = 0; i < size; ++i) {
            value[i] = std::to_integer<char>(bytes_.at(at + i));
        }
        return value;
    }

private:
    std::vector<std::byte> bytes_;
};

struct Directory {
    std::uint64_t begin;
    std::uint64_t size;
    std::uint64_t entries;
};

/// What the ZIP64 end record says, if one stands before the end record at `end`.
std::optional<Directory> directory64(const InputFile& file, std::uint64_t end)
{
    if (end < kLocator64Bytes + kEnd64Bytes) {
        return std::nullopt;
    }
    const std::uint64_t locatorAt = end - kLocator64Bytes;
    const Record locator(file, locatorAt, kLocator64Bytes, "a ZIP64 locator");
    if (locator.number(0, 4) != kLocator64Signature) {
        return std::nullopt;
    }
    const std::uint64_t at = locator.number(8, 8);
    if (at != locatorAt - kEnd64Bytes || locator.number(4, 4) != 0 || locator.number(16, 4) > 1) {
        throw byteError(file, locatorAt, "a ZIP64 record right before this, on the same disk",
                        "one said to be at byte " + std::to_string(at));
    }
    const Record record(file, at, kEnd64Bytes, "a ZIP64 record");
    const bool isWhole = record.number(0, 4) == kEnd64Signature &&
                         record.number(4, 8) == kEnd64Bytes - 12 && record.number(16, 4) == 0 &&
                         record.number(20, 4) == 0 && record.number(24, 8) == record.number(32, 8);
    if (!isWhole) {
        throw byteError(file, at, "a ZIP64 record of one disk", "something else");
    }
    const Directory directory{.begin = record.number(48, 8),
                              .size = record.number(40, 8),
                              .entries = record.number(32, 8)};
    const auto directoryEnd = checkedAdd(directory.begin, directory.size);
    if (directoryEnd != at) {
        throw byteError(file, at, "a directory that ends here",
                        "one of " + std::to_string(directory.size) + " bytes at byte " +
                            std::to_string(directory.begin));
    }
    return directory;
}

bool agree(std::uint64_t small, std::uint64_t full, std::uint64_t large)
{
    return small == full || small == large;
}

Directory findDirectory(const InputFile& file)
{
    if (file.size() < kEndBytes) {
        throw byteError(file, file.size(), "a ZIP archive's end record", "the file's end");
    }
    const std::uint64_t at = file.size() - kEndBytes;
    const Record end(file, at, kEndBytes, "a ZIP archive's end record");
    if (end.number(0, 4) != kEndSignature || end.number(20, 2) != 0) {
        throw byteError(file, at, "a ZIP archive's end record", "other bytes");
    }
    const Directory small{
        .begin = end.number(16, 4), .size = end.number(12, 4), .entries = end.number(10, 2)};
    const auto large = directory64(file, at);
    if (end.number(4, 2) != 0 || end.number(6, 2) != 0 || end.number(8, 2) != small.entries ||
        (large &&
         (!agree(small.begin, kFull32, large->begin) || !agree(small.size, kFull32, large->size) ||
          !agree(small.entries, kFull16, large->entries)))) {
        throw byteError(file, at, "an end record that agrees with itself", "another one");
    }
    if (!large && small.begin + small.size != at) {
        throw byteError(file, at, "a directory that ends here",
                        "one of " + std::to_string(small.size) + " bytes at byte " +
                            std::to_string(small.begin));
    }
    const Directory found = large.value_or(small);
    if (found.size > kMostDirectoryBytes || found.entries > kMostEntries) {
        throw Error({.id = "E_LIMIT_ENTRIES",
                     .file = file.name(),
                     .place = "byte " + std::to_string(at),
                     .expected = "at most " + std::to_string(kMostEntries) + " entries",
                     .found = std::to_string(found.entries) + " in " + std::to_string(found.size) +
                              " bytes",
                     .remedy = {}});
    }
    return found;
}

void requireSoundName(const InputFile& file, const std::string& name, std::uint64_t offset)
{
    const bool isAbsolute = name.starts_with('/') || name.find('\\') != std::string::npos ||
                            name.find('\0') != std::string::npos;
    const bool isUpwards = ("/" + name + "/").find("/../") != std::string::npos;
    if (name.empty() || isAbsolute || isUpwards) {
        throw Error({.id = "E_PICKLE_NAME",
                     .file = file.name(),
                     .place = "byte " + std::to_string(offset),
                     .expected = "the name of a file inside the archive",
                     .found = "\"" + escapedForDisplay(name) + "\"",
                     .remedy = {}});
    }
}

/// The ZIP64 extra field's values stand in for those that are full.
void widen(ZipEntry& entry, std::uint64_t& packed, const Record& extra)
{
    constexpr std::size_t kFieldHeader = 4;
    std::size_t at = 0;
    while (at + kFieldHeader <= extra.size()) {
        const auto id = extra.number(at, 2);
        const auto size = static_cast<std::size_t>(extra.number(at + 2, 2));
        at += kFieldHeader;
        const std::size_t end = at + size;
        if (end > extra.size()) {
            return; // the values stay full and leave the file
        }
        if (id == 1) {
            for (std::uint64_t* value : {&entry.size, &packed, &entry.header}) {
                if (*value == kFull32 && at + 8 <= end) {
                    *value = extra.number(at, 8);
                    at += 8;
                }
            }
            return;
        }
        at = end;
    }
}

/// Sorts them as they lie: one after another, none inside another or behind the directory's begin.
void requireApart(const InputFile& file, std::vector<ZipEntry>& entries, std::uint64_t end)
{
    std::ranges::sort(entries, {}, &ZipEntry::header);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        ZipEntry& entry = entries[i];
        entry.limit = i + 1 < entries.size() ? entries[i + 1].header : end;
        const auto data = checkedAdd(entry.header, kLocalBytes + entry.name.size());
        const auto last = data ? checkedAdd(*data, entry.size) : std::nullopt;
        if (!last || *last > entry.limit) {
            throw rangeError(file, escapedForDisplay(entry.name),
                             "data that ends by byte " + std::to_string(entry.limit),
                             std::to_string(entry.size) + " bytes at byte " +
                                 std::to_string(entry.header));
        }
    }
}

} // namespace

bool isZip(const InputFile& file)
{
    return file.size() >= 4 && Record(file, 0, 4, "4 bytes").number(0, 4) == kLocalSignature;
}

std::vector<ZipEntry> readZipDirectory(const InputFile& file)
{
    const Directory directory = findDirectory(file);
    std::vector<ZipEntry> entries;
    std::set<std::string> names;
    std::uint64_t at = directory.begin;
    const std::uint64_t end = directory.begin + directory.size;
    while (at < end) {
        const Record record(file, at, kCentralBytes, "a directory entry");
        const std::uint64_t nameBytes = record.number(28, 2);
        const std::uint64_t extraBytes = record.number(30, 2);
        const std::uint64_t next =
            at + kCentralBytes + nameBytes + extraBytes + record.number(32, 2);
        if (record.number(0, 4) != kCentralSignature || next > end) {
            throw byteError(file, at, "a directory entry", "other bytes");
        }
        const Record rest(file, at + kCentralBytes, nameBytes + extraBytes, "a directory entry");
        constexpr std::uint64_t kEncrypted = 1;
        std::uint64_t packed = record.number(20, 4);
        ZipEntry entry{.name = rest.text(0, static_cast<std::size_t>(nameBytes)),
                       .header = record.number(42, 4),
                       .size = record.number(24, 4)};
        requireSoundName(file, entry.name, at);
        widen(entry, packed,
              Record(file, at + kCentralBytes + nameBytes, extraBytes, "an extra field"));
        entry.isStored = record.number(10, 2) == 0 && (record.number(8, 2) & kEncrypted) == 0 &&
                         packed == entry.size;
        if (!entry.isStored) {
            entry.size = packed; // what it takes up in the file
        }
        if (!names.insert(entry.name).second) {
            throw Error({.id = "E_PICKLE_NAME",
                         .file = file.name(),
                         .place = "byte " + std::to_string(at),
                         .expected = "each entry once",
                         .found = "\"" + escapedForDisplay(entry.name) + "\" twice",
                         .remedy = {}});
        }
        entries.push_back(std::move(entry));
        at = next;
    }
    if (entries.size() != directory.entries) {
        throw byteError(file, directory.begin,
                        std::to_string(directory.entries) + " directory entries",
                        std::to_string(entries.size()));
    }
    requireApart(file, entries, directory.begin);
    return entries;
}

std::uint64_t zipDataOffset(const InputFile& file, const ZipEntry& entry)
{
    const Record local(file, entry.header, kLocalBytes + entry.name.size(), "a local header");
    const std::uint64_t nameBytes = local.number(26, 2);
    const std::uint64_t data = entry.header + kLocalBytes + nameBytes + local.number(28, 2);
    const bool isSame = local.number(0, 4) == kLocalSignature && nameBytes == entry.name.size() &&
                        local.text(kLocalBytes, entry.name.size()) == entry.name;
    if (!isSame || data > entry.limit || entry.size > entry.limit - data) {
        throw byteError(file, entry.header,
                        "the local header of \"" + escapedForDisplay(entry.name) + "\"",
                        "another one");
    }
    return data;
}

} // namespace attenscope
