#include "engine/checkpoint/model_folder.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/digest.h"
#include "engine/checkpoint/open_inside.h"
#include "engine/checkpoint/safetensors.h"
#include "engine/checkpoint/safetensors_header.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <utility>

namespace attenscope {

namespace {

constexpr const char* kWeightsFile = "model.safetensors";

/// What to do when a folder has its weights only in a form that is not read.
std::string remedyForWeights(const ModelFolder& folder)
{
    for (const char* other : {"model.safetensors.index.json", "pytorch_model.bin",
                              "pytorch_model.bin.index.json", "tf_model.h5"}) {
        if (folder.contains(other)) {
            return std::string("The folder has ") + other +
                   ", which this version does not read; save the model as one model.safetensors.";
        }
    }
    return "Download the model's model.safetensors into the folder.";
}

InputFile openWeights(const ModelFolder& folder)
{
    if (!folder.contains(kWeightsFile)) {
        throw Error({.id = "E_IO",
                     .file = folder.nameOf(kWeightsFile),
                     .place = {},
                     .expected = "the model's weights",
                     .found = "no such file",
                     .remedy = remedyForWeights(folder)});
    }
    return openInside(folder.path(), kWeightsFile, folder.nameOf(kWeightsFile));
}

} // namespace

ModelFolder::ModelFolder(std::filesystem::path path) : path_(std::move(path))
{
    const Descriptor folder(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.isOpen()) {
        throw Error({.id = "E_IO",
                     .file = path_.string(),
                     .place = {},
                     .expected = "a model's folder",
                     .found = "\"" + std::generic_category().message(errno) + "\"",
                     .remedy = {}});
    }
}

std::string ModelFolder::nameOf(const std::string& file) const
{
    const std::filesystem::path folder =
        path_.has_filename() ? path_.filename() : path_.parent_path().filename();
    return (folder / file).string();
}

bool ModelFolder::contains(const std::string& name) const
{
    std::error_code error; // what can't be looked at is not there
    return std::filesystem::exists(path_ / name, error);
}

std::string ModelFolder::read(const std::string& name, std::uint64_t maximumBytes) const
{
    return openInside(path_, name, nameOf(name)).readAll(maximumBytes);
}

Config ModelFolder::readConfig(const std::string& name) const
{
    if (!contains(name)) {
        throw Error({.id = "E_CONFIG_FIELD",
                     .file = nameOf(name),
                     .place = {},
                     .expected = "a JSON file",
                     .found = "no such file",
                     .remedy = "Choose the folder that the model was downloaded to."});
    }
    return Config::parse(read(name, limits::kConfigBytes), nameOf(name));
}

Weights ModelFolder::readWeights(const Progress& progress) const
{
    return readSafetensors(openWeights(*this), progress);
}

void ModelFolder::checkWeights() const
{
    readSafetensorsHeader(openWeights(*this));
}

std::string ModelFolder::weightsDigest(const Progress& progress) const
{
    return sha256(openWeights(*this), progress);
}

} // namespace attenscope
