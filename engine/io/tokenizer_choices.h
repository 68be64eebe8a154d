#pragma once

#include "engine/base/export.h"
#include "engine/io/remembered.h"

#include <filesystem>
#include <optional>

namespace attenscope {

/// Which other folder's tokenizer a checkpoint without one is opened with, remembered between
/// sessions.
class ATTENSCOPE_EXPORT TokenizerChoices {
public:
    /// file  where they are kept; empty: nothing is remembered
    explicit TokenizerChoices(std::filesystem::path file) : choices_(std::move(file)) {}

    /// The folder that was chosen for a checkpoint, if it is still there.
    std::optional<std::filesystem::path> find(const std::filesystem::path& checkpoint) const;

    /// Throws E_OUTPUT.
    void remember(const std::filesystem::path& checkpoint,
                  const std::filesystem::path& tokenizer) const;

private:
    Remembered choices_; ///< checkpoint → tokenizer
};

} // namespace attenscope
