#pragma once

#include "engine/base/error.h"
#include "engine/base/export.h"
#include "engine/checkpoint/config.h"
#include "engine/checkpoint/model_folder.h"

#include <cstdint>
#include <filesystem>
#include <functional>
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
    std::string family;               ///< for people: "LXMERT"; empty if it is not known here
    std::string architecture;         ///< the first of config.json
    std::uint64_t sizeBytes = 0;      ///< of all weight files, whatever their format
    bool isCached = false;            ///< in a Hugging Face cache
    std::optional<ErrorInfo> problem; ///< why it can't be opened
};

/// What loading recognises a folder by: the family's name for people. Throws E_MODEL_UNSUPPORTED
/// where it is none that can be opened.
using RecogniseFamily = std::function<std::string(const Config&, const ModelFolder&)>;

/// Lists models: each of `folders` itself or, if it is none, the models directly in it; then the
/// caches. Sorted by name within each place. A folder of `folders` that can't be read is listed
/// with its problem; a cache that does not exist is no news. Configs and the headers of weights are
/// read, no weights.
ATTENSCOPE_EXPORT std::vector<FoundModel> findModels(const ModelPlaces& places,
                                                     const RecogniseFamily& recognise);

} // namespace attenscope
