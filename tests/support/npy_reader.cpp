#include "tests/support/npy_reader.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace attenscope {

namespace {

template <typename Stored, typename Kept>
std::vector<Kept> convert(const std::string& bytes)
{
    std::vector<Kept> values(bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored value{};
        std::memcpy(&value, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = static_cast<Kept>(value);
    }
    return values;
}

} // namespace

NamedArray readNpy(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    const std::string file((std::istreambuf_iterator<char>(stream)), {});
    if (file.size() < 10 || file.substr(1, 5) != "NUMPY") {
        throw std::runtime_error(path.string() + " is no NPY file");
    }
    const auto headerBytes = static_cast<std::size_t>(static_cast<unsigned char>(file[8])) +
                             256 * static_cast<std::size_t>(static_cast<unsigned char>(file[9]));
    const std::string header = file.substr(10, headerBytes);
    const std::string data = file.substr(10 + headerBytes);

    const std::string label = "'shape': (";
    const std::size_t begin = header.find(label);
    const std::size_t end = header.find(')', begin);
    if (begin == std::string::npos || end == std::string::npos) {
        throw std::runtime_error(path.string() + " has no shape");
    }
    NamedArray array;
    array.name = path.stem().string();
    std::istringstream extents(header.substr(begin + label.size(), end - begin - label.size()));
    for (std::string extent; std::getline(extents, extent, ',');) {
        if (extent.find_first_not_of(' ') != std::string::npos) { // "(3,)" ends in nothing
            array.shape.push_back(std::stoll(extent));
        }
    }
    if (header.find("'<f4'") != std::string::npos) {
        array.values = convert<float, float>(data);
    } else if (header.find("'<f8'") != std::string::npos) {
        array.values = convert<double, float>(data);
    } else if (header.find("'<i8'") != std::string::npos) {
        array.values = convert<std::int64_t, std::int64_t>(data);
    } else if (header.find("'<i4'") != std::string::npos) {
        array.values = convert<std::int32_t, std::int64_t>(data);
    } else {
        throw std::runtime_error(path.string() + " has an unknown dtype: " + header);
    }
    return array;
}

} // namespace attenscope
