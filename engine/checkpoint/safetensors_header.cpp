#include "engine/checkpoint/safetensors_header.h"

#include <nlohmann/json.hpp>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/header_bytes.h"
#include "engine/checkpoint/shapes.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <optional>
#include <span>
#include <utility>

namespace attenscope {

namespace {

constexpr std::uint64_t kLengthBytes = 8;

/// Receives the header's JSON piece by piece and lets through only what the format allows.
class HeaderHandler {
public:
    HeaderHandler(const HeaderBytes& bytes, const std::string& file) : bytes_(bytes), file_(file) {}

    SafetensorsHeader take() { return std::move(header_); }

    // What nlohmann's parser calls; each returns whether to go on. Its names, not ours.
    bool null() { refuse("null"); }

    bool boolean(bool value) { refuse(value ? "true" : "false"); }

    bool number_integer(std::int64_t value) // NOLINT(readability-identifier-naming): the parser's
    {
        refuse(std::to_string(value));
    }

    bool number_unsigned(std::uint64_t value); // NOLINT(readability-identifier-naming): as above

    bool number_float(double, const std::string& text) // NOLINT(readability-identifier-naming)
    {
        refuse(text);
    }

    bool string(std::string& value);

    bool binary(std::vector<std::uint8_t>&) { refuse("binary data"); }

    bool start_object(std::size_t); // NOLINT(readability-identifier-naming): as above
    bool key(std::string& name);
    bool end_object();             // NOLINT(readability-identifier-naming): as above
    bool start_array(std::size_t); // NOLINT(readability-identifier-naming): as above
    bool end_array();              // NOLINT(readability-identifier-naming): as above
    bool parse_error(std::size_t,  // NOLINT(readability-identifier-naming): as above
                     const std::string& lastToken,
                     const nlohmann::detail::exception& reason);

private:
    enum class Where { Start, Root, Metadata, Tensor, Shape, Offsets };

    [[noreturn]] void fail(std::string id, std::string expected, std::string found) const;
    [[noreturn]] void refuse(std::string found) const;
    void deepen();
    void keepMetadata(std::string value);
    void finishTensor();

    const HeaderBytes& bytes_;
    const std::string& file_;
    SafetensorsHeader header_;
    SafetensorsEntry tensor_;
    std::vector<std::uint64_t> offsets_;
    std::optional<std::string> name_; ///< of the tensor, or "__metadata__"
    std::string field_;               ///< of the tensor or of the metadata
    std::vector<std::string> fields_; ///< of this tensor, so far
    Where where_ = Where::Start;
    int depth_ = 0;
    std::uint64_t metadataBytes_ = 0;
    bool hasMetadata_ = false;
};

void HeaderHandler::fail(std::string id, std::string expected, std::string found) const
{
    std::string place = name_ ? *name_ : "byte " + std::to_string(bytes_.offset());
    if (where_ == Where::Metadata && !field_.empty()) {
        place += "/" + field_;
    }
    throw Error({.id = std::move(id),
                 .file = file_,
                 .place = std::move(place),
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = {}});
}

/// A value of a kind that can't stand here.
void HeaderHandler::refuse(std::string found) const
{
    switch (where_) {
    case Where::Metadata:
        fail("E_ST_METADATA", "a text", std::move(found));
    case Where::Shape:
        fail("E_ST_SHAPE", "whole numbers from 0", std::move(found));
    case Where::Offsets:
        fail("E_ST_RANGE", "two whole numbers from 0", std::move(found));
    case Where::Tensor:
        if (field_ == "dtype") {
            fail("E_ST_DTYPE", "the name of a type", std::move(found));
        }
        fail(field_ == "shape" ? "E_ST_SHAPE" : "E_ST_RANGE", "a list of numbers",
             std::move(found));
    default:
        fail(name_ == "__metadata__" ? "E_ST_METADATA" : "E_ST_HEADER_SYNTAX", "an object",
             std::move(found));
    }
}

void HeaderHandler::deepen()
{
    if (++depth_ > limits::kHeaderJsonDepth) {
        fail("E_LIMIT_DEPTH",
             "at most " + std::to_string(limits::kHeaderJsonDepth) + " levels of brackets",
             "more of them");
    }
}

bool HeaderHandler::number_unsigned(std::uint64_t value)
{
    if (where_ == Where::Shape) {
        if (tensor_.shape.size() == limits::kTensorRank) {
            fail("E_ST_SHAPE", "at most " + std::to_string(limits::kTensorRank) + " extents",
                 "more of them");
        }
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            refuse(std::to_string(value));
        }
        tensor_.shape.push_back(static_cast<std::int64_t>(value));
        return true;
    }
    if (where_ == Where::Offsets) {
        if (offsets_.size() == 2) {
            refuse("more of them");
        }
        offsets_.push_back(value);
        return true;
    }
    refuse(std::to_string(value));
}

bool HeaderHandler::string(std::string& value)
{
    if (where_ == Where::Metadata) {
        keepMetadata(std::move(value));
        return true;
    }
    if (where_ == Where::Tensor && field_ == "dtype") {
        tensor_.dtype = std::move(value);
        return true;
    }
    refuse("\"" + value + "\"");
}

void HeaderHandler::keepMetadata(std::string value)
{
    constexpr std::uint64_t kEntryBytes = 64; // what an entry takes beside its text
    metadataBytes_ += field_.size() + value.size() + kEntryBytes;
    if (metadataBytes_ > limits::kHeaderTextBytes) {
        fail("E_LIMIT_TEXT",
             "at most " + std::to_string(limits::kHeaderTextBytes) + " bytes of metadata",
             "more of it");
    }
    if (!header_.metadata.emplace(field_, std::move(value)).second) {
        fail("E_ST_DUPLICATE", "each key once", "it twice");
    }
}

bool HeaderHandler::start_object(std::size_t)
{
    deepen();
    if (where_ == Where::Start) {
        where_ = Where::Root;
    } else if (where_ != Where::Root) {
        refuse("an object");
    } else if (name_ == "__metadata__") {
        if (std::exchange(hasMetadata_, true)) {
            fail("E_ST_DUPLICATE", "each key once", "it twice");
        }
        where_ = Where::Metadata;
    } else {
        where_ = Where::Tensor;
        tensor_ = {};
        tensor_.name = *name_;
        offsets_.clear();
        fields_.clear();
    }
    field_.clear();
    return true;
}

bool HeaderHandler::key(std::string& name)
{
    if (where_ == Where::Root) {
        if (name.size() > limits::kTensorNameBytes) {
            fail("E_LIMIT_NAME",
                 "names of at most " + std::to_string(limits::kTensorNameBytes) + " bytes",
                 std::to_string(name.size()) + " bytes");
        }
        name_ = std::move(name);
        return true;
    }
    field_ = std::move(name);
    if (where_ == Where::Metadata) {
        return true;
    }
    if (field_ != "dtype" && field_ != "shape" && field_ != "data_offsets") {
        fail("E_ST_HEADER_SYNTAX", "dtype, shape and data_offsets", "\"" + field_ + "\"");
    }
    if (std::find(fields_.begin(), fields_.end(), field_) != fields_.end()) {
        fail("E_ST_DUPLICATE", "each field once", field_ + " twice");
    }
    fields_.push_back(field_);
    return true;
}

bool HeaderHandler::end_object()
{
    --depth_;
    if (where_ == Where::Tensor) {
        finishTensor();
    }
    where_ = Where::Root;
    name_.reset();
    return true;
}

bool HeaderHandler::start_array(std::size_t)
{
    deepen();
    if (where_ != Where::Tensor || field_ == "dtype") {
        refuse("a list");
    }
    where_ = field_ == "shape" ? Where::Shape : Where::Offsets;
    return true;
}

bool HeaderHandler::end_array()
{
    --depth_;
    where_ = Where::Tensor;
    return true;
}

bool HeaderHandler::parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&)
{
    name_.reset(); // the byte says more
    fail("E_ST_HEADER_SYNTAX", "JSON in UTF-8", "something else");
}

void HeaderHandler::finishTensor()
{
    for (const auto& [field, id] :
         {std::pair("dtype", "E_ST_DTYPE"), std::pair("shape", "E_ST_SHAPE"),
          std::pair("data_offsets", "E_ST_RANGE")}) {
        if (std::find(fields_.begin(), fields_.end(), field) == fields_.end()) {
            fail(id, std::string("a field ") + field, "none");
        }
    }
    const std::uint64_t itemBytes = dtypeBytes(tensor_.dtype);
    if (itemBytes == 0) {
        fail("E_ST_DTYPE", "F32, F16, BF16, F64, or an integer type", "\"" + tensor_.dtype + "\"");
    }
    const std::optional<std::uint64_t> elements = elementCount(tensor_.shape);
    const std::optional<std::uint64_t> bytes =
        elements ? checkedMultiply(*elements, itemBytes) : std::nullopt;
    if (!bytes) {
        fail("E_ST_SHAPE", "fewer than 2^62 elements", shapeText(tensor_.shape));
    }
    if (offsets_.size() != 2 || offsets_[0] > offsets_[1]) {
        fail("E_ST_RANGE", "a begin and an end that is not before it", shapeText(offsets_));
    }
    tensor_.begin = offsets_[0];
    tensor_.end = offsets_[1];
    tensor_.elements = *elements;
    if (tensor_.end - tensor_.begin != *bytes) {
        fail("E_ST_DTYPE",
             std::to_string(*bytes) + " bytes for " + tensor_.dtype + " " +
                 shapeText(tensor_.shape),
             std::to_string(tensor_.end - tensor_.begin) + " bytes");
    }
    if (header_.entries.size() == limits::kTensors) {
        fail("E_LIMIT_TENSORS", "at most " + std::to_string(limits::kTensors) + " tensors",
             "more of them");
    }
    header_.entries.push_back(std::move(tensor_));
}

Error headerError(const InputFile& file, std::string id, std::string expected, std::string found)
{
    return Error({.id = std::move(id),
                  .file = file.name(),
                  .place = "byte 0",
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = {}});
}

/// Texts that downloads leave in the place of weights.
void requireNoText(const InputFile& file)
{
    constexpr std::uint64_t kLookBytes = 64;
    std::string start(static_cast<std::size_t>(std::min(file.size(), kLookBytes)), '\0');
    file.readAt(0, std::as_writable_bytes(std::span(start)));
    if (start.starts_with("version https://git-lfs")) {
        Error error = headerError(file, "E_ST_SIZE_MISMATCH", "weights",
                                  "a Git LFS pointer of " + std::to_string(file.size()) + " bytes");
        ErrorInfo info = error.info();
        info.remedy = "Fetch the file itself with \"git lfs pull\" or download it again.";
        throw Error(std::move(info));
    }
    start.erase(0, std::min(start.find_first_not_of(" \t\r\n"), start.size()));
    std::transform(start.begin(), start.end(), start.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (start.starts_with("<!doctype") || start.starts_with("<html") ||
        start.starts_with("<?xml")) {
        ErrorInfo info = headerError(file, "E_ST_SIZE_MISMATCH", "weights", "a web page").info();
        info.remedy = "The download failed; look into the file and download it again.";
        throw Error(std::move(info));
    }
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
        throw syntaxError("\"{\"", "\"" + std::string(1, bytes.peek()) + "\"");
    }
    HeaderHandler handler(bytes, file.name());
    // Not strict: the parser would take a NUL after the document for its end.
    nlohmann::json::sax_parse(HeaderIterator(bytes), HeaderIterator(), &handler,
                              nlohmann::json::input_format_t::json, false);
    for (; !bytes.isAtEnd(); bytes.skip()) {
        if (bytes.peek() != ' ') {
            throw syntaxError("only spaces after the document",
                              "\"" + std::string(1, bytes.peek()) + "\"");
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
