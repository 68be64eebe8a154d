#pragma once

#include "engine/base/export.h"

#include <filesystem>
#include <optional>

namespace attenscope {

/// Which other folder's tokenizer a checkpoint without one is opened with, remembered in a small
/// JSON file between sessions. The file is read anew each time, so that several programs can share
/// it. A file that is missing or damaged holds no choices.
class ATTENSCOPE_EXPORT TokenizerChoices {
public:
    /// file  where they are kept; empty: nothing is remembered
    explicit TokenizerChoices(std::filesystem::path file) : file_(std::move(file)) {}

    /// The folder that was chosen for a checkpoint, if it is still there.
    std::optional<std::filesystem::path> find(const std::filesystem::path& checkpoint) const;

    /// Throws E_OUTPUT.
    void remember(const std::filesystem::path& checkpoint,
                  const std::filesystem::path& tokenizer) const;

private:
    std::filesystem::path file_;
};

} // namespace attenscope
