#pragma once

#include "engine/base/export.h"
#include "engine/trace/attention_store.h"
#include "engine/trace/site.h"

#include <deque>
#include <utility>
#include <vector>

namespace attenscope {

/// Collects sites while a model runs. Each attention block opens its site and records into it.
class ATTENSCOPE_EXPORT TraceBuilder {
public:
    /// memory  what earlier runs left for this one; null: every site is computed
    explicit TraceBuilder(AttentionKeeping keeping,
                          std::vector<HeadId> headsOff = {},
                          RunMemory* memory = nullptr);

    /// The recorder stays valid until `finish`.
    SiteRecorder& open(Site site);

    RunMemory* memory() const { return memory_; }

    const std::vector<HeadId>& headsOff() const { return headsOff_; }

    /// The sites in the order in which they were opened, and their weights.
    std::pair<std::vector<Site>, AttentionStore> finish();

private:
    AttentionKeeping keeping_;
    std::vector<HeadId> headsOff_;
    RunMemory* memory_;
    std::vector<Site> sites_;
    std::deque<SiteRecorder> recorders_;
};

} // namespace attenscope
