#include "engine/checkpoint/safetensors.h"

#include "engine/base/checked.h"
#include "engine/base/error.h"
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
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace attenscope {

namespace {

static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");

constexpr std::uint64_t kAlignment = 64;
constexpr std::uint64_t kStepBytes = 8 * limits::kMiB; ///< read between two looks at Cancel
constexpr std::uint64_t kBufferBytes = limits::kMiB;   ///< for types that are widened

std::uint64_t alignedBytes(const SafetensorsEntry& entry)
{
    // elements < 2^62, so neither the product nor the sum wraps for what fits into a file
    const std::uint64_t bytes = entry.elements * sizeof(float);
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

/// Bytes of all floats, every tensor aligned.
std::uint64_t memoryFor(const InputFile& file, const SafetensorsHeader& header)
{
    std::uint64_t bytes = 0;
    for (const SafetensorsEntry& entry : header.entries) {
        bytes += isFloatDtype(entry.dtype) ? alignedBytes(entry) : 0;
    }
    const std::uint64_t budget = memoryBudgetBytes();
    if (bytes > budget) {
        throw Error({.id = "E_LIMIT_MEMORY",
                     .file = file.name(),
                     .place = {},
                     .expected = "at most " + std::to_string(budget / limits::kMiB) + " MiB",
                     .found = std::to_string(bytes / limits::kMiB) + " MiB of weights",
                     .remedy = "Close other programs or choose a smaller model."});
    }
    return bytes;
}

std::shared_ptr<std::byte> allocate(std::uint64_t bytes)
{
    constexpr std::align_val_t kAlign{kAlignment};
    auto* const memory =
        static_cast<std::byte*>(::operator new(static_cast<std::size_t>(bytes), kAlign));
    return {memory, [](std::byte* p) { ::operator delete (p, std::align_val_t{kAlignment}); }};
}

/// Reads the data from its begin to its end, tensor by tensor.
class DataReader {
public:
    DataReader(const InputFile& file, const SafetensorsHeader& header, const Progress& progress)
        : file_(file), header_(header), progress_(progress)
    {
    }

    void read(const SafetensorsEntry& entry, std::span<float> values);

private:
    void readPart(std::uint64_t offset, std::span<std::byte> bytes);

    const InputFile& file_;
    const SafetensorsHeader& header_;
    const Progress& progress_;
    std::vector<std::byte> buffer_;
    std::uint64_t sinceStep_ = kStepBytes; // the first read reports
};

void DataReader::readPart(std::uint64_t offset, std::span<std::byte> bytes)
{
    if (sinceStep_ >= kStepBytes) {
        const std::uint64_t all = file_.size() - header_.dataBegin;
        progress_.step(static_cast<int>(offset / limits::kMiB),
                       static_cast<int>(all / limits::kMiB) + 1, "reading weights");
        sinceStep_ = 0;
    }
    file_.readAt(header_.dataBegin + offset, bytes);
    sinceStep_ += bytes.size();
}

void DataReader::read(const SafetensorsEntry& entry, std::span<float> values)
{
    const bool isWidened = entry.dtype != "F32";
    const std::uint64_t itemBytes = dtypeBytes(entry.dtype);
    const std::uint64_t partBytes = isWidened ? kBufferBytes : kStepBytes;
    for (std::uint64_t done = 0; done < entry.end - entry.begin; done += partBytes) {
        const auto count =
            static_cast<std::size_t>(std::min(partBytes, entry.end - entry.begin - done));
        const std::span<float> part = values.subspan(static_cast<std::size_t>(done / itemBytes),
                                                     static_cast<std::size_t>(count / itemBytes));
        if (!isWidened) {
            readPart(entry.begin + done, std::as_writable_bytes(part));
            continue;
        }
        buffer_.resize(count);
        readPart(entry.begin + done, buffer_);
        if (entry.dtype == "F16") {
            widenHalf(buffer_.data(), part);
        } else if (entry.dtype == "BF16") {
            widenBfloat16(buffer_.data(), part);
        } else {
            for (std::size_t i = 0; i < part.size(); ++i) {
                double value = 0;
                std::memcpy(&value, buffer_.data() + i * sizeof(value), sizeof(value));
                part[i] = static_cast<float>(value);
            }
        }
    }
}

} // namespace

Weights readSafetensors(const InputFile& file, const Progress& progress)
{
    const SafetensorsHeader header = readSafetensorsHeader(file);
    const std::shared_ptr<std::byte> memory = allocate(memoryFor(file, header));
    std::map<std::string, Weights::Tensor> tensors;
    DataReader reader(file, header, progress);
    std::byte* place = memory.get();
    for (const SafetensorsEntry& entry : header.entries) {
        Weights::Tensor tensor{
            .shape = entry.shape, .data = nullptr, .file = file.name(), .dtype = entry.dtype};
        if (isFloatDtype(entry.dtype)) {
            const auto elements = static_cast<std::size_t>(entry.elements);
            auto* const values = new (place) float[elements];
            reader.read(entry, {values, elements});
            tensor.data = values;
            place += alignedBytes(entry);
        }
        tensors.emplace(entry.name, std::move(tensor));
    }
    file.requireUnchanged();
    return Weights(usualNames(std::move(tensors)), {memory}, file.name());
}

} // namespace attenscope
