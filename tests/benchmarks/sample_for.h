#pragma once

#include "engine/checkpoint/open_inside.h"
#include "engine/io/npz.h"
#include "engine/models/model.h"

#include <cstdint>
#include <filesystem>
#include <limits>

namespace attenscope {

/// A picture of 480 × 480, a caption, and what FOLDER/regions.npz holds for a model that looks at
/// regions.
inline Sample sampleFor(const std::filesystem::path& folder, const Model& model)
{
    constexpr int kSide = 480;
    Sample sample{.image = {.width = kSide, .height = kSide, .rgb = {}},
                  .caption = "a red circle on the left of a blue square"};
    for (int i = 0; i < kSide * kSide * 3; ++i) {
        sample.image.rgb.push_back(static_cast<std::uint8_t>(i % 251));
    }
    if (model.info().needsRegions) {
        const NpzFile file(openInside(folder, "regions.npz", "regions.npz"),
                           std::numeric_limits<std::uint64_t>::max());
        const auto matrix = [&](const char* name) {
            const NamedArray array = file.read(name);
            return Matrix(
                Eigen::Map<const Matrix>(array.floats().data(), array.shape[0], array.shape[1]));
        };
        sample.regions.emplace();
        sample.regions->features = matrix("features");
        sample.regions->boxes = matrix("boxes_normalized");
    }
    return sample;
}

} // namespace attenscope
