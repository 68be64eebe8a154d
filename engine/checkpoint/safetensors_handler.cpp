#include "engine/checkpoint/safetensors_handler.h"

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/shapes.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace attenscope {

void SafetensorsHandler::fail(std::string id, std::string expected, std::string found) const
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
void SafetensorsHandler::refuse(std::string found) const
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

void SafetensorsHandler::deepen()
{
    if (++depth_ > limits::kHeaderJsonDepth) {
        fail("E_LIMIT_DEPTH",
             "at most " + std::to_string(limits::kHeaderJsonDepth) + " levels of brackets",
             "more of them");
    }
}

bool SafetensorsHandler::number_unsigned(std::uint64_t value)
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

bool SafetensorsHandler::string(std::string& value)
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

void SafetensorsHandler::keepMetadata(std::string value)
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

bool SafetensorsHandler::start_object(std::size_t)
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

bool SafetensorsHandler::key(std::string& name)
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

bool SafetensorsHandler::end_object()
{
    --depth_;
    if (where_ == Where::Tensor) {
        finishTensor();
    }
    where_ = Where::Root;
    name_.reset();
    return true;
}

bool SafetensorsHandler::start_array(std::size_t)
{
    deepen();
    if (where_ != Where::Tensor || field_ == "dtype") {
        refuse("a list");
    }
    where_ = field_ == "shape" ? Where::Shape : Where::Offsets;
    return true;
}

bool SafetensorsHandler::end_array()
{
    --depth_;
    where_ = Where::Tensor;
    return true;
}

bool SafetensorsHandler::parse_error(std::size_t position,
                                     const std::string&,
                                     const std::exception&)
{
    // The parser counts the byte it can't take, be it the end, and not one that it will see again.
    const std::uint64_t offset = bytes_.offset() + position - bytes_.given() - 1;
    throw Error({.id = "E_ST_HEADER_SYNTAX",
                 .file = file_,
                 .place = "byte " + std::to_string(offset),
                 .expected = "JSON in UTF-8",
                 .found = "something else",
                 .remedy = {}});
}

void SafetensorsHandler::finishTensor()
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

} // namespace attenscope
