#include "engine/checkpoint/safetensors_header.h"

#include <nlohmann/json.hpp>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/header_bytes.h"
#include "engine/checkpoint/safetensors_handler.h"
#include "engine/checkpoint/text_in_place.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace attenscope {

namespace {

constexpr std::uint64_t kLengthBytes = 8;

Error headerError(const InputFile& file, std::string id, std::string expected, std::string found)
{
    return Error({.id = std::move(id),
                  .file = file.name(),
                  .place = "byte 0",
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = {}});
}

std::string shownByte(char c)
{
    if (c > ' ' && c <= '~') {
        return "\"" + std::string(1, c) + "\"";
    }
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "byte 0x%02X",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    return text.data();
}

std::uint64_t readHeaderLength(const InputFile& file)
{
    if (file.size() < kLengthBytes) {
        throw headerError(file, "E_ST_HEADER_LEN", "8 bytes that tell the header's length",
                          std::to_string(file.size()) + " bytes");
    }
    std::array<std::byte, kLengthBytes> bytes{};
    file.readAt(0, bytes);
    std::uint64_t length = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
        length = (length << 8U) | std::to_integer<std::uint64_t>(bytes[i - 1]);
    }
    constexpr std::uint64_t kShortest = 2; // "{}"
    const std::uint64_t longest = file.size() - kLengthBytes;
    if (length < kShortest || length > longest) {
        throw headerError(file, "E_ST_HEADER_LEN",
                          "a header of 2 to " + std::to_string(longest) + " bytes",
                          std::to_string(length));
    }
    if (length > limits::kSafetensorsHeaderBytes) {
        throw headerError(file, "E_LIMIT_HEADER",
                          "a header of at most " + std::to_string(limits::kSafetensorsHeaderBytes) +
                              " bytes",
                          std::to_string(length));
    }
    return length;
}

void requireDistinctNames(const InputFile& file, const std::vector<SafetensorsEntry>& entries)
{
    std::vector<std::string_view> names;
    names.reserve(entries.size());
    for (const SafetensorsEntry& entry : entries) {
        names.push_back(entry.name);
    }
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
        throw Error({.id = "E_ST_DUPLICATE",
                     .file = file.name(),
                     .place = std::string(*twice),
                     .expected = "each tensor once",
                     .found = "it twice",
                     .remedy = {}});
    }
}

/// Every byte of the data belongs to one tensor, and the data ends where the file ends.
void requireExactCover(const InputFile& file, const SafetensorsHeader& header)
{
    std::uint64_t covered = 0;
    for (const SafetensorsEntry& entry : header.entries) {
        if (entry.begin != covered) {
            throw Error(
                {.id = "E_ST_RANGE",
                 .file = file.name(),
                 .place = entry.name,
                 .expected = "data from byte " + std::to_string(covered) + " on",
                 .found = "byte " + std::to_string(entry.begin) +
                          (entry.begin < covered ? ", inside another tensor" : ", after a hole"),
                 .remedy = {}});
        }
        covered = entry.end;
    }
    const std::uint64_t present = file.size() - header.dataBegin;
    if (covered != present) {
        throw Error({.id = "E_ST_SIZE_MISMATCH",
                     .file = file.name(),
                     .place = {},
                     .expected = std::to_string(covered) + " bytes of weights",
                     .found = std::to_string(present),
                     .remedy = covered > present
                                   ? "The file is incomplete; download it again."
                                   : "Something was added to the file; download it again."});
    }
}

} // namespace

std::uint64_t dtypeBytes(std::string_view dtype)
{
    constexpr std::array<std::pair<std::string_view, std::uint64_t>, 13> kTypes{{
        {"BOOL", 1},
        {"U8", 1},
        {"I8", 1},
        {"I16", 2},
        {"U16", 2},
        {"F16", 2},
        {"BF16", 2},
        {"I32", 4},
        {"U32", 4},
        {"F32", 4},
        {"I64", 8},
        {"U64", 8},
        {"F64", 8},
    }};
    const auto* const found = std::find_if(
        kTypes.begin(), kTypes.end(), [dtype](const auto& type) { return type.first == dtype; });
    return found == kTypes.end() ? 0 : found->second;
}

bool isFloatDtype(std::string_view dtype)
{
    return dtype == "F32" || dtype == "F16" || dtype == "BF16" || dtype == "F64";
}

SafetensorsHeader readSafetensorsHeader(const InputFile& file)
{
    requireNoText(file);
    const std::uint64_t dataBegin = kLengthBytes + readHeaderLength(file);
    HeaderBytes bytes(file, kLengthBytes, dataBegin);
    const auto syntaxError = [&](std::string expected, std::string found) {
        return Error({.id = "E_ST_HEADER_SYNTAX",
                      .file = file.name(),
                      .place = "byte " + std::to_string(bytes.offset()),
                      .expected = std::move(expected),
                      .found = std::move(found),
                      .remedy = {}});
    };
    if (bytes.peek() != '{') {
        throw syntaxError("\"{\"", shownByte(bytes.peek()));
    }
    SafetensorsHandler handler(bytes, file.name());
    // Not strict: the parser would take a NUL after the document for its end.
    nlohmann::json::sax_parse(HeaderIterator(bytes), HeaderIterator(), &handler,
                              nlohmann::json::input_format_t::json, false);
    for (; !bytes.isAtEnd(); bytes.skip()) {
        if (bytes.peek() != ' ') {
            throw syntaxError("only spaces after the document", shownByte(bytes.peek()));
        }
    }
    SafetensorsHeader header = handler.take();
    header.dataBegin = dataBegin;
    requireDistinctNames(file, header.entries);
    std::sort(header.entries.begin(), header.entries.end(),
              [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
                  return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
              });
    requireExactCover(file, header);
    return header;
}

} // namespace attenscope
