#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/blocks/attention.h"
#include "engine/blocks/feed_forward.h"
#include "engine/blocks/layer_norm.h"
#include "engine/tensor/matrix.h"
#include "engine/trace/attention_store.h"
#include "engine/trace/run_memory.h"

#include <string>

namespace attenscope {

/// Where a residual step normalises ("On Layer Normalization in the Transformer Architecture",
/// 2020, figure 1).
enum class NormPlace {
    Before, ///< pre-norm: x + block(N(x))
    After   ///< post-norm: N(x + block(x)), the BERT family
};

/// The widths of a transformer layer.
struct LayerSizes {
    Index width = 0;
    Index innerWidth = 0; ///< of the feed-forward network
    int heads = 1;
    float epsilon = 1e-5F; ///< of its layer norms
};

/// Self-attention with its norm and its residual.
struct ATTENSCOPE_EXPORT SelfAttentionStep {
    NormPlace normPlace = NormPlace::Before;
    LayerNorm norm;
    Attention attention;

    /// A pre-norm step: `prefix`.norm, .query, .key, .value, .output.
    static SelfAttentionStep
    bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

    /// x        [rows, width]
    /// mask     as for Attention::forward
    /// returns  [rows, width]
    Matrix forward(const MatrixView& x,
                   const MatrixView& mask,
                   SiteRecorder& recorder,
                   ThreadPool& pool) const;

    /// The next rows of a text that is read from left to right.
    /// x        [rows, width]
    /// past     of the rows before them; theirs are put behind
    /// mask     [rows or 1, past and rows]; what closes the rows that come later
    /// returns  [rows, width]
    Matrix next(const MatrixView& x,
                KeysAndValues& past,
                const MatrixView& mask,
                SiteRecorder& recorder,
                ThreadPool& pool) const;
};

/// KeysAndValues that several runs look at.
struct SharedKeysAndValues {
    RunMemory::SharedMatrix key;
    RunMemory::SharedMatrix value;
};

/// Cross-attention with its norms and its residual.
struct ATTENSCOPE_EXPORT CrossAttentionStep {
    NormPlace normPlace = NormPlace::Before;
    LayerNorm norm;
    LayerNorm contextNorm; ///< of what is looked at; used by pre-norm only
    Attention attention;

    /// A pre-norm step: `prefix`.norm, .context_norm, .query, .key, .value, .output.
    static CrossAttentionStep
    bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

    /// x        [queries, width], asks
    /// context  [keys, contextWidth], is looked at
    /// mask     over the keys, as for Attention::forward
    /// returns  [queries, width]
    Matrix forward(const MatrixView& x,
                   const MatrixView& context,
                   const MatrixView& mask,
                   SiteRecorder& recorder,
                   ThreadPool& pool) const;

    /// context  [keys, contextWidth]
    /// memory   of earlier runs, whose projections of the same context are taken over; may be null
    SharedKeysAndValues
    keysAndValues(const MatrixView& context, RunMemory* memory, ThreadPool& pool) const;

    /// The same with the projections of what is looked at.
    Matrix forward(const MatrixView& x,
                   const SharedKeysAndValues& seen,
                   const MatrixView& mask,
                   SiteRecorder& recorder,
                   ThreadPool& pool) const;
};

/// Feed-forward network with its norm and its residual.
struct ATTENSCOPE_EXPORT FeedForwardStep {
    NormPlace normPlace = NormPlace::Before;
    LayerNorm norm;
    FeedForward feedForward;

    /// A pre-norm step: `prefix`.norm, .in, .out.
    static FeedForwardStep
    bind(WeightBinder& weights, const std::string& prefix, const LayerSizes& sizes);

    /// x        [rows, width]
    /// memory   of earlier runs, whose result for the same x is taken over; may be null
    /// returns  [rows, width]
    Matrix forward(const MatrixView& x, RunMemory* memory, ThreadPool& pool) const;
};

} // namespace attenscope
