#include "app/sources.h"

#include <QString>
#include <QStringList>

#include "app/hub_cache.h"
#include "engine/io/region_files.h"
#include "engine/io/tokenizer_choices.h"
#include "engine/models/registry.h"
#include "ui/input/image_reader.h"

#include <algorithm>
#include <utility>

namespace attenscope {

PictureFile readPicture(const std::filesystem::path& file)
{
    ReadImage read = readImageFile(file);
    return {.image = std::move(read.image),
            .path = std::filesystem::absolute(file).lexically_normal().string(),
            .digest = std::move(read.digest),
            .warnings = std::move(read.warnings)};
}

Regions readRegionsOf(const PictureFile& picture,
                      const std::filesystem::path& file,
                      const std::optional<std::string>& id,
                      const Progress& progress)
{
    return readRegions(file,
                       {.width = picture.image.width,
                        .height = picture.image.height,
                        .id = id.value_or(std::filesystem::path(picture.path).stem().string())},
                       progress);
}

SampleFacts sampleFacts(const PictureFile& picture)
{
    return {.imagePath = picture.path,
            .imageDigest = picture.digest,
            .imageWidth = picture.image.width,
            .imageHeight = picture.image.height};
}

void requireSamePicture(const PictureFile& picture, const SampleFacts& recorded)
{
    if (picture.digest != recorded.imageDigest) {
        throw Error({.id = "E_RUN_PICTURE",
                     .file = picture.path,
                     .place = {},
                     .expected = "the picture of the run, sha256 " + recorded.imageDigest,
                     .found = "another one, sha256 " + picture.digest,
                     .remedy = "Add --image FILE with the picture that was run."});
    }
}

namespace {

std::vector<std::filesystem::path> configuredFolders()
{
    std::vector<std::filesystem::path> folders;
    for (const QString& folder :
         qEnvironmentVariable("ATTENSCOPE_MODELS").split(':', Qt::SkipEmptyParts)) {
        folders.emplace_back(folder.toStdString());
    }
    return folders;
}

} // namespace

std::vector<ListedModel> listModels(const std::filesystem::path& dataFolder)
{
    const auto recognise = [](const Config& config, const ModelFolder& folder) {
        return std::string(requireFamily(config, folder).name);
    };
    std::vector<ListedModel> listed;
    const auto add = [&](const ModelPlaces& places, const std::string& origin) {
        for (FoundModel& model : findModels(places, recognise)) {
            std::string family = model.family.empty() ? model.modelType : model.family;
            listed.push_back({std::move(model), origin, std::move(family)});
        }
    };
    add({.folders = {dataFolder / "models"}}, "bundled");
    add({.folders = configuredFolders()}, "folder");
    const auto environment = [](const QString& name) {
        return qEnvironmentVariable(name.toLatin1().constData());
    };
    add({.hubCaches = {hubCache(environment)}}, "cache");
    return listed;
}

std::filesystem::path findModel(const std::string& nameOrPath,
                                const std::filesystem::path& dataFolder,
                                const std::string& option)
{
    std::error_code ignored;
    const bool isName = nameOrPath.find('/') == std::string::npos && !nameOrPath.empty() &&
                        nameOrPath.front() != '.';
    const std::filesystem::path bundled = dataFolder / "models" / nameOrPath;
    if (isName && std::filesystem::exists(bundled, ignored)) {
        return bundled;
    }
    if (std::filesystem::exists(nameOrPath, ignored)) {
        return nameOrPath;
    }
    for (const ListedModel& listed : listModels(dataFolder)) {
        if (listed.model.name == nameOrPath) {
            return listed.model.path;
        }
    }
    throw Error({.id = "E_IO",
                 .file = nameOrPath,
                 .place = option,
                 .expected = "a checkpoint folder, or a model's name",
                 .found = "neither",
                 .remedy = "attenscope models lists the names."});
}

ModelPtr loadNamedModel(const std::string& nameOrPath,
                        const std::optional<std::string>& tokenizer,
                        int threads,
                        const LoadPlaces& places,
                        const Progress& progress)
{
    const std::filesystem::path folder = findModel(nameOrPath, places.dataFolder);
    const TokenizerChoices choices(places.kept.tokenizers);
    const std::optional<std::filesystem::path> chosen =
        tokenizer ? std::optional(findModel(*tokenizer, places.dataFolder, "--tokenizer"))
                  : choices.find(folder);
    ModelPtr model =
        loadModel(folder, {.threads = threads, .tokenizer = chosen, .digests = places.kept.digests},
                  progress);
    if (tokenizer) {
        choices.remember(folder, *chosen);
    }
    return model;
}

} // namespace attenscope
