#include "ui/state/result_cache.h"

#include "ui/state/moment.h"

#include <algorithm>

namespace attenscope {

namespace {

std::size_t sizeOf(const RunResult& result)
{
    return result.trace->attention.sizeBytes() +
           (result.plainTrace == result.trace ? 0 : result.plainTrace->attention.sizeBytes());
}

} // namespace

void ResultCache::keep(const RunResult& result)
{
    std::erase_if(results_, [&](const RunResult& old) {
        return old.model != result.model || isSameRun(old.request, result.request);
    });
    results_.push_front(result);
    std::size_t total = 0;
    const auto end = std::find_if(results_.begin() + 1, results_.end(), [&](const RunResult& old) {
        total += sizeOf(old);
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
