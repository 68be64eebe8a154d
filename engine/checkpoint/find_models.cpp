#include "engine/checkpoint/find_models.h"

#include "engine/checkpoint/open_inside.h"
#include "engine/checkpoint/weight_files.h"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

namespace attenscope {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRepositoryPrefix = "models--";

/// Everything directly in a folder, sorted; empty if it can't be read.
std::vector<fs::path> entriesOf(const fs::path& folder)
{
    std::vector<fs::path> paths;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        paths.push_back(it->path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

bool looksLikeModel(const fs::path& folder)
{
    std::error_code error;
    return fs::exists(folder / "config.json", error) ||
           std::ranges::any_of(entriesOf(folder), isWeightsName);
}

std::uint64_t weightBytes(const fs::path& folder)
{
    std::uint64_t bytes = 0;
    for (const fs::path& file : entriesOf(folder)) {
        std::error_code error;
        const std::uintmax_t size = isWeightsName(file) ? fs::file_size(file, error) : 0;
        bytes += error ? 0 : size;
    }
    return bytes;
}

/// Fills in what can be learned without reading weights. Throws the first reason against opening
/// it.
void examine(FoundModel& model, const RecogniseFamily& recognise)
{
    const ModelFolder folder(model.path);
    model.sizeBytes = weightBytes(model.path);
    const Config config = folder.readModelConfig();
    model.modelType = config.text("/model_type", "");
    if (config.contains("/architectures") && config.size("/architectures") > 0) {
        model.architecture = config.text("/architectures/0", std::nullopt);
    }
    model.family = recognise(config, folder);
    folder.checkWeights();
}

FoundModel examined(FoundModel model, const RecogniseFamily& recognise)
{
    try {
        examine(model, recognise);
    } catch (const Error& error) { // one row of the list; the others go on
        model.problem = error.info();
    }
    return model;
}

/// "models--ORG--NAME" as people write it. Only the first "--" parts; NAME may have its own.
std::string repositoryName(std::string folder)
{
    folder.erase(0, kRepositoryPrefix.size());
    const std::size_t separator = folder.find("--");
    return separator == std::string::npos ? folder : folder.replace(separator, 2, "/");
}

bool isCommit(const std::string& text)
{
    constexpr std::size_t kDigits = 40;
    return text.size() == kDigits &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// The snapshot that `refs/main` names; empty if there is none.
fs::path mainSnapshot(const fs::path& repository)
{
    constexpr std::uint64_t kLongest = 256;
    try {
        std::string commit = openInside(repository / "refs", "main", "refs/main").readAll(kLongest);
        commit.erase(std::min(commit.find_last_not_of(" \r\n") + 1, commit.size()));
        return isCommit(commit) ? repository / "snapshots" / commit : fs::path();
    } catch (const Error&) { // no reference: the newest snapshot will do
        return {};
    }
}

/// Else the one that changed last.
fs::path snapshotOf(const fs::path& repository)
{
    fs::path newest = mainSnapshot(repository);
    std::error_code error;
    if (!newest.empty() && fs::is_directory(newest, error)) {
        return newest;
    }
    newest.clear();
    fs::file_time_type newestTime = fs::file_time_type::min();
    for (const fs::path& snapshot : entriesOf(repository / "snapshots")) {
        const fs::file_time_type time = fs::last_write_time(snapshot, error);
        if (!error && fs::is_directory(snapshot, error) && time > newestTime) {
            newest = snapshot;
            newestTime = time;
        }
    }
    return newest;
}

FoundModel cachedModel(const fs::path& repository, const RecogniseFamily& recognise)
{
    FoundModel model;
    model.name = repositoryName(repository.filename().string());
    model.isCached = true;
    model.path = snapshotOf(repository);
    if (model.path.empty()) {
        model.path = repository;
        model.problem = {.id = "E_IO",
                         .file = repository.string(),
                         .place = {},
                         .expected = "a snapshot",
                         .found = "none",
                         .remedy = {}};
    } else {
        model = examined(std::move(model), recognise);
    }
    const bool isIncomplete =
        model.problem && (model.problem->id == "E_IO" || model.problem->id == "E_CONFIG_FIELD") &&
        model.problem->place.empty();
    if (isIncomplete) {
        model.problem->remedy = "Fetch the missing files with \"hf download " + model.name + "\".";
    }
    return model;
}

} // namespace

std::vector<FoundModel> findModels(const ModelPlaces& places, const RecogniseFamily& recognise)
{
    std::vector<FoundModel> models;
    const auto add = [&](const fs::path& folder) {
        FoundModel model;
        model.name = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
        model.path = folder;
        models.push_back(examined(std::move(model), recognise));
    };
    for (const fs::path& folder : places.folders) {
        std::error_code error;
        if (looksLikeModel(folder) || !fs::is_directory(folder, error)) {
            add(folder);
            continue;
        }
        for (const fs::path& child : entriesOf(folder)) {
            if (looksLikeModel(child)) {
                add(child);
            }
        }
    }
    for (const fs::path& cache : places.hubCaches) {
        for (const fs::path& repository : entriesOf(cache)) {
            std::error_code error;
            if (repository.filename().string().starts_with(kRepositoryPrefix) &&
                fs::is_directory(repository, error)) {
                models.push_back(cachedModel(repository, recognise));
            }
        }
    }
    return models;
}

} // namespace attenscope
