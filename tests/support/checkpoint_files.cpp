#include "tests/support/checkpoint_files.h"

#include <nlohmann/json.hpp>

#include "engine/checkpoint/model_folder.h"
#include "engine/checkpoint/weights.h"
#include "engine/tensor/matrix.h"
#include "tests/support/pickle_bytes.h"
#include "tests/support/safetensors_bytes.h"

#include <cstring>
#include <stdexcept>
#include <utility>

namespace attenscope {

namespace {

template <typename Half>
std::string roundedBytes(const std::string& bytes)
{
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    std::vector<Half> halves;
    for (const float value : values) {
        halves.emplace_back(value); // to the nearest, ties to even
    }
    return rawBytes(halves);
}

std::string storageClass(const std::string& dtype)
{
    const std::map<std::string, std::string> kClasses{{"F32", "FloatStorage"},
                                                      {"F16", "HalfStorage"},
                                                      {"BF16", "BFloat16Storage"},
                                                      {"I64", "LongStorage"}};
    return kClasses.at(dtype);
}

} // namespace

FilePart floatPart(std::vector<std::int64_t> shape, const std::vector<float>& values)
{
    return {.dtype = "F32", .shape = std::move(shape), .bytes = rawBytes(values)};
}

FilePart integerPart(std::vector<std::int64_t> shape, const std::vector<std::int64_t>& values)
{
    return {.dtype = "I64", .shape = std::move(shape), .bytes = rawBytes(values)};
}

FileParts partsOf(const std::filesystem::path& folder)
{
    FileParts parts;
    const Weights weights = ModelFolder(folder).readWeights({});
    for (const auto& [name, tensor] : weights.all()) {
        if (tensor.data != nullptr) {
            parts[name] =
                floatPart(tensor.shape, {tensor.data, tensor.data + Weights::elements(tensor)});
        }
    }
    return parts;
}

FileParts rounded(FileParts parts, const std::string& dtype)
{
    for (auto& [name, part] : parts) {
        part.bytes = dtype == "F16" ? roundedBytes<Eigen::half>(part.bytes)
                                    : roundedBytes<Eigen::bfloat16>(part.bytes);
        part.dtype = dtype;
    }
    return parts;
}

std::string safetensorsFile(const FileParts& parts)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    std::string data;
    for (const auto& [name, part] : parts) {
        header[name] = {{"dtype", part.dtype},
                        {"shape", part.shape},
                        {"data_offsets", {data.size(), data.size() + part.bytes.size()}}};
        data += part.bytes;
    }
    return safetensorsBytes(header.dump(), data);
}

std::string torchFile(const FileParts& parts, const std::string& wrapper)
{
    std::vector<ZipPart> files{{.name = "archive/data.pkl", .data = {}}};
    std::string items;
    for (const auto& [name, part] : parts) {
        const std::string key = std::to_string(files.size() - 1);
        pickled::View view{.offset = 0, .shape = part.shape, .strides = {}};
        std::int64_t count = 1;
        for (auto extent = part.shape.rbegin(); extent != part.shape.rend(); ++extent) {
            view.strides.insert(view.strides.begin(), count);
            count *= *extent;
        }
        items += pickled::text(name) +
                 pickled::tensor(pickled::storage(count, key, storageClass(part.dtype)), view);
        files.push_back({.name = "archive/data/" + key, .data = part.bytes});
    }
    const std::string dict = pickled::name("collections", "OrderedDict") + ")R(" + items + "u";
    const std::string foreign = pickled::name("argparse", "Namespace") + ")R";
    files.front().data =
        "\x80\x02" +
        (wrapper.empty() ? dict
                         : "}(" + pickled::text(wrapper) + dict + pickled::text("optimizer") +
                               foreign + pickled::text("epoch") + pickled::integer(3) + "u") +
        ".";
    files.push_back({.name = "archive/version", .data = "3\n"});
    return zipBytes(files);
}

void writeShards(const TemporaryFolder& folder, const FileParts& parts, const std::string& ending)
{
    FileParts shards[2];
    nlohmann::json map;
    std::size_t i = 0;
    for (const auto& [name, part] : parts) {
        shards[i % 2][name] = part;
        map[name] = "part-" + std::to_string(i % 2) + ending;
        ++i;
    }
    const bool isTorch = ending == ".bin";
    for (std::size_t shard = 0; shard < 2; ++shard) {
        folder.write("part-" + std::to_string(shard) + ending,
                     isTorch ? torchFile(shards[shard]) : safetensorsFile(shards[shard]));
    }
    folder.write(isTorch ? "pytorch_model.bin.index.json" : "model.safetensors.index.json",
                 nlohmann::json{{"weight_map", map}}.dump());
}

std::string patchedJson(const std::string& json, const std::string& patch)
{
    nlohmann::ordered_json result = nlohmann::ordered_json::parse(json);
    result.merge_patch(nlohmann::ordered_json::parse(patch));
    return result.dump();
}

void copyBesideWeights(const std::filesystem::path& folder, const TemporaryFolder& target)
{
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::filesystem::path name = entry.path().filename();
        if (entry.is_regular_file() && name.extension() != ".safetensors" &&
            name.extension() != ".bin" && name.extension() != ".py") {
            target.write(name, bytesOf(entry.path()));
        }
    }
}

} // namespace attenscope
