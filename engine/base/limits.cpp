#include "engine/base/limits.h"

#include <array>

namespace attenscope::limits {

std::span<const Row> table()
{
    static constexpr std::array kRows{
        Row{"safetensors header", static_cast<double>(kSafetensorsHeaderBytes), "bytes"},
        Row{"tensors in a checkpoint", static_cast<double>(kTensors), ""},
        Row{"tensor name", static_cast<double>(kTensorNameBytes), "bytes"},
        Row{"tensor rank", static_cast<double>(kTensorRank), ""},
        Row{"text in a safetensors header", static_cast<double>(kHeaderTextBytes), "bytes"},
        Row{"JSON depth, safetensors header", kHeaderJsonDepth, ""},
        Row{"JSON depth, other files", kJsonDepth, ""},
        Row{"config.json", static_cast<double>(kConfigBytes), "bytes"},
        Row{"index of shards", static_cast<double>(kIndexBytes), "bytes"},
        Row{"tokenizer file", static_cast<double>(kTokenizerBytes), "bytes"},
        Row{"vocabulary", static_cast<double>(kVocabularyEntries), "tokens"},
        Row{"vocabulary token", static_cast<double>(kVocabularyTokenBytes), "bytes"},
        Row{"merges", static_cast<double>(kMerges), ""},
        Row{"shards", static_cast<double>(kShards), ""},
        Row{"pickle of a torch file", static_cast<double>(kPickleBytes), "bytes"},
        Row{"text in a pickle", static_cast<double>(kPickleTextBytes), "bytes"},
        Row{"values in a pickle", static_cast<double>(kPickleValues), ""},
        Row{"values on a pickle's stack", static_cast<double>(kPickleStack), ""},
        Row{"pickle depth", static_cast<double>(kPickleDepth), ""},
        Row{"NPY header", static_cast<double>(kNpyHeaderBytes), "bytes"},
        Row{"arrays in an NPZ file", static_cast<double>(kNpzEntries), ""},
        Row{"run.json", static_cast<double>(kRunJsonBytes), "bytes"},
        Row{"layers", static_cast<double>(kLayers), ""},
        Row{"heads", static_cast<double>(kHeads), ""},
        Row{"hidden width", static_cast<double>(kHiddenWidth), ""},
        Row{"model input side", static_cast<double>(kImageSide), "pixels"},
        Row{"patches", static_cast<double>(kPatches), ""},
        Row{"image file", static_cast<double>(kImageFileBytes), "bytes"},
        Row{"image side", static_cast<double>(kPictureSide), "pixels"},
        Row{"image area", static_cast<double>(kPicturePixels), "pixels"},
        Row{"image aspect ratio", kPictureAspect, "to 1"},
        Row{"regions of a picture", static_cast<double>(kRegions), ""},
        Row{"line of a region table", static_cast<double>(kRegionLineBytes), "bytes"},
        Row{"caption", static_cast<double>(kCaptionBytes), "bytes"},
        Row{"memory budget", kMemoryShare, "of what is available"},
    };
    return kRows;
}

} // namespace attenscope::limits
