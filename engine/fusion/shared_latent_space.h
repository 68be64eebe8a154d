#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/blocks/linear.h"
#include "engine/fusion/match_answer.h"

#include <string>

namespace attenscope {

/// Both modalities in one space, compared by their angle ("CLIP", 2021, figure 3):
/// logit = scale · cos(text(t), image(v)) + bias
struct ATTENSCOPE_EXPORT SharedLatentSpace {
    Linear text;        ///< [width, width]
    Linear image;       ///< [width, width]
    WeightVector scale; ///< [1]
    WeightVector bias;  ///< [1]

    /// Binds `prefix`.text, .image, .scale and .bias.
    static SharedLatentSpace bind(WeightBinder& weights, const std::string& prefix, Index width);

    /// pooledText, pooledImage  pooled states [1, width]
    MatchAnswer
    forward(const MatrixView& pooledText, const MatrixView& pooledImage, ThreadPool& pool) const;
};

/// Cosine of the angle between two rows; lengths under 1e-8 count as 1e-8, as in
/// torch.nn.functional.cosine_similarity, so a zero row gives 0.
/// a, b     [1, width]
/// returns  in [-1, 1] but for rounding
ATTENSCOPE_EXPORT float cosine(const MatrixView& a, const MatrixView& b);

} // namespace attenscope
