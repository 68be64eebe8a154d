#include "engine/models/module_weights.h"

#include "engine/base/limits.h"
#include "engine/checkpoint/stored_tensors.h"
#include "engine/checkpoint/weight_files.h"
#include "engine/io/npz.h"
#include "engine/models/bare_module.h"

#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace attenscope {

namespace {

constexpr std::string_view kZipMagic = "PK\x03\x04";

std::string startOf(const InputFile& file)
{
    std::string start(std::min<std::uint64_t>(file.size(), kZipMagic.size()), '\0');
    file.readAt(0, std::as_writable_bytes(std::span(start)));
    return start;
}

/// NumPy's arrays as tensors; integers are only named, as in any checkpoint.
Weights readNpzWeights(InputFile file, const Progress& progress)
{
    constexpr std::uint64_t kTensorBytes = 1024 * limits::kMiB;
    const std::string fileName = file.name();
    const NpzFile archive(std::move(file), kTensorBytes);
    const std::vector<std::string> names = archive.names();
    std::map<std::string, Weights::Tensor> tensors;
    std::vector<std::shared_ptr<const void>> memory;
    int done = 0;
    for (const std::string& name : names) {
        progress.step(done++, static_cast<int>(names.size()), "weights");
        auto array = std::make_shared<const NamedArray>(archive.read(name));
        const auto* const floats = std::get_if<std::vector<float>>(&array->values);
        tensors[name] = {.shape = array->shape,
                         .data = floats == nullptr ? nullptr : floats->data(),
                         .file = fileName,
                         .dtype = floats == nullptr ? "I64" : "F32"};
        memory.push_back(std::move(array));
    }
    return {usualNames(std::move(tensors)), std::move(memory), fileName};
}

} // namespace

Weights readModuleWeights(const std::filesystem::path& path, const Progress& progress)
{
    InputFile file = InputFile::open(path, path.string());
    if (startOf(file) == kZipMagic && !isWeightsName(path)) { // torch writes such archives too
        return readNpzWeights(std::move(file), progress);
    }
    std::vector<WeightFile> files;
    files.push_back(openWeightFile(std::move(file), path));
    return readTensors(std::move(files), path.string(), progress);
}

ModulePlace inspectModule(const std::filesystem::path& weights,
                          const std::optional<std::string>& prefix,
                          const Progress& progress)
{
    return findModule(readModuleWeights(weights, progress), prefix);
}

std::vector<std::string> modulePrefixes(const std::filesystem::path& weights,
                                        const Progress& progress)
{
    return modulePrefixes(readModuleWeights(weights, progress));
}

} // namespace attenscope
