#include "tests/support/golden.h"

#include <nlohmann/json.hpp>

#include "tests/support/npy_reader.h"
#include "tests/support/weights_builder.h"

#include <fstream>
#include <stdexcept>
#include <utility>

namespace attenscope {

namespace {

nlohmann::json readManifest(const std::filesystem::path& folder)
{
    std::ifstream stream(folder / "manifest.json");
    if (!stream) {
        throw std::runtime_error("no manifest in " + folder.string());
    }
    return nlohmann::json::parse(stream);
}

} // namespace

Golden::Golden(std::filesystem::path folder)
    : folder_(std::move(folder)), tolerance_(readManifest(folder_).at("tolerance"))
{
}

bool Golden::contains(const std::string& name) const
{
    return std::filesystem::exists(folder_ / (name + ".npy"));
}

NamedArray Golden::array(const std::string& name) const
{
    if (!contains(name)) {
        throw std::runtime_error(folder_.string() + " has no " + name);
    }
    return readNpy(folder_ / (name + ".npy"));
}

Matrix Golden::matrix(const std::string& name) const
{
    return matrices(name).at(0);
}

std::vector<Matrix> Golden::matrices(const std::string& name) const
{
    const NamedArray stored = array(name);
    const auto& shape = stored.shape;
    const Index columns = shape.back();
    const Index rows = shape.size() < 2 ? 1 : shape[shape.size() - 2];
    const std::vector<float>& values = stored.floats();
    std::vector<Matrix> result;
    for (std::size_t first = 0; first < values.size();
         first += static_cast<std::size_t>(rows * columns)) {
        result.emplace_back(Eigen::Map<const Matrix>(values.data() + first, rows, columns));
    }
    return result;
}

std::vector<std::int64_t> Golden::integers(const std::string& name) const
{
    return std::get<std::vector<std::int64_t>>(array(name).values);
}

std::vector<bool> Golden::flags(const std::string& name) const
{
    std::vector<bool> result;
    for (const std::int64_t value : integers(name)) {
        result.push_back(value != 0);
    }
    return result;
}

Weights Golden::weights() const
{
    const nlohmann::json listed = readManifest(folder_).at("weights");
    const NamedArray flat = readNpy(folder_ / listed.at("file").get<std::string>());
    const std::vector<float>& values = flat.floats();
    WeightsBuilder builder;
    for (const auto& [name, tensor] : listed.at("tensors").items()) {
        const auto shape = tensor.at("shape").get<std::vector<std::int64_t>>();
        std::int64_t count = 1;
        for (const std::int64_t extent : shape) {
            count *= extent;
        }
        const auto first = values.begin() + tensor.at("offset").get<std::int64_t>();
        builder.add(name, shape, std::vector<float>(first, first + count));
    }
    return builder.build();
}

} // namespace attenscope
