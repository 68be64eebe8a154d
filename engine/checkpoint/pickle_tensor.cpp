#include "engine/checkpoint/pickle_tensor.h"

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/shapes.h"

#include <algorithm>
#include <array>
#include <limits>

namespace attenscope {

namespace {

using Kind = PickleValue::Kind;

Error failure(const char* id, const PicklePlace& place, std::string expected, std::string found)
{
    return Error({.id = id,
                  .file = place.file,
                  .place = "byte " + std::to_string(place.offset),
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = {}});
}

/// "F32" for "torch FloatStorage"; empty for what is no storage that weights lie in.
std::string_view dtypeOf(std::string_view storageClass)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kClasses{
        {{"torch DoubleStorage", "F64"},
         {"torch FloatStorage", "F32"},
         {"torch HalfStorage", "F16"},
         {"torch BFloat16Storage", "BF16"},
         {"torch LongStorage", "I64"},
         {"torch IntStorage", "I32"},
         {"torch ShortStorage", "I16"},
         {"torch CharStorage", "I8"},
         {"torch ByteStorage", "U8"},
         {"torch BoolStorage", "BOOL"},
         {"torch ComplexFloatStorage", "C64"},
         {"torch ComplexDoubleStorage", "C128"}}};
    const auto* const found = std::ranges::find(
        kClasses, storageClass, &std::pair<std::string_view, std::string_view>::first);
    return found == kClasses.end() ? std::string_view() : found->second;
}

std::uint64_t sizeOf(PickleValue value, const PicklePlace& place, const char* what)
{
    if (value.kind != Kind::Integer || value.number < 0) {
        throw failure("E_PICKLE_RANGE", place, what,
                      value.kind == Kind::Integer ? std::to_string(value.number)
                                                  : "something that is no whole number");
    }
    return static_cast<std::uint64_t>(value.number);
}

std::vector<std::int64_t>
sizesOf(const Pickle& pickle, PickleValue value, const PicklePlace& place, const char* what)
{
    if (value.kind != Kind::Sequence) {
        throw failure("E_PICKLE_RANGE", place, what, "no list");
    }
    const Pickle::Sequence& items = pickle.sequence(value);
    if (items.size() > limits::kTensorRank) {
        throw failure("E_PICKLE_RANGE", place,
                      "at most " + std::to_string(limits::kTensorRank) + " axes",
                      std::to_string(items.size()));
    }
    std::vector<std::int64_t> sizes;
    for (const PickleValue item : items) {
        sizes.push_back(static_cast<std::int64_t>(sizeOf(item, place, what)));
    }
    return sizes;
}

bool isRowMajor(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides)
{
    std::int64_t expected = 1;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        if (shape[axis] > 1 && strides[axis] != expected) {
            return false;
        }
        expected *= shape[axis]; // the product was checked
    }
    return true;
}

/// The element behind the last one; nothing on overflow.
std::optional<std::uint64_t> endOf(const Pickle::Tensor& tensor)
{
    std::optional<std::uint64_t> last = tensor.offset;
    for (std::size_t axis = 0; axis < tensor.shape.size() && last; ++axis) {
        const auto span = checkedMultiply(static_cast<std::uint64_t>(tensor.shape[axis] - 1),
                                          static_cast<std::uint64_t>(tensor.strides[axis]));
        last = span ? checkedAdd(*last, *span) : std::nullopt;
    }
    return last ? checkedAdd(*last, 1) : std::nullopt;
}

void addView(Pickle::Storage& storage, const Pickle::Sequence& view, const PicklePlace& place)
{
    constexpr std::size_t kParts = 3; // key, offset, size
    if (view.size() != kParts) {
        throw failure("E_PICKLE_RANGE", place, "a view's key, offset and size",
                      std::to_string(view.size()) + " values");
    }
    storage.viewBegin = sizeOf(view[1], place, "a view's offset");
    storage.viewCount = sizeOf(view[2], place, "a view's size");
    const auto end = checkedAdd(storage.viewBegin, storage.viewCount);
    if (!end || *end > storage.count) {
        throw failure("E_PICKLE_RANGE", place,
                      "a view inside its storage of " + std::to_string(storage.count),
                      "elements up to " +
                          (end ? std::to_string(*end) : std::string("beyond all numbers")));
    }
}

} // namespace

Pickle::Storage storageOf(const Pickle& pickle, PickleValue id, const PicklePlace& place)
{
    constexpr std::size_t kParts = 5;
    const Pickle::Sequence none;
    const Pickle::Sequence& parts = id.kind == Kind::Sequence ? pickle.sequence(id) : none;
    if (parts.empty() || parts[0].kind != Kind::Text || pickle.text(parts[0]) != "storage") {
        throw failure("E_PICKLE_NAME", place, "a reference to a tensor's storage",
                      parts.empty() || parts[0].kind != Kind::Text
                          ? "another reference"
                          : "a reference to a \"" + pickle.text(parts[0]) + "\"");
    }
    if (parts.size() < kParts || parts.size() > kParts + 1 || parts[1].kind != Kind::Name ||
        parts[2].kind != Kind::Text) {
        throw failure("E_PICKLE_RANGE", place, "a storage's type, key, device and size",
                      std::to_string(parts.size()) + " values of other kinds");
    }
    const std::string& type = pickle.text(parts[1]);
    Pickle::Storage storage{.dtype = std::string(dtypeOf(type)),
                            .key = pickle.text(parts[2]),
                            .count = sizeOf(parts[4], place, "a storage's size")};
    if (storage.dtype.empty()) {
        throw failure("E_PICKLE_NAME", place, "a storage of floats or whole numbers", type);
    }
    if (storage.key.empty() || storage.key.find_first_not_of("0123456789") != std::string::npos) {
        throw failure("E_PICKLE_NAME", place, "a storage's key of digits",
                      "\"" + storage.key + "\"");
    }
    storage.viewCount = storage.count;
    if (parts.size() > kParts && parts[kParts].kind != Kind::Nothing) {
        addView(storage,
                parts[kParts].kind == Kind::Sequence ? pickle.sequence(parts[kParts]) : none,
                place);
    }
    return storage;
}

Pickle::Tensor
tensorOf(const Pickle& pickle, const Pickle::Sequence& arguments, const PicklePlace& place)
{
    constexpr std::size_t kParts = 4;
    if (arguments.size() < kParts || arguments[0].kind != Kind::Storage) {
        throw failure("E_PICKLE_RANGE", place, "a tensor's storage, offset, shape and strides",
                      std::to_string(arguments.size()) + " values of other kinds");
    }
    Pickle::Tensor tensor{.storage = static_cast<std::size_t>(arguments[0].number),
                          .offset = sizeOf(arguments[1], place, "a tensor's offset"),
                          .shape = sizesOf(pickle, arguments[2], place, "a tensor's extents"),
                          .strides = sizesOf(pickle, arguments[3], place, "a tensor's strides")};
    const auto elements = elementCount(tensor.shape);
    if (tensor.shape.size() != tensor.strides.size() || !elements) {
        throw failure("E_PICKLE_RANGE", place,
                      "as many strides as extents, of fewer than 2^62 elements",
                      shapeText(tensor.shape) + " with strides " + shapeText(tensor.strides));
    }
    tensor.elements = *elements;
    const Pickle::Storage& storage = pickle.storage(arguments[0]);
    const auto end = tensor.elements == 0 ? std::optional(tensor.offset) : endOf(tensor);
    if (!end || *end > storage.viewCount) {
        throw failure("E_PICKLE_RANGE", place,
                      "a tensor inside its storage of " + std::to_string(storage.viewCount),
                      "elements up to " +
                          (end ? std::to_string(*end) : std::string("beyond all numbers")));
    }
    tensor.offset += storage.viewBegin;
    if (tensor.elements == 0 || isRowMajor(tensor.shape, tensor.strides)) {
        tensor.strides.clear();
    }
    return tensor;
}

} // namespace attenscope
