#include "engine/checkpoint/torch_file.h"

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/pickle.h"
#include "engine/checkpoint/safetensors_header.h"
#include "engine/checkpoint/state_dict.h"
#include "engine/checkpoint/text_in_place.h"
#include "engine/checkpoint/zip_directory.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace attenscope {

namespace {

using Kind = PickleValue::Kind;

/// Where the elements of a storage lie.
struct Extent {
    std::uint64_t begin = 0;
    std::uint64_t size = 0; ///< in bytes
};

Error failure(const char* id,
              const InputFile& file,
              std::string place,
              std::string expected,
              std::string found)
{
    return Error({.id = id,
                  .file = file.name(),
                  .place = std::move(place),
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = {}});
}

std::uint64_t itemBytes(const std::string& dtype)
{
    constexpr std::uint64_t kComplexFloat = 8;
    constexpr std::uint64_t kComplexDouble = 16;
    const std::uint64_t bytes = dtypeBytes(dtype);
    return bytes != 0 ? bytes : dtype == "C64" ? kComplexFloat : kComplexDouble;
}

/// The state dict's tensors, once it is known where each storage lies.
std::vector<StoredTensor> storedTensors(const InputFile& file,
                                        const Pickle& pickle,
                                        const std::map<std::string, Extent>& extents)
{
    std::vector<StoredTensor> tensors;
    for (auto& [name, value] : stateDictOf(pickle, file.name())) {
        const Pickle::Tensor& tensor = pickle.tensor(value);
        const Pickle::Storage& storage = pickle.storages.at(tensor.storage);
        const auto extent = extents.find(storage.key);
        const auto expected = checkedMultiply(storage.count, itemBytes(storage.dtype));
        if (extent == extents.end() || expected != extent->second.size) {
            throw failure("E_PICKLE_RANGE", file, name,
                          std::to_string(storage.count) + " elements of " + storage.dtype +
                              " in storage " + storage.key,
                          extent == extents.end() ? "no such storage"
                                                  : std::to_string(extent->second.size) + " bytes");
        }
        tensors.push_back(
            {.name = name,
             .dtype = storage.dtype,
             .shape = tensor.shape,
             .strides = tensor.strides,
             .offset = extent->second.begin + tensor.offset * itemBytes(storage.dtype),
             .elements = tensor.elements});
    }
    return tensors;
}

// The ZIP layout

/// The folder that holds data.pkl, with its "/".
std::string rootOf(const InputFile& file, const std::vector<ZipEntry>& entries)
{
    constexpr std::string_view kPickle = "data.pkl";
    const auto has = [&](std::string_view part) {
        return std::ranges::any_of(entries, [&](const ZipEntry& entry) {
            return entry.name.find(part) != std::string::npos;
        });
    };
    if (has("/code/") || has("constants.pkl")) {
        ErrorInfo info = failure("E_PICKLE_NAME", file, {}, "weights alone",
                                 "a TorchScript archive, which is a program")
                             .info();
        info.remedy = "Use the library's folder of this model, or a file of its state dict.";
        throw Error(std::move(info));
    }
    std::string root;
    int found = 0;
    for (const ZipEntry& entry : entries) {
        const std::size_t slash = entry.name.find('/');
        if (slash != std::string::npos && entry.name.substr(slash + 1) == kPickle) {
            root = entry.name.substr(0, slash + 1);
            ++found;
        }
    }
    if (found != 1) {
        throw failure("E_PICKLE_NAME", file, {}, "an archive that torch.save wrote, with data.pkl",
                      found > 1         ? "several of them"
                      : has(".npy")     ? "an NPZ file"
                      : has("word/")    ? "a text document"
                      : entries.empty() ? "an empty ZIP archive"
                                        : "another ZIP archive");
    }
    return root;
}

Extent extentOf(const InputFile& file, const ZipEntry& entry)
{
    if (!entry.isStored) {
        throw failure("E_PICKLE_RANGE", file, escapedForDisplay(entry.name),
                      "an entry stored as it is", "a compressed or encrypted one");
    }
    return {.begin = zipDataOffset(file, entry), .size = entry.size};
}

void requireLittleEndian(const InputFile& file, const ZipEntry& entry)
{
    constexpr std::string_view kLittle = "little";
    const Extent extent = extentOf(file, entry);
    std::string order(
        static_cast<std::size_t>(std::min<std::uint64_t>(extent.size, kLittle.size())), '\0');
    file.readAt(extent.begin, std::as_writable_bytes(std::span(order)));
    if (order != kLittle) {
        throw failure("E_PICKLE_RANGE", file, escapedForDisplay(entry.name),
                      "little-endian numbers", "\"" + escapedForDisplay(order) + "\"");
    }
}

std::vector<StoredTensor> readZip(const InputFile& file)
{
    const std::vector<ZipEntry> entries = readZipDirectory(file);
    const std::string root = rootOf(file, entries);
    const std::string data = root + "data/";
    std::map<std::string, Extent> extents;
    std::optional<Extent> pickleExtent;
    for (const ZipEntry& entry : entries) {
        if (entry.name.starts_with(data)) {
            extents.emplace(entry.name.substr(data.size()), extentOf(file, entry));
        } else if (entry.name == root + "data.pkl") {
            pickleExtent = extentOf(file, entry);
        } else if (entry.name == root + "byteorder") {
            requireLittleEndian(file, entry);
        }
    }
    PickleBytes bytes(file, pickleExtent->begin, pickleExtent->begin + pickleExtent->size);
    return storedTensors(file, readPickle(bytes), extents);
}

// The layout before torch 1.6

constexpr std::int64_t kLegacyVersion = 1001;

/// Where the second pickle begins; nothing if the first one is not the number that such files
/// begin with. It stands behind the protocol and, from protocol 4 on, behind a frame's size.
std::optional<std::uint64_t> behindMagic(const InputFile& file)
{
    constexpr std::array<std::uint8_t, 13> kMagic{0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9,
                                                  0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e};
    constexpr std::array<std::size_t, 2> kPlaces{2, 11};
    constexpr std::uint8_t kProtocol = 0x80;
    std::array<std::byte, kPlaces.back() + kMagic.size()> start{};
    if (file.size() < start.size()) {
        return std::nullopt;
    }
    file.readAt(0, start);
    for (const std::size_t at : kPlaces) {
        const auto found = std::span(start).subspan(at, kMagic.size());
        if (start[0] == std::byte{kProtocol} &&
            std::ranges::equal(found, kMagic,
                               [](std::byte a, std::uint8_t b) { return a == std::byte{b}; })) {
            return at + kMagic.size();
        }
    }
    return std::nullopt;
}

void requireLittleEndian(const InputFile& file, const Pickle& system)
{
    const bool isBig = system.root.kind != Kind::Map ||
                       std::ranges::any_of(system.map(system.root), [&](const auto& entry) {
                           return entry.first.kind == Kind::Text &&
                                  system.text(entry.first) == "little_endian" &&
                                  (entry.second.kind != Kind::Boolean || entry.second.number == 0);
                       });
    if (isBig) {
        throw failure("E_PICKLE_RANGE", file, {}, "little-endian numbers", "another order");
    }
}

/// Element types and counts by key. What shares a key must agree.
std::map<std::string, const Pickle::Storage*> storagesByKey(const InputFile& file,
                                                            const Pickle& pickle)
{
    std::map<std::string, const Pickle::Storage*> storages;
    for (const Pickle::Storage& storage : pickle.storages) {
        const Pickle::Storage* const first = storages.emplace(storage.key, &storage).first->second;
        if (first->dtype != storage.dtype || first->count != storage.count) {
            throw failure("E_PICKLE_RANGE", file, "storage " + storage.key,
                          std::to_string(first->count) + " elements of " + first->dtype,
                          std::to_string(storage.count) + " of " + storage.dtype);
        }
    }
    return storages;
}

std::vector<StoredTensor> readLegacy(const InputFile& file, std::uint64_t begin)
{
    PickleBytes bytes(file, begin, file.size());
    const Pickle version = readPickle(bytes);
    if (version.root.kind != Kind::Integer || version.root.number != kLegacyVersion) {
        throw failure("E_PICKLE_RANGE", file, "byte " + std::to_string(begin),
                      "version 1001 of torch's older layout", "another one");
    }
    requireLittleEndian(file, readPickle(bytes));
    const Pickle pickle = readPickle(bytes);
    const std::uint64_t keysAt = bytes.offset();
    const Pickle keys = readPickle(bytes);
    if (keys.root.kind != Kind::Sequence) {
        throw failure("E_PICKLE_RANGE", file, "byte " + std::to_string(keysAt),
                      "the list of storages", "something else");
    }
    const auto storages = storagesByKey(file, pickle);
    std::map<std::string, Extent> extents;
    for (const PickleValue key : keys.sequence(keys.root)) {
        const auto storage =
            key.kind == Kind::Text ? storages.find(keys.text(key)) : storages.end();
        if (storage == storages.end() || extents.contains(storage->first)) {
            throw failure("E_PICKLE_RANGE", file, "byte " + std::to_string(keysAt),
                          "each storage of the state dict once",
                          key.kind == Kind::Text ? "key " + escapedForDisplay(keys.text(key))
                                                 : "a key that is no text");
        }
        const std::uint64_t count = bytes.number(sizeof(count));
        const auto size = checkedMultiply(count, itemBytes(storage->second->dtype));
        const Extent extent{.begin = bytes.offset(), .size = size.value_or(file.size())};
        bytes.skip(extent.size);
        extents.emplace(storage->first, extent);
    }
    if (bytes.remaining() != 0) {
        throw failure("E_PICKLE_RANGE", file, "byte " + std::to_string(bytes.offset()),
                      "the file's end", std::to_string(bytes.remaining()) + " more bytes");
    }
    return storedTensors(file, pickle, extents);
}

// Everything else

/// What the file is instead, as far as its first bytes tell.
std::string otherFormat(const InputFile& file)
{
    constexpr std::uint64_t kTarMark = 257;
    constexpr std::size_t kLook = 512;
    std::string start(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), kLook)), '\0');
    file.readAt(0, std::as_writable_bytes(std::span(start)));
    if (start.size() > kTarMark && start.substr(kTarMark).starts_with("ustar")) {
        return "a tar archive, as torch wrote in 2016";
    }
    if (start.starts_with("\x89HDF")) {
        return "an HDF5 file, as TensorFlow writes";
    }
    if (start.starts_with("\x80")) {
        return "a pickle that torch.save did not write";
    }
    return file.size() == 0 ? "an empty file" : "another format";
}

} // namespace

WeightFile openTorchFile(InputFile file)
{
    requireNoText(file);
    WeightFile result{.file = std::move(file), .tensors = {}};
    if (isZip(result.file)) {
        result.tensors = readZip(result.file);
    } else if (const auto begin = behindMagic(result.file)) {
        result.tensors = readLegacy(result.file, *begin);
    } else {
        throw failure("E_PICKLE_NAME", result.file, "byte 0", "a file that torch.save wrote",
                      otherFormat(result.file));
    }
    return result;
}

} // namespace attenscope
