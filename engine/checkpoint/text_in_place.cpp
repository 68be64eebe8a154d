#include "engine/checkpoint/text_in_place.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <span>
#include <string>

namespace attenscope {

namespace {

Error textError(const InputFile& file, std::string found, std::string remedy)
{
    return Error({.id = "E_ST_SIZE_MISMATCH",
                  .file = file.name(),
                  .place = "byte 0",
                  .expected = "weights",
                  .found = std::move(found),
                  .remedy = std::move(remedy)});
}

} // namespace

void requireNoText(const InputFile& file)
{
    constexpr std::uint64_t kLookBytes = 64;
    std::string start(static_cast<std::size_t>(std::min(file.size(), kLookBytes)), '\0');
    file.readAt(0, std::as_writable_bytes(std::span(start)));
    if (start.starts_with("version https://git-lfs")) {
        throw textError(file, "a Git LFS pointer of " + std::to_string(file.size()) + " bytes",
                        "Fetch the file itself with \"git lfs pull\" or download it again.");
    }
    start.erase(0, std::min(start.find_first_not_of(" \t\r\n"), start.size()));
    std::ranges::transform(start, start.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (start.starts_with("<!doctype") || start.starts_with("<html") ||
        start.starts_with("<?xml")) {
        throw textError(file, "a web page",
                        "The download failed; look into the file and download it again.");
    }
}

} // namespace attenscope
