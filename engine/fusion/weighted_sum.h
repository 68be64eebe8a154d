#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/blocks/linear.h"
#include "engine/fusion/match_answer.h"

#include <string>

namespace attenscope {

/// w = softmax(weights); logit = classifier(gelu(w₀ · text(t) + w₁ · image(v)))
struct ATTENSCOPE_EXPORT WeightedSum {
    WeightVector weights; ///< [2]: text, image; before softmax
    Linear text;          ///< [width, width]
    Linear image;         ///< [width, width]
    Linear classifier;    ///< [1, width]

    /// Binds `prefix`.weights, .text, .image and .classifier.
    static WeightedSum bind(WeightBinder& binder, const std::string& prefix, Index width);

    /// pooledText, pooledImage  pooled states [1, width]
    /// returns                  with the softmax of the learned weights
    MatchAnswer
    forward(const MatrixView& pooledText, const MatrixView& pooledImage, ThreadPool& pool) const;
};

} // namespace attenscope
