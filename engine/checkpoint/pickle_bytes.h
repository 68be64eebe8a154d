#pragma once

#include "engine/checkpoint/input_file.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace attenscope {

/// Reads a part of a file byte by byte, through a small buffer. Running out of it is
/// E_PICKLE_RANGE. Positions are those of the file.
class PickleBytes {
public:
    /// begin, end  offsets in the file
    PickleBytes(const InputFile& file, std::uint64_t begin, std::uint64_t end);

    const InputFile& file() const { return file_; }

    /// Where the next byte lies in the file.
    std::uint64_t offset() const { return bufferBegin_ + position_; }

    std::uint64_t remaining() const { return end_ - offset(); }

    std::uint8_t byte();

    /// An unsigned number of `size` bytes, at most 8, the lowest first.
    std::uint64_t number(std::size_t size);

    /// Throws E_LIMIT_TEXT for more than limits::kPickleTextBytes.
    std::string text(std::uint64_t size);

    /// Up to the next line end, which is taken as well; limited as `text` is.
    std::string line();

    void skip(std::uint64_t size);

private:
    void require(std::uint64_t size) const;

    const InputFile& file_;
    std::uint64_t end_;
    std::uint64_t bufferBegin_;
    std::size_t position_ = 0;
    std::vector<std::byte> buffer_;
};

} // namespace attenscope
