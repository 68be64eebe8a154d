#pragma once

#include "engine/analysis/attention_matrix.h"
#include "engine/trace/trace.h"

#include <memory>
#include <vector>

namespace attenscope {

/// The last few matrices that were looked at: their sums take longer than a pointer's move.
class MatrixCache {
public:
    /// The matrix of a selection brought into the trace's bounds; its focus is of no matter. Null
    /// where the trace has no such attention.
    std::shared_ptr<const AttentionMatrix>
    of(const TracePtr& trace, Selection selection, MatrixBlocks blocks);

private:
    struct Entry {
        TracePtr trace;
        Selection selection;
        MatrixBlocks blocks = MatrixBlocks::All;
        std::shared_ptr<const AttentionMatrix> matrix;
    };

    std::vector<Entry> entries_; ///< the newest first
};

} // namespace attenscope
