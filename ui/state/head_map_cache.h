#pragma once

#include "engine/analysis/scale.h"
#include "engine/trace/trace.h"

#include <list>
#include <memory>

namespace attenscope {

/// Every head's map for the selections that were looked at last: scales look at all heads, and both
/// panes, the matrix and the pointer ask for the same ones.
class HeadMapCache {
public:
    /// What headMaps gives, whatever layer and head the selection names.
    /// Throws E_USAGE_SELECTION if the selection does not fit the trace.
    std::shared_ptr<const HeadMaps> of(const TracePtr& trace, const Selection& selection);

private:
    struct Entry {
        TracePtr trace;
        Selection selection; ///< without layer and head
        std::shared_ptr<const HeadMaps> maps;
    };

    std::list<Entry> entries_; ///< the last one asked for stands first
};

} // namespace attenscope
