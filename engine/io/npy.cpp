#include "engine/io/npy.h"

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/input_file.h"
#include "engine/checkpoint/shapes.h"
#include "engine/io/npy_header.h"
#include "engine/tensor/half.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

namespace attenscope {

namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie here");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kPrefixBytes = 10; ///< magic, version, and two bytes of length
constexpr std::size_t kAlignment = 64;
constexpr std::uint64_t kChunkItems = 1U << 18U; ///< converted at once

Error npyError(const NpySource& source, std::string id, std::string expected, std::string found)
{
    return Error({.id = std::move(id),
                  .file = source.file,
                  .place = source.place,
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = {}});
}

/// How one stored type is read.
struct StoredType {
    std::string_view name;
    std::uint64_t bytes;
    bool isFloat;
};

constexpr std::array<StoredType, 12> kTypes{{{"<f4", 4, true},
                                             {"<f8", 8, true},
                                             {"<f2", 2, true},
                                             {"<i8", 8, false},
                                             {"<i4", 4, false},
                                             {"<i2", 2, false},
                                             {"|i1", 1, false},
                                             {"<u8", 8, false},
                                             {"<u4", 4, false},
                                             {"<u2", 2, false},
                                             {"|u1", 1, false},
                                             {"|b1", 1, false}}};

template <typename Stored, typename Value>
void convert(const std::vector<std::byte>& bytes, std::span<Value> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored{};
        std::memcpy(&stored, bytes.data() + i * sizeof(stored), sizeof(stored));
        values[i] = static_cast<Value>(stored); // NOLINT(bugprone-signed-char-misuse): a number
    }
}

void convert(std::string_view type, const std::vector<std::byte>& bytes, std::span<float> values)
{
    if (type == "<f8") {
        convert<double>(bytes, values);
    } else {
        widenHalf(bytes.data(), values);
    }
}

void convert(std::string_view type,
             const std::vector<std::byte>& bytes,
             std::span<std::int64_t> values)
{
    if (type == "<i4") {
        convert<std::int32_t>(bytes, values);
    } else if (type == "<i2") {
        convert<std::int16_t>(bytes, values);
    } else if (type == "|i1") {
        convert<std::int8_t>(bytes, values);
    } else if (type == "<u8") {
        convert<std::uint64_t>(bytes, values);
    } else if (type == "<u4") {
        convert<std::uint32_t>(bytes, values);
    } else if (type == "<u2") {
        convert<std::uint16_t>(bytes, values);
    } else {
        convert<std::uint8_t>(bytes, values);
    }
}

/// How many characters a text of this type has; nothing for other types.
std::optional<std::int64_t> textLength(std::string_view type)
{
    constexpr std::string_view kText = "<U";
    if (!type.starts_with(kText)) {
        return std::nullopt;
    }
    type.remove_prefix(kText.size());
    std::int64_t length = 0;
    const auto [end, error] = std::from_chars(type.data(), type.data() + type.size(), length);
    const bool isNumber = error == std::errc() && end == type.data() + type.size() && length > 0;
    return isNumber ? std::optional(length) : std::nullopt;
}

/// The header's text; leaves the source at the first byte of the data.
std::string readHeader(const NpySource& source, std::uint64_t& headerBytes)
{
    std::array<std::byte, kPrefixBytes> prefix{};
    if (source.size < prefix.size()) {
        throw npyError(source, "E_NPY_HEADER", "an NPY header",
                       std::to_string(source.size) + " bytes");
    }
    source.fill(prefix);
    if (std::memcmp(prefix.data(), kMagic.data(), kMagic.size()) != 0) {
        throw npyError(source, "E_NPY_HEADER", R"("\x93NUMPY" at the start)", "something else");
    }
    const auto byte = [&prefix](std::size_t i) {
        return std::to_integer<std::uint32_t>(prefix[i]);
    };
    const std::uint32_t version = byte(6);
    std::uint64_t length = byte(8) | (byte(9) << 8U);
    headerBytes = prefix.size();
    if (version == 2 || version == 3) { // two more bytes of length
        std::array<std::byte, 2> high{};
        if (source.size < prefix.size() + high.size()) {
            throw npyError(source, "E_NPY_HEADER", "an NPY header", "its end");
        }
        source.fill(high);
        headerBytes += high.size();
        length |= std::to_integer<std::uint64_t>(high[0]) << 16U |
                  std::to_integer<std::uint64_t>(high[1]) << 24U;
    } else if (version != 1) {
        throw npyError(source, "E_NPY_HEADER", "version 1, 2 or 3", std::to_string(version));
    }
    if (length > limits::kNpyHeaderBytes || length > source.size - headerBytes) {
        throw npyError(source, "E_NPY_HEADER",
                       "a header that fits the file and has at most " +
                           std::to_string(limits::kNpyHeaderBytes) + " bytes",
                       std::to_string(length) + " bytes");
    }
    std::string text(static_cast<std::size_t>(length), '\0');
    source.fill(std::as_writable_bytes(std::span(text)));
    headerBytes += length;
    return text;
}

template <typename Value>
std::vector<Value> readValues(const NpySource& source, const StoredType& type, std::uint64_t count)
{
    std::vector<Value> values(static_cast<std::size_t>(count));
    const bool isStoredSo = std::is_same_v<Value, float> ? type.name == "<f4" : type.name == "<i8";
    if (isStoredSo) {
        source.fill(std::as_writable_bytes(std::span(values)));
        return values;
    }
    std::vector<std::byte> bytes;
    for (std::uint64_t done = 0; done < count; done += kChunkItems) {
        const std::uint64_t items = std::min(kChunkItems, count - done);
        bytes.resize(static_cast<std::size_t>(items * type.bytes));
        source.fill(bytes);
        convert(type.name, bytes,
                std::span(values).subspan(static_cast<std::size_t>(done),
                                          static_cast<std::size_t>(items)));
    }
    return values;
}

} // namespace

std::string npyHeader(NpyType type, const std::vector<std::int64_t>& shape)
{
    std::string extents;
    for (const std::int64_t extent : shape) {
        extents += std::to_string(extent) + (shape.size() == 1 ? "," : ", ");
    }
    if (shape.size() > 1) {
        extents.resize(extents.size() - 2);
    }
    std::string header = std::string("{'descr': '") + (type == NpyType::Float32 ? "<f4" : "<i8") +
                         "', 'fortran_order': False, 'shape': (" + extents + "), }";
    const std::size_t unpadded = kPrefixBytes + header.size() + 1;
    header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
    header += '\n';
    std::string prefix(kMagic);
    prefix += '\x01';
    prefix += '\x00';
    prefix += static_cast<char>(header.size() & 0xFFU); // at most 8 extents: far below 64 KiB
    prefix += static_cast<char>(header.size() >> 8U);
    return prefix + header;
}

std::span<const std::byte> npyData(const NamedArray& array)
{
    return std::visit([](const auto& values) { return std::as_bytes(std::span(values)); },
                      array.values);
}

NpyType npyType(const NamedArray& array)
{
    return std::holds_alternative<std::vector<float>>(array.values) ? NpyType::Float32
                                                                    : NpyType::Int64;
}

void writeNpy(const std::filesystem::path& target, const NamedArray& array, Overwrite overwrite)
{
    OutputFile file(target, overwrite);
    file.write(npyHeader(npyType(array), array.shape));
    file.write(npyData(array));
    file.commit();
}

NamedArray readNpyFrom(const NpySource& source, std::string name, std::uint64_t maximumBytes)
{
    std::uint64_t headerBytes = 0;
    const std::string header = readHeader(source, headerBytes);
    NpyDescription description;
    try {
        description = parseNpyDescription(header);
    } catch (const std::invalid_argument& reason) {
        throw npyError(source, "E_NPY_HEADER", reason.what(), "\"" + header + "\"");
    }
    if (const std::optional<std::int64_t> characters = textLength(description.type)) {
        description.type = "<u4"; // UCS-4
        description.shape.push_back(*characters);
    }
    const auto* const type =
        std::find_if(kTypes.begin(), kTypes.end(),
                     [&](const StoredType& known) { return known.name == description.type; });
    if (type == kTypes.end()) {
        throw npyError(source, "E_NPY_DTYPE", "little-endian floats, integers or text",
                       "\"" + description.type + "\"");
    }
    if (description.isFortranOrder && description.shape.size() > 1) {
        throw npyError(source, "E_NPY_ORDER", "an array in C order", "one in Fortran order");
    }
    const auto count = elementCount(description.shape);
    const auto bytes = count ? checkedMultiply(*count, type->bytes) : std::nullopt;
    if (!bytes) {
        throw npyError(source, "E_NPY_SHAPE", "fewer than 2^62 elements",
                       shapeText(description.shape));
    }
    if (*bytes != source.size - headerBytes) {
        throw npyError(source, "E_NPY_SIZE",
                       std::to_string(*bytes) + " bytes for " + description.type + " " +
                           shapeText(description.shape),
                       std::to_string(source.size - headerBytes));
    }
    const std::uint64_t itemBytes = type->isFloat ? sizeof(float) : sizeof(std::int64_t);
    if (*count > maximumBytes / itemBytes) {
        throw npyError(source, "E_LIMIT_ARRAY",
                       "at most " + std::to_string(maximumBytes) + " bytes",
                       shapeText(description.shape));
    }
    NamedArray array{.name = std::move(name), .shape = std::move(description.shape), .values = {}};
    if (type->isFloat) {
        array.values = readValues<float>(source, *type, *count);
    } else {
        array.values = readValues<std::int64_t>(source, *type, *count);
    }
    return array;
}

NamedArray readNpyFile(const std::filesystem::path& path, std::uint64_t maximumBytes)
{
    const InputFile file = InputFile::open(path, path.string());
    std::uint64_t offset = 0;
    const NpySource source{.file = path.string(),
                           .place = {},
                           .size = file.size(),
                           .fill = [&](std::span<std::byte> bytes) {
                               file.readAt(offset, bytes);
                               offset += bytes.size();
                           }};
    NamedArray array = readNpyFrom(source, path.stem().string(), maximumBytes);
    file.requireUnchanged();
    return array;
}

} // namespace attenscope
