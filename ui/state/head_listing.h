#pragma once

#include "engine/analysis/statistics.h"
#include "engine/trace/trace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// How the heads stand.
enum class HeadOrder {
    Layer,    ///< a row for each layer
    Largest,  ///< by the statistic, the largest first
    Smallest, ///< by the statistic, the smallest first
};

/// Which heads stand there.
enum class HeadFilter {
    All,
    On,      ///< not those that are switched off
    AtLeast, ///< whose statistic is as large as a limit
};

std::string_view headOrderId(HeadOrder order);    ///< "layer"
std::string_view headFilterId(HeadFilter filter); ///< "at-least"
std::optional<HeadOrder> headOrderFromId(std::string_view id);
std::optional<HeadFilter> headFilterFromId(std::string_view id);

/// How the heads of a kind are listed.
struct HeadListing {
    std::string statistic{statistics().front().id};
    HeadOrder order = HeadOrder::Layer;
    HeadFilter filter = HeadFilter::All;
    double limit = 0;          ///< of HeadFilter::AtLeast
    bool showsNumbers = false; ///< the statistic as a coloured cell in place of the map

    friend bool operator==(const HeadListing&, const HeadListing&) = default;
};

/// One head of the kind that is listed.
struct ListedHead {
    int layer = 0;
    int head = 0;

    friend bool operator==(const ListedHead&, const ListedHead&) = default;
};

/// The heads that pass the filter, in order; heads without a number come last, and pass no limit.
/// off  of the same kind
std::vector<ListedHead> listedHeads(const HeadListing& listing,
                                    const StatisticTable& table,
                                    const std::vector<ListedHead>& off);

} // namespace attenscope
