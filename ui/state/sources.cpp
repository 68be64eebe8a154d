#include "ui/state/sources.h"

#include "engine/io/region_files.h"
#include "engine/io/tokenizer_choices.h"
#include "ui/input/image_conversion.h"
#include "ui/input/image_reader.h"

#include <utility>

namespace attenscope {

Sources programSources(int threads, const KeptFiles& files)
{
    Sources sources;
    sources.loadModel = [threads, files](const std::filesystem::path& folder,
                                         const Progress& progress) {
        return loadModel(folder,
                         LoadOptions{.threads = threads,
                                     .tokenizer = TokenizerChoices(files.tokenizers).find(folder),
                                     .digests = files.digests},
                         progress);
    };
    sources.loadModule = [threads, files](const ModuleSetup& setup, const Progress& progress) {
        return loadBareModule(
            setup, LoadOptions{.threads = threads, .tokenizer = {}, .digests = files.digests},
            progress);
    };
    sources.readPicture = [](const std::filesystem::path& file) {
        ReadImage read = readImageFile(file);
        Picture picture;
        picture.image = std::move(read.image);
        picture.name = file.filename().string();
        picture.file = file;
        picture.digest = std::move(read.digest);
        picture.warnings = std::move(read.warnings);
        return picture;
    };
    sources.readRegions = [](const std::filesystem::path& file, const Picture& picture,
                             const Progress& progress) {
        return readRegions(file,
                           {.width = picture.image.width,
                            .height = picture.image.height,
                            .id = std::filesystem::path(picture.name).stem().string()},
                           progress);
    };
    return sources;
}

Picture pictureFrom(const QImage& image, const std::string& name)
{
    Picture picture;
    picture.image = imageFromQImage(image);
    picture.name = name;
    return picture;
}

Picture pictureFrom(const QByteArray& bytes, const std::string& name)
{
    ReadImage read = decodeImage(bytes, name);
    Picture picture;
    picture.image = std::move(read.image);
    picture.name = name;
    picture.warnings = std::move(read.warnings);
    return picture;
}

} // namespace attenscope
