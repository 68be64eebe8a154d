#include "ui/state/head_map_cache.h"

#include <algorithm>
#include <cstddef>

namespace attenscope {

namespace {

constexpr std::size_t kEntries = 6; ///< two panes, before and while something is pointed at

} // namespace

HeadMapCache::Entry& HeadMapCache::entry(const TracePtr& trace, const Selection& selection)
{
    Selection key = selection;
    key.firstLayer = key.lastLayer = 0;
    key.head.reset();
    key.aggregation.clear(); // of one head alone there is nothing to put together
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.trace == trace && entry.selection == key;
    });
    if (found != entries_.end()) {
        entries_.splice(entries_.begin(), entries_, found);
        return entries_.front();
    }
    std::erase_if(entries_, [&](const Entry& entry) { return entry.trace != trace; });
    if (entries_.size() >= kEntries) {
        entries_.pop_back();
    }
    entries_.push_front({.trace = trace,
                         .selection = key,
                         .maps = std::make_shared<const HeadMaps>(headMaps(*trace, selection))});
    return entries_.front();
}

std::shared_ptr<const HeadMaps> HeadMapCache::of(const TracePtr& trace, const Selection& selection)
{
    return entry(trace, selection).maps;
}

HeadsExtent HeadMapCache::extent(const TracePtr& trace, const Selection& selection, Scale scale)
{
    if (!scaleInfo(scale).needsHeads) {
        return {};
    }
    Entry& heads = entry(trace, selection);
    const auto found = heads.extents.find(scale);
    return found != heads.extents.end()
               ? found->second
               : heads.extents.emplace(scale, headsExtent(*heads.maps, scale)).first->second;
}

} // namespace attenscope
