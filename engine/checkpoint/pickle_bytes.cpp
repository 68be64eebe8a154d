#include "engine/checkpoint/pickle_bytes.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"

#include <algorithm>

namespace attenscope {

namespace {

constexpr std::uint64_t kBufferBytes = 65'536;

Error textTooLong(const InputFile& file, std::uint64_t offset, std::string found)
{
    return Error(
        {.id = "E_LIMIT_TEXT",
         .file = file.name(),
         .place = "byte " + std::to_string(offset),
         .expected = "texts of at most " + std::to_string(limits::kPickleTextBytes) + " bytes",
         .found = std::move(found),
         .remedy = {}});
}

} // namespace

PickleBytes::PickleBytes(const InputFile& file, std::uint64_t begin, std::uint64_t end)
    : file_(file), end_(end), bufferBegin_(begin)
{
}

void PickleBytes::require(std::uint64_t size) const
{
    if (size > remaining()) {
        throw Error({.id = "E_PICKLE_RANGE",
                     .file = file_.name(),
                     .place = "byte " + std::to_string(offset()),
                     .expected = std::to_string(size) + " more bytes",
                     .found = "the end after " + std::to_string(remaining()),
                     .remedy = "The file is incomplete or damaged; download it again."});
    }
}

std::uint8_t PickleBytes::byte()
{
    require(1);
    if (position_ == buffer_.size()) {
        bufferBegin_ += position_;
        position_ = 0;
        buffer_.resize(static_cast<std::size_t>(std::min(kBufferBytes, end_ - bufferBegin_)));
        file_.readAt(bufferBegin_, buffer_);
    }
    return std::to_integer<std::uint8_t>(buffer_[position_++]);
}

std::uint64_t PickleBytes::number(std::size_t size)
{
    constexpr unsigned kByteBits = 8;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
        value |= std::uint64_t{byte()} << (kByteBits * i);
    }
    return value;
}

std::string PickleBytes::text(std::uint64_t size)
{
    require(size);
    if (size > limits::kPickleTextBytes) {
        throw textTooLong(file_, offset(), std::to_string(size) + " bytes");
    }
    std::string value(static_cast<std::size_t>(size), '\0');
    for (char& c : value) {
        c = static_cast<char>(byte());
    }
    return value;
}

std::string PickleBytes::line()
{
    const std::uint64_t begin = offset();
    std::string value;
    for (std::uint8_t c = byte(); c != '\n'; c = byte()) {
        if (value.size() == limits::kPickleTextBytes) {
            throw textTooLong(file_, begin, "more");
        }
        value += static_cast<char>(c);
    }
    return value;
}

void PickleBytes::skip(std::uint64_t size)
{
    require(size);
    const std::uint64_t buffered = buffer_.size() - position_;
    if (size <= buffered) {
        position_ += static_cast<std::size_t>(size);
        return;
    }
    bufferBegin_ = offset() + size;
    buffer_.clear();
    position_ = 0;
}

} // namespace attenscope
