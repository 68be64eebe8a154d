#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace attenscope {

/// A picture that ships with the program, with a caption that suits it.
struct SampleEntry {
    std::filesystem::path file;
    std::filesystem::path regions; ///< of the picture, for region models; empty: none ship
    std::string title;
    std::string caption;
};

/// The samples that folder/samples.json lists, in its order. Empty if there is no such file.
/// Throws E_CONFIG_FIELD if the file is not a list of objects with file and caption.
std::vector<SampleEntry> readSamples(const std::filesystem::path& folder);

} // namespace attenscope
