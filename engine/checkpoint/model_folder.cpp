#include "engine/checkpoint/model_folder.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/listed.h"
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
    if (mayBeWeights(path_) && std::filesystem::is_regular_file(path_, ignored)) {
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

namespace {

constexpr const char* kConfigFile = "config.json";

/// JSON files that describe a transformer, whatever they are called, in order of their names. Those
/// that can't be read are none: nobody named them.
std::map<std::string, Config> otherConfigs(const ModelFolder& folder)
{
    std::map<std::string, Config> configs;
    std::error_code error; // a folder that can't be listed has none
    std::filesystem::directory_iterator it(folder.path(), error);
    for (const std::filesystem::directory_iterator end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.ends_with(".json")) {
            continue;
        }
        try {
            Config config = folder.readConfig(name);
            if (config.isNumber("/hidden_size")) {
                configs.emplace(name, std::move(config));
            }
        } catch (const Error&) {
            continue;
        }
    }
    return configs;
}

} // namespace

Config ModelFolder::readModelConfig() const
{
    if (contains(kConfigFile)) {
        return readConfig(kConfigFile);
    }
    std::map<std::string, Config> others = otherConfigs(*this);
    if (others.size() == 1) {
        return std::move(others.begin()->second);
    }
    if (others.empty() && hasWeights(*this)) {
        return Config::absent(nameOf(kConfigFile));
    }
    if (others.empty()) {
        return readConfig(kConfigFile); // says what is missing
    }
    std::vector<std::string> names;
    for (const auto& [name, config] : others) {
        names.push_back(name);
    }
    throw Error({.id = "E_CONFIG_FIELD",
                 .file = nameOf(kConfigFile),
                 .place = {},
                 .expected = "one config of the model",
                 .found = "several that may be it: " + listed(names),
                 .remedy = "Rename the model's own to config.json."});
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
