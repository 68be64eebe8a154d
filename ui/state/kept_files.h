#pragma once

#include <filesystem>

namespace attenscope {

/// Where the program keeps what it learns, between sessions. An empty path: not kept.
struct KeptFiles {
    std::filesystem::path tokenizers; ///< TokenizerChoices
    std::filesystem::path modules;    ///< ModuleAnswers
    std::filesystem::path digests;    ///< of weights: LoadOptions::digests
    std::filesystem::path settings;   ///< of the window: "reduced-motion"
    std::filesystem::path keys;       ///< that a person has changed, by the command's id
    std::filesystem::path recent;     ///< RecentFiles
    std::filesystem::path recovery;   ///< the folder of Recovery
};

} // namespace attenscope
