#include "engine/trace/trace_builder.h"

namespace attenscope {

TraceBuilder::TraceBuilder(AttentionKeeping keeping,
                           std::vector<HeadId> headsOff,
                           RunMemory* memory)
    : keeping_(keeping), headsOff_(std::move(headsOff)), memory_(memory)
{
}

SiteRecorder& TraceBuilder::open(Site site)
{
    std::vector<bool> isHeadOff(static_cast<std::size_t>(site.heads), false);
    for (const HeadId& off : headsOff_) {
        if (off.kind == site.kind && off.layer == site.layer && off.head < site.heads) {
            isHeadOff[static_cast<std::size_t>(off.head)] = true;
        }
    }
    recorders_.emplace_back(site.heads, keeping_, std::move(isHeadOff), memory_);
    sites_.push_back(std::move(site));
    return recorders_.back();
}

std::pair<std::vector<Site>, AttentionStore> TraceBuilder::finish()
{
    AttentionStore store;
    for (SiteRecorder& recorder : recorders_) {
        store.add(std::move(recorder));
    }
    recorders_.clear();
    return {std::move(sites_), std::move(store)};
}

} // namespace attenscope
