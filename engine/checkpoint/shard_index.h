#pragma once

#include "engine/checkpoint/model_folder.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// Which file of a folder holds which tensor: `….index.json`.
struct ShardIndex {
    std::map<std::string, std::string> fileOf; ///< by tensor
    std::optional<std::uint64_t> totalBytes;   ///< as metadata claims

    std::vector<std::string> files() const; ///< each once, sorted
};

/// Reads and checks an index; its files exist in the folder, as base names of regular files.
/// Throws E_INDEX_PATH, E_INDEX_MISSING, E_LIMIT_SHARDS, E_LIMIT_TENSORS, E_LIMIT_FILE, and
/// E_CONFIG_FIELD for what is no index.
ShardIndex readShardIndex(const ModelFolder& folder, const std::string& name);

} // namespace attenscope
