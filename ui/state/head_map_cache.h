#pragma once

#include "engine/analysis/heads_extent.h"
#include "engine/trace/trace.h"

#include <list>
#include <map>
#include <memory>

namespace attenscope {

/// Every head's map for the selections that were looked at last: scales look at all heads, and both
/// panes, the matrix and the pointer ask for the same ones.
class HeadMapCache {
public:
    /// What headMaps gives, whatever layer, head and aggregation the selection names.
    /// Throws E_USAGE_SELECTION if the selection does not fit the trace.
    std::shared_ptr<const HeadMaps> of(const TracePtr& trace, const Selection& selection);

    /// What a scale needs to know of these maps; nothing is computed for one that looks at none.
    HeadsExtent extent(const TracePtr& trace, const Selection& selection, Scale scale);

private:
    struct Entry {
        TracePtr trace;
        Selection selection; ///< without layer, head and aggregation
        std::shared_ptr<const HeadMaps> maps;
        std::map<Scale, HeadsExtent> extents{}; ///< asked for so far
    };

    Entry& entry(const TracePtr& trace, const Selection& selection);

    std::list<Entry> entries_; ///< the last one asked for stands first
};

} // namespace attenscope
