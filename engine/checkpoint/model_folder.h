#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/checkpoint/config.h"
#include "engine/checkpoint/input_file.h"
#include "engine/checkpoint/weights.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace attenscope {

/// An open file and what its folder calls it.
struct NamedFile {
    std::string name;
    InputFile file;
};

/// A checkpoint's folder. Files are opened inside it only: symbolic links are followed if they
/// stay in the folder or, in a Hugging Face cache snapshot, lead into that repository's `blobs`;
/// otherwise E_PATH_ESCAPE. Devices and pipes never block.
class ATTENSCOPE_EXPORT ModelFolder {
public:
    /// path  a folder, or one file of weights in it
    /// Throws E_IO if it is no readable folder.
    explicit ModelFolder(std::filesystem::path path);

    const std::filesystem::path& path() const { return path_; }

    /// The file of weights that was asked for by name; empty for a folder.
    const std::string& weightsFile() const { return weightsFile_; }

    bool contains(const std::string& name) const;

    /// The whole file; E_LIMIT_FILE when larger than `maximumBytes`, E_IO when it can't be read.
    std::string read(const std::string& name, std::uint64_t maximumBytes) const;
    Config readConfig(const std::string& name) const;

    /// The model's own config: config.json, or, where there is none, the one other JSON file that
    /// has a hidden_size, as the authors of ViLBERT, ALBEF and UNITER name theirs. An absent one
    /// (Config::isAbsent) for a folder that has nothing of the kind beside weights.
    /// Throws E_CONFIG_FIELD where there are no weights either, or several such files.
    Config readModelConfig() const;

    /// All tensors, whatever holds them; the first of model.safetensors, its shards by
    /// model.safetensors.index.json, pytorch_model.bin (a ZIP archive or torch's older layout), its
    /// shards by pytorch_model.bin.index.json, or the only other file of weights.
    /// Throws E_IO if there are none, the errors of the container (E_ST_…, E_PICKLE_…) and of the
    /// index (E_INDEX_…), and those of readTensors.
    Weights readWeights(const Progress& progress) const;

    /// Reads what the weight files hold and no weights; throws what readWeights would.
    void checkWeights() const;

    /// Names and shapes of what readWeights would read, as far as config and evidence need them.
    std::map<std::string, std::vector<std::int64_t>> tensorShapes() const;

    /// The files that readWeights reads, open and sorted by name; throws what finding them gives
    /// cause for.
    std::vector<NamedFile> openWeightFiles() const;

    /// What messages call a file of this folder: "folder/name".
    std::string nameOf(const std::string& file) const;

private:
    std::filesystem::path path_;
    std::string weightsFile_;
};

} // namespace attenscope
