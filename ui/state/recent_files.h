#pragma once

#include "engine/base/error.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// What was opened lately, newest first, kept in a small JSON file between sessions. The file is
/// read anew each time, so that several windows can share it; a damaged one holds nothing.
class RecentFiles {
public:
    enum class Kind { Picture, Model, Session };

    static constexpr std::size_t kMost = 12; ///< of each kind

    /// file  where they are kept; empty: nothing is remembered
    explicit RecentFiles(std::filesystem::path file) : file_(std::move(file)) {}

    /// Why the file can't be used as it is; nothing: it can, or there is none.
    std::optional<ErrorInfo> damage() const;

    /// Newest first; files that are gone included.
    std::vector<std::filesystem::path> list(Kind kind) const;

    /// Puts a file first. Throws E_OUTPUT.
    void add(Kind kind, const std::filesystem::path& path) const;

    /// Forgets all of all kinds. Throws E_OUTPUT.
    void clear() const;

private:
    std::filesystem::path file_;
};

} // namespace attenscope
