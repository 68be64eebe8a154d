#include "ui/state/head_listing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

constexpr std::array<std::string_view, 3> kOrders{"layer", "largest", "smallest"};
constexpr std::array<std::string_view, 3> kFilters{"all", "on", "at-least"};

template <typename Value>
std::optional<Value> valueOf(const std::array<std::string_view, 3>& ids, std::string_view id)
{
    const auto found = std::find(ids.begin(), ids.end(), id);
    return found == ids.end() ? std::nullopt
                              : std::optional(static_cast<Value>(found - ids.begin()));
}

double numberOf(const StatisticTable& table, const ListedHead& head)
{
    return table.heads[static_cast<std::size_t>(head.layer)][static_cast<std::size_t>(head.head)];
}

bool passes(const HeadListing& listing,
            const StatisticTable& table,
            const std::vector<ListedHead>& off,
            const ListedHead& head)
{
    switch (listing.filter) {
    case HeadFilter::All:
        return true;
    case HeadFilter::On:
        return std::find(off.begin(), off.end(), head) == off.end();
    case HeadFilter::AtLeast:
        break;
    }
    return numberOf(table, head) >= listing.limit; // not for NaN
}

} // namespace

std::string_view headOrderId(HeadOrder order)
{
    return kOrders.at(static_cast<std::size_t>(order));
}

std::string_view headFilterId(HeadFilter filter)
{
    return kFilters.at(static_cast<std::size_t>(filter));
}

std::optional<HeadOrder> headOrderFromId(std::string_view id)
{
    return valueOf<HeadOrder>(kOrders, id);
}

std::optional<HeadFilter> headFilterFromId(std::string_view id)
{
    return valueOf<HeadFilter>(kFilters, id);
}

std::vector<ListedHead> listedHeads(const HeadListing& listing,
                                    const StatisticTable& table,
                                    const std::vector<ListedHead>& off)
{
    std::vector<ListedHead> heads;
    for (std::size_t layer = 0; layer < table.heads.size(); ++layer) {
        for (std::size_t head = 0; head < table.heads[layer].size(); ++head) {
            const ListedHead listed{static_cast<int>(layer), static_cast<int>(head)};
            if (passes(listing, table, off, listed)) {
                heads.push_back(listed);
            }
        }
    }
    if (listing.order == HeadOrder::Layer) {
        return heads;
    }
    const double sign = listing.order == HeadOrder::Largest ? -1 : 1;
    std::stable_sort(heads.begin(), heads.end(), [&](const ListedHead& a, const ListedHead& b) {
        const double first = sign * numberOf(table, a);
        const double second = sign * numberOf(table, b);
        return std::isnan(second) ? !std::isnan(first) : first < second;
    });
    return heads;
}

} // namespace attenscope
