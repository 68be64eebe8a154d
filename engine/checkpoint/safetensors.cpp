#include "engine/checkpoint/safetensors.h"

#include "engine/checkpoint/safetensors_header.h"

#include <utility>

namespace attenscope {

WeightFile openSafetensors(InputFile file)
{
    SafetensorsHeader header = readSafetensorsHeader(file);
    WeightFile result{.file = std::move(file), .tensors = {}};
    result.tensors.reserve(header.entries.size());
    for (SafetensorsEntry& entry : header.entries) {
        result.tensors.push_back({.name = std::move(entry.name),
                                  .dtype = std::move(entry.dtype),
                                  .shape = std::move(entry.shape),
                                  .strides = {},
                                  .offset = header.dataBegin + entry.begin,
                                  .elements = entry.elements});
    }
    return result;
}

Weights readSafetensors(InputFile file, const Progress& progress)
{
    const std::string name = file.name();
    std::vector<WeightFile> files;
    files.push_back(openSafetensors(std::move(file)));
    return readTensors(std::move(files), name, progress);
}

} // namespace attenscope
