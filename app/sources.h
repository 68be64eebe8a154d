#pragma once

#include "engine/base/error.h"
#include "engine/base/progress.h"
#include "engine/checkpoint/find_models.h"
#include "engine/io/run_files.h"
#include "engine/models/model.h"
#include "engine/vision/image.h"
#include "engine/vision/regions.h"
#include "ui/state/kept_files.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// A decoded picture with what is known of its file.
struct PictureFile {
    Image image;
    std::string path;   ///< absolute, so that it can be opened again from anywhere
    std::string digest; ///< SHA-256 of the file, hexadecimal
    Warnings warnings;
};

/// Throws E_IMAGE_…, E_LIMIT_…, E_IO.
PictureFile readPicture(const std::filesystem::path& file);

/// The regions that `file` holds for a picture.
/// id  of the picture in a table; nothing: its file's name without the ending
/// Throws what readRegions throws.
Regions readRegionsOf(const PictureFile& picture,
                      const std::filesystem::path& file,
                      const std::optional<std::string>& id,
                      const Progress& progress);

/// What a recorded run says of its picture.
SampleFacts sampleFacts(const PictureFile& picture);

/// Throws E_RUN_PICTURE if a picture is not the one that a run was made with.
void requireSamePicture(const PictureFile& picture, const SampleFacts& recorded);

/// A model on this machine and where it was found.
struct ListedModel {
    FoundModel model;
    std::string origin; ///< "bundled", "folder", "cache"
    std::string family; ///< for people: "LXMERT"; the config's own word for a family not known here
};

/// The bundled models, those in the folders of ATTENSCOPE_MODELS (colons between them), and those
/// in the Hugging Face cache (HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME, HOME).
std::vector<ListedModel> listModels(const std::filesystem::path& dataFolder);

/// The folder of a model: a bundled one's name, a folder, or a name that listModels gives.
/// option  that the name was given with
/// Throws E_IO, naming the option, if it is none of these.
std::filesystem::path findModel(const std::string& nameOrPath,
                                const std::filesystem::path& dataFolder,
                                const std::string& option = "--model");

/// Where models are found by name, and their tokenizers.
struct LoadPlaces {
    std::filesystem::path dataFolder; ///< holds models/ and samples/
    KeptFiles kept;                   ///< what is remembered between calls
};

/// Loads a model by its name or folder.
/// tokenizer  a model whose tokenizer is used, remembered for this checkpoint; nothing: its own, or
///            the one that was chosen for it before
ModelPtr loadNamedModel(const std::string& nameOrPath,
                        const std::optional<std::string>& tokenizer,
                        int threads,
                        const LoadPlaces& places,
                        const Progress& progress);

} // namespace attenscope
