#pragma once

#include "engine/base/export.h"

#include <cstdint>
#include <span>
#include <string_view>

/// Every limit on foreign input, in one place; `attenscope --print-limits` prints this table.
namespace attenscope::limits {

inline constexpr std::uint64_t kMiB = std::uint64_t{1024} * 1024;

inline constexpr std::uint64_t kSafetensorsHeaderBytes = 100'000'000;
inline constexpr std::uint64_t kTensors = 200'000;
inline constexpr std::uint64_t kTensorNameBytes = 1024;
inline constexpr std::uint64_t kTensorRank = 8;
inline constexpr std::uint64_t kHeaderTextBytes = 4 * kMiB; ///< of one string, and of all metadata
inline constexpr int kHeaderJsonDepth = 3;
inline constexpr int kJsonDepth = 64;
inline constexpr std::uint64_t kConfigBytes = kMiB;
inline constexpr std::uint64_t kIndexBytes = 16 * kMiB;
inline constexpr std::uint64_t kTokenizerBytes = 64 * kMiB;
inline constexpr std::uint64_t kVocabularyEntries = 1'000'000;
inline constexpr std::uint64_t kVocabularyTokenBytes = 512;
inline constexpr std::uint64_t kMerges = 2'000'000;
inline constexpr std::uint64_t kShards = 1024;
inline constexpr std::uint64_t kPickleBytes = 64 * kMiB; ///< without the tensors' elements
inline constexpr std::uint64_t kPickleTextBytes = kMiB / 16;
inline constexpr std::uint64_t kPickleValues = 4'000'000; ///< made, and remembered
inline constexpr std::uint64_t kPickleStack = 1'000'000;
inline constexpr std::uint64_t kPickleDepth = 64; ///< of open marks
inline constexpr std::uint64_t kNpyHeaderBytes = kMiB / 16;
inline constexpr std::uint64_t kNpzEntries = 20'000;
inline constexpr std::uint64_t kRunJsonBytes = 16 * kMiB;
inline constexpr std::int64_t kLayers = 1024;
inline constexpr std::int64_t kHeads = 1024;
inline constexpr std::int64_t kHiddenWidth = 65'536;
inline constexpr std::int64_t kImageSide = 8192; ///< of a model's input, in pixels
inline constexpr std::int64_t kPatches = 65'536;
inline constexpr std::uint64_t kImageFileBytes = 256 * kMiB;
inline constexpr std::int64_t kPictureSide = 65'535;
inline constexpr std::int64_t kPicturePixels = 134'000'000;
inline constexpr double kPictureAspect = 200.0;
inline constexpr std::int64_t kRegions = 4096; ///< of one picture
inline constexpr std::uint64_t kRegionLineBytes = 64 * kMiB;
inline constexpr std::uint64_t kCaptionBytes = kMiB / 16;
inline constexpr double kMemoryShare = 0.7; ///< of the memory that is available at the start

/// One row of the printed table.
struct Row {
    std::string_view item;
    double value;
    std::string_view unit;
};

ATTENSCOPE_EXPORT std::span<const Row> table();

} // namespace attenscope::limits
