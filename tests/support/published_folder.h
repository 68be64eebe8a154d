#pragma once

#include "tests/support/checkpoint_files.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace attenscope {

/// A folder as its authors or the hub have it, made of a tiny checkpoint of tests/data.
struct Published {
    const char* name;
    const char* base;                               ///< folder of tests/data
    const char* architecture;                       ///< what it is recognised as
    const char* config = "{}";                      ///< put over the base's; null takes away
    std::function<void(FileParts&)> rewrite = {};   ///< of the tensors
    const char* weights = "pytorch_model.bin";      ///< the file's name
    const char* wrapper = "";                       ///< map around a torch file's state dict
    const char* configName = "config.json";         ///< or another
    std::map<std::string, std::string> others = {}; ///< files beside it
    std::vector<std::string> lost = {};             ///< outputs that it can't have
    const char* warning = "";                       ///< the only one that is given of it
};

/// Writes it: the base's files, its config and its tensors as the row wants them.
/// data  the folder tests/data
void writePublished(const std::filesystem::path& data,
                    const Published& row,
                    const TemporaryFolder& folder);

} // namespace attenscope
