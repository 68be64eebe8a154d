#include "engine/checkpoint/model_folder.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/open_inside.h"
#include "engine/checkpoint/stored_tensors.h"
#include "engine/checkpoint/weight_files.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <utility>

namespace attenscope {

ModelFolder::ModelFolder(std::filesystem::path path) : path_(std::move(path))
{
    std::error_code ignored; // what is no file is opened as a folder, or not at all
    if (isWeightsName(path_) && std::filesystem::is_regular_file(path_, ignored)) {
        weightsFile_ = path_.filename().string();
        path_ = std::filesystem::absolute(path_).parent_path();
    }
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
    OpenWeights open = openWeights(*this);
    return readTensors(std::move(open.files), open.name, progress, std::move(open.warnings));
}

void ModelFolder::checkWeights() const
{
    openWeights(*this);
}

std::map<std::string, std::vector<std::int64_t>> ModelFolder::tensorShapes() const
{
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (WeightFile& file : openWeights(*this).files) {
        for (StoredTensor& tensor : file.tensors) {
            shapes.emplace(std::move(tensor.name), std::move(tensor.shape));
        }
    }
    return shapes;
}

std::vector<NamedFile> ModelFolder::openWeightFiles() const
{
    std::vector<NamedFile> files;
    for (const std::string& name : findWeights(*this).files) {
        files.push_back({.name = name, .file = openInside(path_, name, nameOf(name))});
    }
    return files;
}

} // namespace attenscope
