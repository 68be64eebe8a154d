#include "engine/io/array_file.h"

#include "engine/base/limits.h"
#include "engine/checkpoint/safetensors_header.h"
#include "engine/checkpoint/stored_tensors.h"
#include "engine/io/npy.h"
#include "engine/io/npz.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

namespace attenscope {

namespace {

static_assert(std::endian::native == std::endian::little, "the formats are little-endian");

/// A file, and which of its arrays is meant.
struct ArrayPlace {
    std::string file;
    std::optional<std::string> name;
};

ArrayPlace parsePlace(const std::string& place)
{
    std::error_code ignored;
    const std::size_t colon = place.rfind(':');
    if (colon == std::string::npos || colon == 0 || std::filesystem::exists(place, ignored)) {
        return {.file = place, .name = {}};
    }
    return {.file = place.substr(0, colon), .name = place.substr(colon + 1)};
}

/// The array that is meant among those that a file holds.
std::string chosenName(const ArrayPlace& place, const std::vector<std::string>& names)
{
    constexpr std::size_t kListed = 10;
    if (place.name && std::ranges::find(names, *place.name) != names.end()) {
        return *place.name;
    }
    if (!place.name && names.size() == 1) {
        return names.front();
    }
    std::string known;
    for (std::size_t i = 0; i < std::min(names.size(), kListed); ++i) {
        known += (i == 0 ? "" : ", ") + escapedForDisplay(names[i]);
    }
    if (names.size() > kListed) {
        known += " and " + std::to_string(names.size() - kListed) + " more";
    }
    throw Error({.id = "E_ARRAY_NAME",
                 .file = place.file,
                 .place = place.name.value_or(""),
                 .expected = names.empty() ? "an array" : "one of " + known,
                 .found = place.name      ? "none of this name"
                          : names.empty() ? "a file without arrays"
                                          : std::to_string(names.size()) + " arrays",
                 .remedy = names.empty() ? "" : "Write FILE:NAME with the name of one."});
}

template <typename Stored>
std::vector<std::int64_t> integersAt(const InputFile& file, std::uint64_t offset, std::size_t count)
{
    std::vector<Stored> stored(count);
    file.readAt(offset, std::as_writable_bytes(std::span(stored)));
    return {stored.begin(), stored.end()};
}

std::vector<std::int64_t>
readIntegers(const InputFile& file, const SafetensorsEntry& entry, std::uint64_t offset)
{
    const auto count = static_cast<std::size_t>(entry.elements);
    if (entry.dtype == "BOOL" || entry.dtype == "U8") {
        return integersAt<std::uint8_t>(file, offset, count);
    }
    if (entry.dtype == "I8") {
        return integersAt<std::int8_t>(file, offset, count);
    }
    if (entry.dtype == "I16") {
        return integersAt<std::int16_t>(file, offset, count);
    }
    if (entry.dtype == "I32") {
        return integersAt<std::int32_t>(file, offset, count);
    }
    if (entry.dtype == "I64") {
        return integersAt<std::int64_t>(file, offset, count);
    }
    throw Error({.id = "E_ST_DTYPE",
                 .file = file.name(),
                 .place = entry.name,
                 .expected = "floating-point numbers, booleans or signed integers",
                 .found = entry.dtype,
                 .remedy = {}});
}

NamedArray readFromSafetensors(const InputFile& file,
                               const ArrayPlace& place,
                               std::uint64_t maximumBytes,
                               const Progress& progress)
{
    const SafetensorsHeader header = readSafetensorsHeader(file);
    std::vector<std::string> names;
    for (const SafetensorsEntry& entry : header.entries) {
        names.push_back(entry.name);
    }
    const std::string name = chosenName(place, names);
    const auto entry = std::ranges::find(header.entries, name, &SafetensorsEntry::name);
    const std::uint64_t itemBytes =
        isFloatDtype(entry->dtype) ? sizeof(float) : sizeof(std::int64_t);
    if (entry->elements > maximumBytes / itemBytes) {
        throw Error({.id = "E_LIMIT_ARRAY",
                     .file = file.name(),
                     .place = name,
                     .expected = "at most " + std::to_string(maximumBytes) + " bytes in memory",
                     .found = std::to_string(entry->elements) + " numbers",
                     .remedy = {}});
    }
    NamedArray array{.name = name, .shape = entry->shape, .values = std::vector<float>()};
    if (isFloatDtype(entry->dtype)) {
        array.values = readFloats(file,
                                  {.name = name,
                                   .dtype = entry->dtype,
                                   .shape = entry->shape,
                                   .strides = {},
                                   .offset = header.dataBegin + entry->begin,
                                   .elements = entry->elements},
                                  progress);
    } else {
        array.values = readIntegers(file, *entry, header.dataBegin + entry->begin);
    }
    file.requireUnchanged();
    return array;
}

} // namespace

NamedArray readArrayFile(const std::string& place, const Progress& progress)
{
    constexpr std::string_view kNpyMagic = "\x93NUMPY";
    constexpr std::string_view kZipMagic = "PK\x03\x04";
    constexpr std::uint64_t kArrayBytes = 256 * limits::kMiB;
    const ArrayPlace parsed = parsePlace(place);
    InputFile file = InputFile::open(parsed.file, parsed.file);
    std::string start(std::min<std::uint64_t>(file.size(), kNpyMagic.size()), '\0');
    file.readAt(0, std::as_writable_bytes(std::span(start)));
    if (start == kNpyMagic && !parsed.name) {
        return readNpyFile(parsed.file, kArrayBytes);
    }
    if (start.starts_with(kZipMagic)) {
        const NpzFile archive(std::move(file), kArrayBytes);
        return archive.read(chosenName(parsed, archive.names()));
    }
    if (start != kNpyMagic && std::filesystem::path(parsed.file).extension() == ".safetensors") {
        return readFromSafetensors(file, parsed, kArrayBytes, progress);
    }
    throw Error({.id = "E_ARRAY_FORMAT",
                 .file = parsed.file,
                 .place = parsed.name.value_or(""),
                 .expected = "NPY, NPZ or safetensors",
                 .found = start == kNpyMagic ? "an NPY file, whose one array has no name"
                                             : "another kind of file",
                 .remedy = start == kNpyMagic ? "Name the file alone."
                                              : "Save the array with numpy.save."});
}

} // namespace attenscope
