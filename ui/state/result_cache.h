#pragma once

#include "ui/state/run_request.h"

#include <cstddef>
#include <deque>
#include <optional>

namespace attenscope {

/// The latest results of one model, so that going back needs no run. What doesn't fit goes, the
/// oldest first; the latest always stays.
class ResultCache {
public:
    /// budgetBytes  of attention weights that the latest result does not share
    explicit ResultCache(std::size_t budgetBytes) : budgetBytes_(budgetBytes) {}

    /// Those of another model go: its weights should not stay in memory.
    void keep(const RunResult& result);

    std::optional<RunResult> find(const RunRequest& request) const;

    /// One that ran on the same input in the same mode, whatever was changed about it.
    std::optional<RunResult> findSameInput(const RunRequest& request) const;

private:
    std::size_t budgetBytes_;
    std::deque<RunResult> results_; ///< latest first
};

} // namespace attenscope
