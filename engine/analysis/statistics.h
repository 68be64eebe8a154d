#pragma once

#include "engine/analysis/map.h"
#include "engine/analysis/selection.h"
#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/trace/trace.h"

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// One row of the registry of statistics: a number for every head of every layer.
struct StatisticInfo {
    std::string_view id;      ///< "entropy"
    std::string_view name;    ///< for people: "entropy H"
    std::string_view unit;    ///< "nat", "px"; empty where there is none
    std::string_view formula; ///< "−Σ p ln p"
    double largest = std::numeric_limits<double>::infinity(); ///< it can be; the smallest is 0
    bool isOfFocus = true; ///< of the queries in focus; else of every ordinary query
};

/// All of them; the first is the default. GUI and command line both build their choices from it.
/// Those of analysis.md A8 are of the map (RowStatistics), the mean row of the queries in focus.
/// The masses (A10), distances (A9), the sink score (A15) and the confidence (A8) are means over
/// queries of what each row gives; the agreement (A11) compares both directions' blocks.
ATTENSCOPE_EXPORT const std::vector<StatisticInfo>& statistics();

/// Null if there is none.
ATTENSCOPE_EXPORT const StatisticInfo* findStatistic(std::string_view id);

/// Why a statistic says nothing about what is selected: "every key is on the image side, so it is
/// always 1". Empty where it does.
ATTENSCOPE_EXPORT std::string
statisticAbsence(const Trace& trace, const Selection& selection, std::string_view id);

/// A statistic of every head, and of every layer: the mean over its heads. NaN where there is none:
/// in a layer without such attention, for a head that is switched off (its context is zero,
/// whatever its weights), for a row without weight.
struct StatisticTable {
    std::vector<std::vector<double>> heads; ///< [layer][head]
    std::vector<double> layers;             ///< mean over the heads that have one

    friend bool operator==(const StatisticTable&, const StatisticTable&) = default;
};

/// maps  of the selection, as headMaps gives them
/// Throws E_USAGE_SELECTION for an id that is none, and where statisticAbsence has a reason;
/// Cancelled.
ATTENSCOPE_EXPORT StatisticTable statisticTable(const Trace& trace,
                                                const Selection& selection,
                                                std::string_view id,
                                                const std::vector<std::vector<Map>>& maps,
                                                const Progress& progress = {});

/// The smallest and the largest number in it that are finite; both 0 if there are none.
ATTENSCOPE_EXPORT ScaleRange rangeOf(const StatisticTable& table);

} // namespace attenscope
