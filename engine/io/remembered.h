#pragma once

#include "engine/base/export.h"

#include <filesystem>
#include <optional>
#include <string>

namespace attenscope {

/// Texts by their keys, kept between sessions in a small JSON file. The file is read anew each
/// time, so that several programs can share it. A file that is missing or damaged holds nothing.
class ATTENSCOPE_EXPORT Remembered {
public:
    /// file  where they are kept; empty: nothing is remembered
    explicit Remembered(std::filesystem::path file) : file_(std::move(file)) {}

    std::optional<std::string> find(const std::string& key) const;

    /// Throws E_OUTPUT.
    void remember(const std::string& key, const std::string& text) const;
    void forget(const std::string& key) const;

private:
    std::filesystem::path file_;
};

/// What a file or a folder is called as a key: its absolute path, without "." and "..".
ATTENSCOPE_EXPORT std::string rememberedName(const std::filesystem::path& path);

} // namespace attenscope
