#pragma once

#include "engine/models/blip_text.h"
#include "engine/models/checkpoint_model.h"
#include "engine/models/vision_tower.h"

#include <memory>
#include <string_view>
#include <vector>

namespace attenscope {

/// What a BLIP config says, whatever the head.
struct BlipConfig {
    BlipTextSizes text;
    VisionTowerSizes vision;
    Index jointWidth = 256; ///< of the contrastive projections
};

/// Throws E_CONFIG_FIELD or E_CONFIG_RANGE.
BlipConfig readBlipConfig(const Config& config);

/// How its decoders write: from bos_token_id to sep_token_id. Throws as above.
GenerationRules readBlipWriting(const Config& config, const BlipConfig& sizes);

/// The folder's own, or pictures squeezed into a square with CLIP's mean and deviation.
Preprocessor blipPreprocessor(const LoadContext& context, int imageSize);

/// What BLIP's heads share: the image tower, the tokenizer, the threads.
class BlipModel : public PictureModel {
protected:
    BlipModel(ModelInfo info, const BlipConfig& config, LoadContext& context);

    /// What one run hands from step to step.
    struct Run {
        const RunOptions& options;
        const Progress& progress;
        TraceBuilder sites;
        ImageInput image;
        Matrix imageMask; ///< over the units
        Matrix states;    ///< of the image, [units, image width]
        int steps = 0;    ///< layers of the whole run
    };

    /// Reads the picture.
    /// steps  layers of the whole run, for its progress
    Run
    see(const Sample& sample, const RunOptions& options, const Progress& progress, int steps) const;

    /// Text states that look at the image, or at nothing but themselves.
    Matrix encode(const BlipText& text, Matrix states, Matrix mask, Run& run) const;

    /// Closes a run: sites, tokens, units.
    static void finish(Run& run, TextInput text, Trace& trace);

    /// The tokens that are no words in a text that was written by these rules.
    std::vector<std::int64_t> specialIds(const GenerationRules& rules) const;

    const BlipConfig& config() const { return config_; }

    const VisionTower& vision() const { return vision_; }

    /// Binds the image tower as well, which every head has.
    void bindVision(WeightBinder& weights);

private:
    BlipConfig config_;
    VisionTower vision_;
};

/// What all heads say of themselves: the modes, the sizes.
ModelInfo blipInfo(ModelInfo info, const BlipConfig& config, std::string_view architecture);

/// The library's classes.
constexpr std::string_view kBlipMatching = "BlipForImageTextRetrieval";
constexpr std::string_view kBlipCaptioning = "BlipForConditionalGeneration";
constexpr std::string_view kBlipAnswering = "BlipForQuestionAnswering";

std::unique_ptr<const Model> loadBlipMatching(LoadContext& context);
std::unique_ptr<const Model> loadBlipCaptioning(LoadContext& context);
std::unique_ptr<const Model> loadBlipAnswering(LoadContext& context);

} // namespace attenscope
