#include "engine/checkpoint/weight_files.h"

#include "engine/base/limits.h"
#include "engine/checkpoint/config.h"
#include "engine/checkpoint/open_inside.h"
#include "engine/checkpoint/safetensors.h"
#include "engine/checkpoint/safetensors_header.h"
#include "engine/checkpoint/shard_index.h"
#include "engine/checkpoint/torch_file.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

namespace attenscope {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIndexEnding = ".index.json";

bool isIndex(const std::string& name)
{
    return name.ends_with(kIndexEnding);
}

Error missingError(const ModelFolder& folder, std::string found, std::string remedy)
{
    return Error({.id = "E_IO",
                  .file = folder.nameOf("model.safetensors"),
                  .place = {},
                  .expected = "the model's weights",
                  .found = std::move(found),
                  .remedy = std::move(remedy)});
}

/// Files that may be somebody's weights under a name of their own.
std::vector<std::string> otherWeights(const fs::path& folder)
{
    constexpr std::array<std::string_view, 3> kOthers{"training_args.bin", "optimizer.pt",
                                                      "scheduler.pt"};
    std::vector<std::string> names;
    std::error_code error; // a folder that can't be listed has none
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (isWeightsName(it->path()) && std::ranges::find(kOthers, name) == kOthers.end()) {
            names.push_back(name);
        }
    }
    std::ranges::sort(names);
    return names;
}

std::string mainFile(const ModelFolder& folder)
{
    constexpr std::array<const char*, 4> kUsual{"model.safetensors", "model.safetensors.index.json",
                                                "pytorch_model.bin",
                                                "pytorch_model.bin.index.json"};
    if (!folder.weightsFile().empty()) {
        return folder.weightsFile();
    }
    for (const char* name : kUsual) {
        if (folder.contains(name)) {
            return name;
        }
    }
    const std::vector<std::string> others = otherWeights(folder.path());
    if (others.size() == 1) {
        return others.front();
    }
    if (others.size() > 1) {
        std::string list;
        for (const std::string& name : others) {
            list += (list.empty() ? "" : ", ") + escapedForDisplay(name);
        }
        throw missingError(folder, std::to_string(others.size()) + " files that may be it: " + list,
                           "Open one of these files instead of the folder.");
    }
    const bool isOther = folder.contains("tf_model.h5") || folder.contains("flax_model.msgpack");
    throw missingError(
        folder, isOther ? "weights of another library only" : "no such file",
        "Download the model's model.safetensors or pytorch_model.bin into the folder.");
}

WeightFile openOne(const ModelFolder& folder, const std::string& name)
{
    return openWeightFile(openInside(folder.path(), name, folder.nameOf(name)), name);
}

void requireApart(const std::vector<WeightFile>& files, const std::string& index)
{
    std::map<std::string_view, std::string_view> holders;
    for (const WeightFile& file : files) {
        for (const StoredTensor& tensor : file.tensors) {
            const auto [place, isNew] = holders.emplace(tensor.name, file.file.name());
            if (!isNew) {
                throw Error(
                    {.id = "E_INDEX_CONFLICT",
                     .file = index,
                     .place = tensor.name,
                     .expected = "each tensor in one file",
                     .found = "it in " + std::string(place->second) + " and " + file.file.name(),
                     .remedy = {}});
            }
        }
    }
}

void requireAll(const ModelFolder& folder,
                const ShardIndex& index,
                const std::vector<WeightFile>& files,
                const std::string& name)
{
    std::set<std::pair<std::string, std::string>> present;
    for (const WeightFile& file : files) {
        for (const StoredTensor& tensor : file.tensors) {
            present.emplace(tensor.name, file.file.name());
        }
    }
    for (const auto& [tensor, file] : index.fileOf) {
        if (!present.contains({tensor, folder.nameOf(file)})) {
            throw Error(
                {.id = "E_INDEX_MISSING",
                 .file = name,
                 .place = tensor,
                 .expected = "it in " + folder.nameOf(file),
                 .found = "none of this name there",
                 .remedy = "Index and files belong to different models; download them again."});
        }
    }
}

/// A total that fits neither way of counting tied tensors.
Warnings checkedTotal(const ShardIndex& index, const std::vector<WeightFile>& files)
{
    std::uint64_t all = 0;
    std::uint64_t distinct = 0;
    for (const WeightFile& file : files) {
        std::set<std::uint64_t> offsets;
        for (const StoredTensor& tensor : file.tensors) {
            const std::uint64_t bytes = tensor.elements * dtypeBytes(tensor.dtype);
            all += bytes;
            distinct += offsets.insert(tensor.offset).second ? bytes : 0;
        }
    }
    if (!index.totalBytes || *index.totalBytes == all || *index.totalBytes == distinct) {
        return {};
    }
    return {{.id = "W_INDEX_TOTAL",
             .text = "The index of the weights speaks of " + std::to_string(*index.totalBytes) +
                     " bytes; the files hold " + std::to_string(all) + "."}};
}

} // namespace

bool isWeightsName(const fs::path& file)
{
    constexpr std::array<std::string_view, 6> kEndings{".safetensors", ".bin",  ".pt",
                                                       ".pth",         ".ckpt", ".th"};
    return std::ranges::find(kEndings, file.extension().string()) != kEndings.end();
}

bool mayBeWeights(const fs::path& file)
{
    return isWeightsName(file) || file.extension() == ".tar";
}

bool hasWeights(const ModelFolder& folder)
{
    return !folder.weightsFile().empty() || folder.contains("model.safetensors.index.json") ||
           folder.contains("pytorch_model.bin.index.json") || !otherWeights(folder.path()).empty();
}

WeightFile openWeightFile(InputFile file, const fs::path& name)
{
    return mayBeWeights(name) && name.extension() != ".safetensors"
               ? openTorchFile(std::move(file))
               : openSafetensors(std::move(file));
}

WeightNames findWeights(const ModelFolder& folder)
{
    WeightNames names{.main = mainFile(folder), .files = {}};
    names.files = isIndex(names.main) ? readShardIndex(folder, names.main).files()
                                      : std::vector<std::string>{names.main};
    return names;
}

OpenWeights openWeights(const ModelFolder& folder)
{
    const std::string main = mainFile(folder);
    OpenWeights result{.files = {}, .name = folder.nameOf(main), .warnings = {}};
    if (!isIndex(main)) {
        result.files.push_back(openOne(folder, main));
        return result;
    }
    const ShardIndex index = readShardIndex(folder, main);
    for (const std::string& name : index.files()) {
        result.files.push_back(openOne(folder, name));
    }
    requireApart(result.files, result.name);
    requireAll(folder, index, result.files, result.name);
    result.warnings = checkedTotal(index, result.files);
    return result;
}

} // namespace attenscope
