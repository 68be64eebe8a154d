#include "tests/support/model_samples.h"

#include "engine/checkpoint/model_folder.h"

#include <cmath>

namespace attenscope {

Regions sineRegions(Index featureWidth)
{
    constexpr Index kRegions = 6;
    Regions regions;
    regions.features = Matrix(kRegions, featureWidth);
    regions.boxes = Matrix(kRegions, 4);
    for (Index i = 0; i < regions.features.size(); ++i) {
        regions.features.data()[i] = std::sin(static_cast<float>(7 * i + 1));
    }
    for (Index i = 0; i < kRegions; ++i) {
        const float corner = 0.1F * static_cast<float>(i);
        regions.boxes.row(i) << corner, corner / 2, corner + 0.3F, corner / 2 + 0.4F;
    }
    return regions;
}

Sample sampleFor(const std::filesystem::path& folder, const std::string& caption)
{
    constexpr int kWidth = 60;
    constexpr int kHeight = 50;
    Sample sample{.image = {.width = kWidth, .height = kHeight, .rgb = {}},
                  .caption = caption,
                  .regions = {}};
    for (int i = 0; i < 3 * kWidth * kHeight; ++i) {
        sample.image.rgb.push_back(static_cast<std::uint8_t>(i * 7 % 251));
    }
    const Config config = ModelFolder(folder).readConfig("config.json");
    for (const char* field : {"/visual_feat_dim", "/v_feature_size", "/visual_embedding_dim",
                              "/img_dim", "/visual_feature_dim"}) {
        if (config.contains(field)) {
            sample.regions =
                sineRegions(config.integer(field, std::nullopt, {.minimum = 1, .maximum = 1e6}));
        }
    }
    return sample;
}

} // namespace attenscope
