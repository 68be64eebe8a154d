#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/blocks/linear.h"
#include "engine/fusion/match_answer.h"

#include <string>

namespace attenscope {

/// logit = classifier(gelu(hidden([t; v])))
struct ATTENSCOPE_EXPORT Concatenation {
    Linear hidden;     ///< [width, 2 · width]
    Linear classifier; ///< [1, width]

    /// Binds `prefix`.hidden and `prefix`.classifier.
    static Concatenation bind(WeightBinder& weights, const std::string& prefix, Index width);

    /// text, image  pooled states [1, width]
    MatchAnswer forward(const MatrixView& text, const MatrixView& image, ThreadPool& pool) const;
};

} // namespace attenscope
