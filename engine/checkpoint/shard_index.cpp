#include "engine/checkpoint/shard_index.h"

#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/strict_json.h"

#include <filesystem>
#include <set>
#include <system_error>

namespace attenscope {

namespace {

using Document = nlohmann::ordered_json;

Error indexError(const char* id,
                 const std::string& index,
                 std::string place,
                 std::string expected,
                 std::string found)
{
    return Error({.id = id,
                  .file = index,
                  .place = std::move(place),
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = {}});
}

bool isBaseName(const std::string& name)
{
    const std::string forbidden("/\\:\0", 4);
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(forbidden) == std::string::npos;
}

/// Neither follows the name out of the folder nor opens anything; openInside does both safely.
void requireFile(const ModelFolder& folder, const std::string& index, const std::string& name)
{
    std::error_code error;
    const std::filesystem::file_status status =
        std::filesystem::status(folder.path() / name, error);
    if (!std::filesystem::exists(status)) {
        ErrorInfo info = indexError("E_INDEX_MISSING", index, escapedForDisplay(name),
                                    "this file in the folder", "no such file")
                             .info();
        info.remedy = "Download the missing part of the weights.";
        throw Error(std::move(info));
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw indexError("E_INDEX_PATH", index, escapedForDisplay(name), "a regular file",
                         std::filesystem::is_directory(status) ? "a folder"
                                                               : "a pipe, a socket or a device");
    }
}

void requireFewer(const char* id,
                  const std::string& index,
                  std::size_t found,
                  std::uint64_t limit,
                  const char* what)
{
    if (found > limit) {
        throw indexError(id, index, {}, "at most " + std::to_string(limit) + " " + what,
                         std::to_string(found));
    }
}

} // namespace

std::vector<std::string> ShardIndex::files() const
{
    std::set<std::string> names;
    for (const auto& [tensor, file] : fileOf) {
        names.insert(file);
    }
    return {names.begin(), names.end()};
}

ShardIndex readShardIndex(const ModelFolder& folder, const std::string& name)
{
    const std::string shown = folder.nameOf(name);
    const Document root = parseStrictJson(folder.read(name, limits::kIndexBytes), shown);
    const auto map = root.is_object() ? root.find("weight_map") : root.end();
    if (map == root.end() || !map->is_object() || map->empty()) {
        throw indexError("E_CONFIG_FIELD", shown, "/weight_map", "an object of file names",
                         map == root.end() ? "nothing" : "something else");
    }
    requireFewer("E_LIMIT_TENSORS", shown, map->size(), limits::kTensors, "tensors");
    ShardIndex index;
    for (const auto& [tensor, file] : map->items()) {
        const std::string place = "/weight_map/" + escapedForDisplay(tensor);
        if (!file.is_string()) {
            throw indexError("E_CONFIG_FIELD", shown, place, "a text", "something else");
        }
        const auto path = file.get<std::string>();
        if (!isBaseName(path)) {
            throw indexError("E_INDEX_PATH", shown, place, "the name of a file in this folder",
                             "\"" + escapedForDisplay(path) + "\"");
        }
        index.fileOf.emplace(tensor, path);
    }
    const std::vector<std::string> files = index.files();
    requireFewer("E_LIMIT_SHARDS", shown, files.size(), limits::kShards, "files");
    for (const std::string& file : files) {
        requireFile(folder, shown, file);
    }
    const Document::json_pointer total("/metadata/total_size");
    if (root.contains(total) && root.at(total).is_number_unsigned()) {
        index.totalBytes = root.at(total).get<std::uint64_t>();
    }
    return index;
}

} // namespace attenscope
