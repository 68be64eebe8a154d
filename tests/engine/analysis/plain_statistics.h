#pragma once

#include "engine/analysis/selection.h"
#include "engine/trace/trace.h"

#include <string>
#include <vector>

namespace attenscope {

using Rows = std::vector<std::vector<double>>;

/// One head's whole matrix, [rows][columns]; a joint one has the text first.
Rows plain(const Trace& trace, const std::string& kind, int layer, int head);

/// The weights that a map of `small_trace` shows: mean over queries, words' pieces summed, without
/// masked keys, and without special ones unless they are shown.
std::vector<double> shownWeights(const Rows& rows, const Selection& selection);

/// A statistic of one head of `small_trace`, written down from its definition in the plainest way;
/// not a number where no statistic has this id.
double expectedStatistic(
    const Trace& trace, const Selection& selection, const std::string& id, int layer, int head);

} // namespace attenscope
