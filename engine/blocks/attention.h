#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/blocks/linear.h"
#include "engine/tensor/matrix.h"
#include "engine/trace/attention_store.h"
#include "engine/trace/step_id.h"

#include <optional>
#include <string>

namespace attenscope {

/// The widths of an attention block. `innerWidth` is a multiple of `heads`.
struct AttentionSizes {
    Index width = 0;        ///< of what asks, and of the result
    Index contextWidth = 0; ///< of what is looked at
    Index innerWidth = 0;   ///< of all heads together
    int heads = 1;

    /// All widths the same.
    static AttentionSizes uniform(Index width, int heads)
    {
        return {.width = width, .contextWidth = width, .innerWidth = width, .heads = heads};
    }
};

/// What a checkpoint calls the four projections, each after the block's prefix and a dot.
struct AttentionNames {
    std::string query = "query";
    std::string key = "key";
    std::string value = "value";
    std::string output = "output";
};

/// The projections of what is looked at: computed once where several queries come one after
/// another, as in a text that is written from left to right.
struct KeysAndValues {
    Matrix key;   ///< [keys, heads × head width]
    Matrix value; ///< [keys, heads × head width], which may be another width than the key's

    /// Puts further keys behind those that are there.
    ATTENSCOPE_EXPORT void append(const KeysAndValues& more);
};

/// Multi-head attention, "Attention Is All You Need" (2017), section 3.2.2.
/// Self-attention when both inputs are the same matrix, cross-attention otherwise.
struct ATTENSCOPE_EXPORT Attention {
    Linear query;
    Linear key;
    Linear value;
    Linear output;
    int heads = 1;
    std::string weightPrefix;     ///< where it was bound; what Site::weightPrefix says
    std::optional<float> scale{}; ///< of the scores; nothing: 1 / √(a head's width)

    /// Binds the four projections with their biases.
    static Attention bind(WeightBinder& weights,
                          const std::string& prefix,
                          const AttentionSizes& sizes,
                          const AttentionNames& names = {});

    /// x         [queries, width], asks
    /// context   [keys, contextWidth], is looked at
    /// mask      [queries or 1, keys], added to the scores: 0 keeps a key, -inf hides it;
    ///           0 × 0 where nothing is masked
    /// recorder  receives each head's weights [queries, keys], rows sum to 1 over the unmasked
    ///           keys, or the projections that give them; says which heads are off: their context
    ///           is zero (analysis.md A22), their weights are recorded all the same
    /// returns   [queries, width]; bit-equal for every number of threads
    Matrix forward(const MatrixView& x,
                   const MatrixView& context,
                   const MatrixView& mask,
                   SiteRecorder& recorder,
                   ThreadPool& pool) const
    {
        return forward(x, keysAndValues(context, pool), mask, recorder, pool);
    }

    /// context  [keys, contextWidth]
    KeysAndValues keysAndValues(const MatrixView& context, ThreadPool& pool) const;

    /// The same with the projections of what is looked at.
    Matrix forward(const MatrixView& x,
                   const KeysAndValues& seen,
                   const MatrixView& mask,
                   SiteRecorder& recorder,
                   ThreadPool& pool) const
    {
        return attend(x, seen.key, seen.value, mask, recorder, pool);
    }

    /// The same.
    /// k  [keys, heads × head width]
    /// v  [keys, heads × head width], which may be another width than the key's
    Matrix attend(const MatrixView& x,
                  const MatrixView& k,
                  const MatrixView& v,
                  const MatrixView& mask,
                  SiteRecorder& recorder,
                  ThreadPool& pool) const;

    /// Tells it from all other attention blocks of a model.
    void identify(StepId& step) const;
};

} // namespace attenscope
