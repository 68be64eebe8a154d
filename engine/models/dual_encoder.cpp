#include "engine/models/dual_encoder.h"

#include "engine/fusion/shared_latent_space.h"

#include <utility>

namespace attenscope {

namespace {

/// Rows of length 1; a row of zeros stays as it is.
Matrix unitRows(Matrix rows)
{
    for (Index i = 0; i < rows.rows(); ++i) {
        const float length = rows.row(i).norm();
        if (length > 0) {
            rows.row(i) /= length;
        }
    }
    return rows;
}

} // namespace

std::vector<ModeStanding> dualModes(const std::string& family)
{
    std::vector<ModeStanding> modes;
    for (const Mode mode : kModes) {
        modes.push_back({.mode = mode,
                         .standing = Standing::Unavailable,
                         .reason = family + " has no cross-modal attention: its towers meet in one "
                                            "similarity score alone"});
    }
    modes.push_back({.mode = Mode::NoCrossing, .standing = Standing::AsTrained, .reason = {}});
    return modes;
}

void recordSimilarity(const DualStates& states, const ImageInput& image, TraceBuilder& sites)
{
    Matrix cosines = unitRows(states.words) * unitRows(states.units).transpose();
    for (std::size_t unit = 0; unit < image.isMasked.size(); ++unit) {
        if (image.isMasked[unit]) {
            cosines.col(static_cast<Index>(unit)).setZero();
        }
    }
    SiteRecorder& site = sites.open({.kind = "similarity",
                                     .layer = 0,
                                     .heads = 1,
                                     .query = Axis::textOnly(cosines.rows()),
                                     .key = Axis::imageOnly(cosines.cols()),
                                     .weightPrefix = {},
                                     .isSimilarity = true});
    site.record(0, std::move(cosines));
}

Outputs dualOutputs(const DualStates& states, const DualScale& scale)
{
    const float similarity = cosine(states.picture, states.caption);
    const auto logit =
        static_cast<float>(scale.scale * static_cast<double>(similarity) + scale.bias);
    Outputs result;
    result.similarity = similarity;
    result.arrays = {
        {.name = "logits_per_image", .shape = {1, 1}, .values = std::vector<float>{logit}},
        oneRow("image_embeds", unitRows(states.picture)),
        oneRow("text_embeds", unitRows(states.caption))};
    return result;
}

WeightMatrix bindScalar(WeightBinder& weights, const std::string& name)
{
    const auto shape = weights.shapeOf(name);
    const bool isList = shape && *shape == std::vector<std::int64_t>{1};
    return weights.tensor(name,
                          isList ? std::vector<std::int64_t>{1} : std::vector<std::int64_t>{});
}

} // namespace attenscope
