#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/blocks/linear.h"
#include "engine/tensor/matrix.h"
#include "engine/trace/attention_store.h"

#include <string>

namespace attenscope {

/// Attention of one head that mixes no values: for each query, where among the keys it belongs. The
/// head of VisualBERT that finds a phrase among the regions (VisualBertRegionToPhraseAttention).
struct ATTENSCOPE_EXPORT Alignment {
    Linear query;
    Linear key;
    std::string weightPrefix; ///< where it was bound; what Site::weightPrefix says

    /// Binds `prefix`.query and `prefix`.key, both [width, width].
    static Alignment bind(WeightBinder& weights, const std::string& prefix, Index width);

    /// x         [queries, width], ask
    /// context   [keys, width], are asked
    /// mask      as for Attention::forward
    /// recorder  receives the weights [queries, keys], or the projections that give them
    void record(const MatrixView& x,
                const MatrixView& context,
                const MatrixView& mask,
                SiteRecorder& recorder,
                ThreadPool& pool) const;
};

} // namespace attenscope
