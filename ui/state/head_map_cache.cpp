#include "ui/state/head_map_cache.h"

#include <algorithm>
#include <cstddef>

namespace attenscope {

namespace {

constexpr std::size_t kEntries = 6; ///< two panes, before and while something is pointed at

} // namespace

std::shared_ptr<const HeadMaps> HeadMapCache::of(const TracePtr& trace, const Selection& selection)
{
    Selection key = selection;
    key.firstLayer = key.lastLayer = 0;
    key.head.reset();
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.trace == trace && entry.selection == key;
    });
    if (found != entries_.end()) {
        entries_.splice(entries_.begin(), entries_, found);
        return found->maps;
    }
    std::erase_if(entries_, [&](const Entry& entry) { return entry.trace != trace; });
    if (entries_.size() >= kEntries) {
        entries_.pop_back();
    }
    entries_.push_front(
        {trace, key, std::make_shared<const HeadMaps>(headMaps(*trace, selection))});
    return entries_.front().maps;
}

} // namespace attenscope
