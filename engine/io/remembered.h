#pragma once

#include "engine/base/error.h"
#include "engine/base/export.h"

#include <filesystem>
#include <map>
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

    std::map<std::string, std::string> all() const;

    /// Why the file can't be used as it is: E_IO, E_CONFIG_FIELD or a limit. Nothing: it can, or
    /// there is none. Texts that can be read are found all the same.
    std::optional<ErrorInfo> damage() const;

    /// Throws E_OUTPUT.
    void remember(const std::string& key, const std::string& text) const;
    void forget(const std::string& key) const;

private:
    std::filesystem::path file_;
};

/// What a file or a folder is called as a key: its absolute path, without "." and "..".
ATTENSCOPE_EXPORT std::string rememberedName(const std::filesystem::path& path);

} // namespace attenscope
