#pragma once

#include "engine/base/error.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/checkpoint/stored_tensors.h"

#include <filesystem>
#include <string>
#include <vector>

namespace attenscope {

/// Whether a file's name ends as files of weights do: ".safetensors", ".bin", ".pt", ….
ATTENSCOPE_EXPORT bool isWeightsName(const std::filesystem::path& file);

/// Whether a file that was named for itself may hold weights: ViLBERT's "pytorch_ckpt_latest.tar"
/// is a file of torch's, and no tar.
bool mayBeWeights(const std::filesystem::path& file);

/// Whether a folder has weights under a name that says so.
bool hasWeights(const ModelFolder& folder);

/// Takes over an open file of weights: safetensors unless the name ends as torch's files do.
/// Throws the errors of the containers.
WeightFile openWeightFile(InputFile file, const std::filesystem::path& name);

/// What a folder's weights consist of: one file, or an index and its shards.
struct WeightNames {
    std::string main;               ///< "model.safetensors", "pytorch_model.bin.index.json"
    std::vector<std::string> files; ///< that hold tensors, sorted
};

/// Chooses as the Hugging Face library does: model.safetensors, its index, pytorch_model.bin, its
/// index; a folder with none of them may have a single other file of weights. Reads an index, no
/// weights. Throws E_IO if there is nothing, or no telling which; for an index E_INDEX_PATH,
/// E_INDEX_MISSING, E_LIMIT_SHARDS, E_LIMIT_TENSORS, E_LIMIT_FILE, E_CONFIG_FIELD.
WeightNames findWeights(const ModelFolder& folder);

/// All files of a folder's weights, open.
struct OpenWeights {
    std::vector<WeightFile> files;
    std::string name; ///< what messages call them together
    Warnings warnings;
};

/// Opens what findWeights chose and reads what each file holds. Throws the errors of the
/// containers, E_INDEX_MISSING for a tensor that its shard does not have, E_INDEX_CONFLICT for one
/// that two have.
OpenWeights openWeights(const ModelFolder& folder);

} // namespace attenscope
