#include "engine/checkpoint/digest.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <new>
#include <openssl/evp.h>
#include <span>
#include <vector>

namespace attenscope {

namespace {

void require(int success)
{
    if (success != 1) {
        throw Error({.id = "E_INTERNAL",
                     .file = {},
                     .place = "SHA-256",
                     .expected = "libcrypto to compute it",
                     .found = "a refusal",
                     .remedy = {}});
    }
}

/// SHA-256 over pieces.
class Sum {
public:
    Sum() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
    {
        if (!context_) {
            throw std::bad_alloc();
        }
        require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
    }

    void add(const void* bytes, std::size_t size)
    {
        require(EVP_DigestUpdate(context_.get(), bytes, size));
    }

    /// 64 hexadecimal digits
    std::string finish()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int size = 0;
        require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
        std::string text;
        for (const unsigned char byte : std::span(digest).first(size)) {
            constexpr std::array<char, 17> kDigits{"0123456789abcdef"};
            text += kDigits[byte >> 4U];
            text += kDigits[byte & 15U];
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

} // namespace

std::string sha256(const InputFile& file, const Progress& progress)
{
    constexpr std::uint64_t kChunkBytes = 4 * limits::kMiB;
    Sum sum;
    std::vector<std::byte> chunk(static_cast<std::size_t>(std::min(kChunkBytes, file.size())));
    for (std::uint64_t offset = 0; offset < file.size(); offset += chunk.size()) {
        progress.step(static_cast<int>(offset / limits::kMiB),
                      static_cast<int>(file.size() / limits::kMiB) + 1, "identifying the model");
        chunk.resize(static_cast<std::size_t>(std::min(kChunkBytes, file.size() - offset)));
        file.readAt(offset, chunk);
        sum.add(chunk.data(), chunk.size());
    }
    file.requireUnchanged();
    return sum.finish();
}

std::string sha256(std::string_view text)
{
    Sum sum;
    sum.add(text.data(), text.size());
    return sum.finish();
}

} // namespace attenscope
