#include "ui/state/result_cache.h"

#include "ui/state/moment.h"

#include <algorithm>
#include <set>

namespace attenscope {

namespace {

using Records = std::set<const AttentionRecord*>;

/// What a result adds to the records that are counted already: results share those of sites that
/// are the same in both.
std::size_t addedBy(const RunResult& result, Records& counted)
{
    std::size_t bytes = 0;
    for (const Trace* trace : {result.trace.get(), result.plainTrace.get()}) {
        for (std::size_t site = 0; site < trace->attention.sites(); ++site) {
            const AttentionRecordPtr& record = trace->attention.record(site);
            bytes += counted.insert(record.get()).second ? record->sizeBytes() : 0;
        }
    }
    return bytes;
}

} // namespace

void ResultCache::keep(const RunResult& result)
{
    std::erase_if(results_, [&](const RunResult& old) {
        return old.model != result.model || isSameRun(old.request, result.request);
    });
    results_.push_front(result);
    Records counted;
    addedBy(result, counted); // the latest always stays
    std::size_t total = 0;
    const auto end = std::find_if(results_.begin() + 1, results_.end(), [&](const RunResult& old) {
        total += addedBy(old, counted);
        return total > budgetBytes_;
    });
    results_.erase(end, results_.end());
}

std::optional<RunResult> ResultCache::find(const RunRequest& request) const
{
    const auto found = std::find_if(results_.begin(), results_.end(), [&](const RunResult& result) {
        return isSameRun(result.request, request);
    });
    return found == results_.end() ? std::nullopt : std::optional(*found);
}

std::optional<RunResult> ResultCache::findSameInput(const RunRequest& request) const
{
    const auto found = std::find_if(results_.begin(), results_.end(), [&](const RunResult& result) {
        return isSameInput(result.request, request);
    });
    return found == results_.end() ? std::nullopt : std::optional(*found);
}

} // namespace attenscope
