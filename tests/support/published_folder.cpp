#include "tests/support/published_folder.h"

#include <filesystem>

namespace attenscope {

void writePublished(const std::filesystem::path& data,
                    const Published& row,
                    const TemporaryFolder& folder)
{
    copyBesideWeights(data / row.base, folder);
    std::filesystem::remove(folder.path() / "config.json");
    folder.write(row.configName, patchedJson(bytesOf(data / row.base / "config.json"), row.config));
    FileParts parts = partsOf(data / row.base);
    if (row.rewrite) {
        row.rewrite(parts);
    }
    const std::string name = row.weights;
    folder.write(name, name.ends_with(".safetensors") ? safetensorsFile(parts)
                                                      : torchFile(parts, row.wrapper));
    for (const auto& [other, bytes] : row.others) {
        folder.write(other, bytes);
    }
}

} // namespace attenscope
