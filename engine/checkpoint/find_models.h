#pragma once

#include "engine/base/error.h"
#include "engine/base/export.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// Where models may lie. Settings and environment are the caller's business.
struct ModelPlaces {
    std::vector<std::filesystem::path> folders;   ///< each a model, or a folder of models
    std::vector<std::filesystem::path> hubCaches; ///< Hugging Face: "…/huggingface/hub"
};

/// A checkpoint on this machine, whether it can be opened or not.
struct FoundModel {
    std::string name;                 ///< "Salesforce/blip-itm-base-coco", or the folder's name
    std::filesystem::path path;       ///< what loadModel takes
    std::string modelType;            ///< of config.json; empty if it could not be read
    std::string architecture;         ///< the first of config.json
    std::uint64_t sizeBytes = 0;      ///< of all weight files, whatever their format
    bool isCached = false;            ///< in a Hugging Face cache
    std::optional<ErrorInfo> problem; ///< why it can't be opened
};

/// Lists models: each of `folders` itself or, if it is none, the models directly in it; then the
/// caches. Sorted by name within each place. A folder of `folders` that can't be read is listed
/// with its problem; a cache that does not exist is no news. Configs and the headers of weights are
/// read, no weights. supportedTypes  values of `model_type` that can be opened
ATTENSCOPE_EXPORT std::vector<FoundModel>
findModels(const ModelPlaces& places, const std::vector<std::string>& supportedTypes);

} // namespace attenscope
