#pragma once

#include "engine/checkpoint/input_file.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

namespace attenscope {

/// Bytes of a JSON text inside a file, one after the other, for a parser that keeps every byte of a
/// token and every blank between two tokens: runs of blanks are given as one, and a token over the
/// limit is an error, so its memory stays bounded. Positions are those of the file.
class HeaderBytes {
public:
    /// begin, end  offsets in the file
    HeaderBytes(const InputFile& file, std::uint64_t begin, std::uint64_t end);

    bool isAtEnd() const { return offset() >= end_; }

    /// Where the next byte lies in the file.
    std::uint64_t offset() const { return chunkBegin_ + position_; }

    char peek() const { return static_cast<char>(chunk_[position_]); }

    /// Bytes that `advance` has passed: the parser's own count, which leaves out skipped blanks.
    std::uint64_t given() const { return given_; }

    /// The parser's step. Throws E_LIMIT_TEXT.
    void advance();

    /// One byte on, whatever it is.
    void skip();

private:
    void fill();

    const InputFile& file_;
    std::uint64_t end_;
    std::uint64_t chunkBegin_;
    std::size_t position_ = 0;
    std::vector<std::byte> chunk_;
    bool isInString_ = false;
    bool isEscaped_ = false;
    std::uint64_t tokenBytes_ = 0;
    std::uint64_t given_ = 0;
};

/// What nlohmann's parser reads from. A default one is the end.
class HeaderIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    HeaderIterator() = default;

    explicit HeaderIterator(HeaderBytes& bytes) : bytes_(&bytes) {}

    char operator*() const { return bytes_->peek(); }

    HeaderIterator& operator++()
    {
        bytes_->advance();
        return *this;
    }

    void operator++(int) { bytes_->advance(); }

    friend bool operator==(const HeaderIterator& a, const HeaderIterator& b)
    {
        return a.isAtEnd() == b.isAtEnd();
    }

private:
    bool isAtEnd() const { return bytes_ == nullptr || bytes_->isAtEnd(); }

    HeaderBytes* bytes_ = nullptr;
};

} // namespace attenscope
