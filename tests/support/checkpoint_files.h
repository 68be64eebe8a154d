#pragma once

#include "tests/support/temporary_folder.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace attenscope {

/// A tensor as a file shall hold it.
struct FilePart {
    std::string dtype; ///< "F32", "F16", "BF16", "I64"
    std::vector<std::int64_t> shape;
    std::string bytes;
};

/// The tensors of a file, by name.
using FileParts = std::map<std::string, FilePart>;

FilePart floatPart(std::vector<std::int64_t> shape, const std::vector<float>& values);
FilePart integerPart(std::vector<std::int64_t> shape, const std::vector<std::int64_t>& values);

/// The floating-point tensors of a checkpoint, as F32.
FileParts partsOf(const std::filesystem::path& folder);

/// F32 rounded to F16 or BF16.
FileParts rounded(FileParts parts, const std::string& dtype);

std::string safetensorsFile(const FileParts& parts);

/// A ZIP archive as torch.save writes it: the state dict, or a map that has it below `wrapper`,
/// a foreign object and a number beside it.
std::string torchFile(const FileParts& parts, const std::string& wrapper = {});

/// Every second tensor in one of two files, and the index that names them.
/// ending  of the files: ".safetensors" or ".bin"
void writeShards(const TemporaryFolder& folder, const FileParts& parts, const std::string& ending);

/// A JSON object with fields of `patch` put over it, at any depth; null takes a field away
/// (RFC 7396).
std::string patchedJson(const std::string& json, const std::string& patch);

/// Copies all files of a checkpoint but its weights and the reference's recordings.
void copyBesideWeights(const std::filesystem::path& folder, const TemporaryFolder& target);

} // namespace attenscope
