#include "engine/checkpoint/header_bytes.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"

#include <algorithm>
#include <span>
#include <string>

namespace attenscope {

namespace {

constexpr std::uint64_t kChunkBytes = limits::kMiB / 16;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool separatesTokens(char c)
{
    return isBlank(c) || c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':';
}

} // namespace

HeaderBytes::HeaderBytes(const InputFile& file, std::uint64_t begin, std::uint64_t end)
    : file_(file), end_(end), chunkBegin_(begin)
{
    fill();
}

void HeaderBytes::fill()
{
    chunkBegin_ += position_;
    position_ = 0;
    chunk_.resize(static_cast<std::size_t>(std::min(kChunkBytes, end_ - chunkBegin_)));
    file_.readAt(chunkBegin_, chunk_);
}

void HeaderBytes::skip()
{
    ++position_;
    if (position_ == chunk_.size()) {
        fill();
    }
}

void HeaderBytes::advance()
{
    const char passed = peek();
    if (isInString_) {
        isInString_ = isEscaped_ || passed != '"';
        isEscaped_ = !isEscaped_ && passed == '\\';
    } else {
        isInString_ = passed == '"';
    }
    tokenBytes_ = !isInString_ && separatesTokens(passed) ? 0 : tokenBytes_ + 1;
    if (tokenBytes_ > limits::kHeaderTextBytes) {
        throw Error(
            {.id = "E_LIMIT_TEXT",
             .file = file_.name(),
             .place = "byte " + std::to_string(offset()),
             .expected = "texts of at most " + std::to_string(limits::kHeaderTextBytes) + " bytes",
             .found = "a longer one",
             .remedy = {}});
    }
    ++given_;
    skip();
    if (!isInString_ && isBlank(passed)) {
        while (!isAtEnd() && isBlank(peek())) {
            skip();
        }
    }
}

} // namespace attenscope
