#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/checkpoint/config.h"
#include "engine/checkpoint/weights.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// A checkpoint's folder. Files are opened inside it only: symbolic links are followed if they
/// stay in the folder or, in a Hugging Face cache snapshot, lead into that repository's `blobs`;
/// otherwise E_PATH_ESCAPE. Devices and pipes never block.
class ATTENSCOPE_EXPORT ModelFolder {
public:
    /// Throws E_IO if `path` is no readable folder.
    explicit ModelFolder(std::filesystem::path path);

    const std::filesystem::path& path() const { return path_; }

    bool contains(const std::string& name) const;

    /// The whole file; E_LIMIT_FILE when larger than `maximumBytes`, E_IO when it can't be read.
    std::string read(const std::string& name, std::uint64_t maximumBytes) const;
    Config readConfig(const std::string& name) const;

    /// All tensors of `model.safetensors`. Throws the errors of the container (E_ST_…).
    Weights readWeights(const Progress& progress) const;

    /// Reads the header of the weight file and no weights; throws what readWeights would.
    void checkWeights() const;

    /// SHA-256 over the weight files, hexadecimal: what identifies the model in results.
    std::string weightsDigest(const Progress& progress) const;

    /// What messages call a file of this folder: "folder/name".
    std::string nameOf(const std::string& file) const;

private:
    std::filesystem::path path_;
};

} // namespace attenscope
