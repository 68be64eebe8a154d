#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// A fresh folder that goes with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Writes a file, and the folders above it; returns its path.
    std::filesystem::path write(const std::filesystem::path& name, std::string_view bytes) const;

    /// Names of everything directly inside, sorted.
    std::vector<std::string> names() const;

private:
    std::filesystem::path path_;
};

/// The bytes of a file. Throws std::runtime_error.
std::string bytesOf(const std::filesystem::path& path);

} // namespace attenscope
