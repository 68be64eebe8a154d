#include "tests/support/example_sources.h"

namespace attenscope {

namespace {

[[noreturn]] void refuse(const char* id, const std::string& file, const char* expected)
{
    throw Error({.id = id,
                 .file = file,
                 .place = {},
                 .expected = expected,
                 .found = "something else",
                 .remedy = {}});
}

} // namespace

Sources exampleSources(const std::shared_ptr<ExampleControl>& control)
{
    Sources sources;
    sources.clockMs = [control] {
        control->nowMs = control->nowMs + control->runMs;
        return control->nowMs.load();
    };
    sources.loadModel = [control](const std::filesystem::path& folder,
                                  const Progress&) -> ModelPtr {
        if (folder.filename() == "missing") {
            refuse("E_IO", folder.string(), "a folder");
        }
        if (folder.filename() == "broken") {
            refuse("E_TENSOR_SHAPE", folder.string() + "/model.safetensors", "[2, 3]");
        }
        if (folder.filename() == "regions") {
            return loadModel(TEST_DATA "/lxmert", {.threads = 1}, Progress());
        }
        return std::make_shared<const ExampleModel>(control, folder.filename().string());
    };
    sources.readRegions = [](const std::filesystem::path& file, const Picture& picture,
                             const Progress&) {
        if (file == "bad.npz" || (file == "all.tsv" && picture.name == "unknown.png")) {
            refuse("E_REGIONS_IMAGE", file.string(), "a row for the picture");
        }
        Regions regions;
        regions.features = Matrix::Constant(3, 24, 0.5F);
        regions.boxes = Matrix::Constant(3, 4, 0.5F);
        regions.boxes.leftCols(2).setZero();
        return regions;
    };
    sources.readPicture = [](const std::filesystem::path& file) {
        if (file == "bad.png") {
            refuse("E_IMAGE_FORMAT", file.string(), "an image");
        }
        Picture picture;
        picture.image = exampleImage(480, 240);
        picture.name = file.filename().string();
        picture.file = file;
        return picture;
    };
    return sources;
}

} // namespace attenscope
