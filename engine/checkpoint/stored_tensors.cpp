#include "engine/checkpoint/stored_tensors.h"

#include "engine/base/limits.h"
#include "engine/base/memory.h"
#include "engine/checkpoint/safetensors_header.h"
#include "engine/tensor/half.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

namespace attenscope {

namespace {

static_assert(std::endian::native == std::endian::little, "weight files are little-endian");

constexpr std::uint64_t kAlignment = 64;
constexpr std::uint64_t kStepBytes = 8 * limits::kMiB; ///< read between two looks at Cancel
constexpr std::uint64_t kBufferBytes = limits::kMiB;   ///< for what is not read in place

std::uint64_t alignedBytes(const StoredTensor& tensor)
{
    // elements < 2^62, so neither the product nor the sum wraps for what fits into memory
    const std::uint64_t bytes = tensor.elements * sizeof(float);
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

auto placeOf(const StoredTensor& tensor)
{
    return std::tie(tensor.offset, tensor.dtype, tensor.shape, tensor.strides);
}

/// The floats of a file in the order of the file, tied ones side by side.
std::vector<const StoredTensor*> floatsInOrder(const WeightFile& file)
{
    std::vector<const StoredTensor*> floats;
    for (const StoredTensor& tensor : file.tensors) {
        if (isFloatDtype(tensor.dtype)) {
            floats.push_back(&tensor);
        }
    }
    std::ranges::stable_sort(floats, [](const StoredTensor* a, const StoredTensor* b) {
        return placeOf(*a) < placeOf(*b);
    });
    return floats;
}

bool isTied(const std::vector<const StoredTensor*>& floats, std::size_t i)
{
    return i > 0 && placeOf(*floats[i]) == placeOf(*floats[i - 1]);
}

std::shared_ptr<std::byte> allocate(std::uint64_t bytes)
{
    constexpr std::align_val_t kAlign{kAlignment};
    auto* const memory =
        static_cast<std::byte*>(::operator new(static_cast<std::size_t>(bytes), kAlign));
    return {memory, [](std::byte* p) { ::operator delete (p, std::align_val_t{kAlignment}); }};
}

/// Widens a run of elements. bytes  as in the file
void widen(const std::string& dtype, const std::byte* bytes, std::span<float> values)
{
    if (dtype == "F16") {
        widenHalf(bytes, values);
    } else if (dtype == "BF16") {
        widenBfloat16(bytes, values);
    } else if (dtype == "F32") {
        std::memcpy(values.data(), bytes, values.size_bytes());
    } else {
        for (std::size_t i = 0; i < values.size(); ++i) {
            double value = 0;
            std::memcpy(&value, bytes + i * sizeof(value), sizeof(value));
            values[i] = static_cast<float>(value);
        }
    }
}

/// Reads tensors one after the other and tells how far it is.
class TensorReader {
public:
    TensorReader(std::uint64_t allBytes, const Progress& progress)
        : allBytes_(allBytes), progress_(progress)
    {
    }

    void read(const InputFile& file, const StoredTensor& tensor, std::span<float> values);

private:
    void readPart(const InputFile& file, std::uint64_t offset, std::span<std::byte> bytes);
    void readRow(const InputFile& file, const StoredTensor& tensor, std::span<float> values);
    void gather(const InputFile& file, const StoredTensor& tensor, std::span<float> values);

    std::uint64_t allBytes_;
    const Progress& progress_;
    std::vector<std::byte> buffer_;
    std::uint64_t done_ = 0;
    std::uint64_t sinceStep_ = kStepBytes; // the first read reports
};

void TensorReader::readPart(const InputFile& file, std::uint64_t offset, std::span<std::byte> bytes)
{
    if (sinceStep_ >= kStepBytes) {
        progress_.step(static_cast<int>(std::min(done_, allBytes_) / limits::kMiB),
                       static_cast<int>(allBytes_ / limits::kMiB) + 1, "reading weights");
        sinceStep_ = 0;
    }
    file.readAt(offset, bytes);
    done_ += bytes.size();
    sinceStep_ += bytes.size();
}

void TensorReader::read(const InputFile& file, const StoredTensor& tensor, std::span<float> values)
{
    if (tensor.strides.empty()) {
        readRow(file, tensor, values);
    } else {
        gather(file, tensor, values);
    }
}

void TensorReader::readRow(const InputFile& file,
                           const StoredTensor& tensor,
                           std::span<float> values)
{
    const bool isInPlace = tensor.dtype == "F32";
    const std::uint64_t itemBytes = dtypeBytes(tensor.dtype);
    const auto partSize =
        static_cast<std::size_t>((isInPlace ? kStepBytes : kBufferBytes) / itemBytes);
    for (std::size_t done = 0; done < values.size(); done += partSize) {
        const std::span<float> part =
            values.subspan(done, std::min(partSize, values.size() - done));
        const std::uint64_t offset = tensor.offset + done * itemBytes;
        if (isInPlace) {
            readPart(file, offset, std::as_writable_bytes(part));
        } else {
            buffer_.resize(part.size() * static_cast<std::size_t>(itemBytes));
            readPart(file, offset, buffer_);
            widen(tensor.dtype, buffer_.data(), part);
        }
    }
}

/// Walks the elements in the order of the file, so that a window on it moves forward.
void TensorReader::gather(const InputFile& file,
                          const StoredTensor& tensor,
                          std::span<float> values)
{
    const std::size_t rank = tensor.shape.size();
    std::vector<std::size_t> axes(rank);
    std::iota(axes.begin(), axes.end(), std::size_t{0});
    std::ranges::stable_sort(
        axes, [&](std::size_t a, std::size_t b) { return tensor.strides[a] > tensor.strides[b]; });
    std::vector<std::uint64_t> targetStrides(rank, 1);
    for (std::size_t axis = rank; axis-- > 1;) {
        targetStrides[axis - 1] =
            targetStrides[axis] * static_cast<std::uint64_t>(tensor.shape[axis]);
    }
    const std::uint64_t itemBytes = dtypeBytes(tensor.dtype);
    std::uint64_t windowBegin = 0;
    std::uint64_t windowEnd = 0;
    std::vector<std::uint64_t> index(rank, 0);
    std::uint64_t source = tensor.offset;
    std::uint64_t target = 0;
    for (std::size_t count = 0; count < values.size(); ++count) {
        if (source < windowBegin || source + itemBytes > windowEnd) {
            windowBegin = source;
            windowEnd = std::min(source + kBufferBytes, file.size());
            buffer_.resize(static_cast<std::size_t>(windowEnd - windowBegin));
            readPart(file, windowBegin, buffer_);
        }
        widen(tensor.dtype, buffer_.data() + (source - windowBegin),
              values.subspan(static_cast<std::size_t>(target), 1));
        for (std::size_t i = rank; i-- > 0;) { // an odometer whose last wheel turns fastest
            const std::size_t axis = axes[i];
            const std::uint64_t step = static_cast<std::uint64_t>(tensor.strides[axis]) * itemBytes;
            ++index[axis];
            source += step;
            target += targetStrides[axis];
            if (index[axis] < static_cast<std::uint64_t>(tensor.shape[axis])) {
                break;
            }
            source -= step * index[axis];
            target -= targetStrides[axis] * index[axis];
            index[axis] = 0;
        }
    }
}

/// Bytes of each file's floats, every tensor aligned. Throws before anything is allocated.
std::vector<std::uint64_t> memoryFor(const std::vector<WeightFile>& files, const std::string& name)
{
    const std::uint64_t budget = memoryBudgetBytes();
    std::uint64_t all = 0;
    std::vector<std::uint64_t> each;
    for (const WeightFile& file : files) {
        std::uint64_t bytes = 0;
        const std::vector<const StoredTensor*> floats = floatsInOrder(file);
        for (std::size_t i = 0; i < floats.size() && all <= budget; ++i) {
            // A view whose strides are 0 may claim any number of elements.
            const std::uint64_t exact = floats[i]->elements * sizeof(float);
            const std::uint64_t more = isTied(floats, i) ? 0
                                       : exact > budget  ? exact
                                                         : alignedBytes(*floats[i]);
            bytes += more;
            all += more;
        }
        if (all > budget) {
            throw Error({.id = "E_LIMIT_MEMORY",
                         .file = name,
                         .place = {},
                         .expected = "at most " + std::to_string(budget / limits::kMiB) + " MiB",
                         .found = std::to_string(all / limits::kMiB) + " MiB of weights",
                         .remedy = "Close other programs or choose a smaller model."});
        }
        each.push_back(bytes);
    }
    return each;
}

std::shared_ptr<const void> readFile(const WeightFile& file,
                                     std::uint64_t bytes,
                                     TensorReader& reader,
                                     std::map<std::string, Weights::Tensor>& tensors)
{
    for (const StoredTensor& tensor : file.tensors) {
        tensors.emplace(tensor.name, Weights::Tensor{.shape = tensor.shape,
                                                     .data = nullptr,
                                                     .file = file.file.name(),
                                                     .dtype = tensor.dtype});
    }
    const std::vector<const StoredTensor*> floats = floatsInOrder(file);
    std::shared_ptr<std::byte> memory = allocate(bytes);
    std::byte* place = memory.get();
    const float* last = nullptr;
    for (std::size_t i = 0; i < floats.size(); ++i) {
        if (!isTied(floats, i)) {
            const auto elements = static_cast<std::size_t>(floats[i]->elements);
            auto* const values = new (place) float[elements]; // not filled: reading does it
            reader.read(file.file, *floats[i], {values, elements});
            place += alignedBytes(*floats[i]);
            last = values;
        }
        tensors.at(floats[i]->name).data = last;
    }
    file.file.requireUnchanged();
    return memory;
}

} // namespace

Weights readTensors(std::vector<WeightFile> files,
                    const std::string& name,
                    const Progress& progress,
                    Warnings warnings)
{
    const std::vector<std::uint64_t> bytes = memoryFor(files, name);
    TensorReader reader(std::reduce(bytes.begin(), bytes.end()), progress);
    std::map<std::string, Weights::Tensor> tensors;
    std::vector<std::shared_ptr<const void>> memory;
    for (std::size_t i = 0; i < files.size(); ++i) {
        memory.push_back(readFile(files[i], bytes[i], reader, tensors));
    }
    return {usualNames(std::move(tensors)), std::move(memory), name, std::move(warnings)};
}

std::vector<float>
readFloats(const InputFile& file, const StoredTensor& tensor, const Progress& progress)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.elements));
    TensorReader(tensor.elements * sizeof(float), progress).read(file, tensor, values);
    return values;
}

} // namespace attenscope
