#include "engine/analysis/statistics.h"

#include "engine/analysis/focus.h"
#include "engine/analysis/head_statistics.h"
#include "engine/analysis/row_statistics.h"
#include "engine/base/error.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<const Site*> sitesOf(const Trace& trace, const Selection& selection)
{
    std::vector<const Site*> sites;
    for (const Site& site : trace.sites) {
        if (site.kind == selection.kind && holds(site, selection.direction)) {
            sites.push_back(&site);
        }
    }
    return sites;
}

std::string nothing(const Trace& /*trace*/, const Selection& /*selection*/)
{
    return {};
}

std::string refusesSimilarity(const Trace& trace, const Selection& selection)
{
    return isSimilarity(trace, selection) ? "similarities are not shared out: no row sums to 1"
                                          : std::string();
}

/// In cross layers every key is on one side, and its mass constant (analysis.md A1).
std::string needsBothSides(const Trace& trace, const Selection& selection)
{
    const bool isJoint = std::ranges::any_of(sitesOf(trace, selection),
                                             [](const Site* site) { return site->key.isJoint(); });
    std::string reason = refusesSimilarity(trace, selection);
    if (reason.empty() && !isJoint) {
        reason = looksAtImage(selection.direction)
                     ? "every key is on the image side: the mass of a side is constant"
                     : "every key is on the text side: the mass of a side is constant";
    }
    return reason;
}

std::string needsSpecialKeys(const Trace& trace, const Selection& selection)
{
    const bool isThere = std::ranges::any_of(sitesOf(trace, selection), [&](const Site* site) {
        return hasKey(trace, *site, KeyKind::Special);
    });
    const std::string reason = refusesSimilarity(trace, selection);
    return reason.empty() && !isThere ? "no key is special: always 0" : reason;
}

std::string needsPatches(const Trace& trace, const Selection& selection)
{
    const std::string reason = refusesSimilarity(trace, selection);
    return reason.empty() && selection.direction != Direction::ImageToImage
               ? "only image→image attention has distances"
               : reason;
}

std::string needsBothDirections(const Trace& trace, const Selection& selection)
{
    const std::string reason = refusesSimilarity(trace, selection);
    if (!reason.empty()) {
        return reason;
    }
    for (std::size_t site = 0; site < trace.sites.size(); ++site) {
        const Site& here = trace.sites[site];
        if (here.kind == selection.kind && holds(here, selection.direction) &&
            reverseSite(trace, site, selection.direction)) {
            return {};
        }
    }
    return "no layer has both text→image and image→text attention of this kind";
}

/// One row of the registry.
struct Statistic {
    StatisticInfo info;
    std::string (*absence)(const Trace& trace, const Selection& selection);
    double (*compute)(const HeadPlace& place, const Map& map);
};

template <double RowStatistics::*Field>
double ofRow(const HeadPlace& /*place*/, const Map& map)
{
    const std::optional<RowStatistics> statistics = rowStatistics(map);
    return statistics ? (*statistics).*Field : kNone;
}

template <KeyKind Kind>
double mass(const HeadPlace& place, const Map& /*map*/)
{
    return massOn(place, Kind);
}

template <double (*Function)(const HeadPlace& place)>
double ofHead(const HeadPlace& place, const Map& /*map*/)
{
    return Function(place);
}

double largest(const HeadPlace& /*place*/, const Map& map)
{
    return static_cast<double>(map.maximum());
}

double distanceShare(const HeadPlace& place, const Map& /*map*/)
{
    return meanDistance(place) / diagonalOf(place.trace);
}

constexpr double kUnbounded = std::numeric_limits<double>::infinity();

/// A new statistic is one row here.
const std::vector<Statistic>& registry()
{
    static const std::vector<Statistic> kAll{
        {{"entropy-share", "entropy H / ln K", "", "−Σ p ln p / ln K", 1},
         refusesSimilarity,
         ofRow<&RowStatistics::entropyShare>},
        {{"entropy", "entropy H", "nat", "−Σ p ln p", kUnbounded},
         refusesSimilarity,
         ofRow<&RowStatistics::entropy>},
        {{"effective-keys", "effective keys", "keys", "exp(−Σ p ln p)", kUnbounded},
         refusesSimilarity,
         ofRow<&RowStatistics::effectiveKeys>},
        {{"largest", "largest weight", "", "maxₖ A(q, k)", 1}, nothing, largest},
        {{"lift", "lift of the largest", "×", "K · maxₖ pₖ", kUnbounded},
         refusesSimilarity,
         ofRow<&RowStatistics::lift>},
        {{"top-5", "top-5 mass", "", "Σ of the 5 largest p", 1},
         refusesSimilarity,
         ofRow<&RowStatistics::topMass>},
        {{"gini", "Gini", "", "2 Σ i·p₍ᵢ₎ / K − (K + 1) / K, p ascending", 1},
         refusesSimilarity,
         ofRow<&RowStatistics::gini>},
        {{"confidence", "confidence", "", "mean over all queries of maxₖ pₖ", 1, false},
         refusesSimilarity,
         ofHead<confidence>},
        {{"image-mass", "image mass", "", "Σ A(q, k) over image keys", 1},
         needsBothSides,
         mass<KeyKind::Image>},
        {{"text-mass", "text mass", "", "Σ A(q, k) over text keys", 1},
         needsBothSides,
         mass<KeyKind::Text>},
        {{"special-mass", "special-token mass", "", "Σ A(q, k) over special keys", 1},
         needsSpecialKeys,
         mass<KeyKind::Special>},
        {{"distance", "mean distance", "px", "Σ Aᶜ(q, k)·‖c_q − cₖ‖ in pixels of the image",
          kUnbounded},
         needsPatches,
         ofHead<meanDistance>},
        {{"distance-share", "distance / diagonal", "",
          "Σ Aᶜ(q, k)·‖c_q − cₖ‖ / diagonal of the image", 1},
         needsPatches,
         distanceShare},
        {{"agreement", "agreement", "",
          "cosine of A(text→image) and A(image→text)ᵀ", 1, false},
         needsBothDirections,
         ofHead<agreement>},
        {{"sink", "sink score", "", "maxₖ of the mean over all queries of A(q, k)", 1, false},
         refusesSimilarity,
         ofHead<sinkScore>},
    };
    return kAll;
}

const Statistic* find(std::string_view id)
{
    const std::vector<Statistic>& all = registry();
    const auto found =
        std::ranges::find_if(all, [&](const Statistic& row) { return row.info.id == id; });
    return found == all.end() ? nullptr : &*found;
}

[[noreturn]] void refuse(std::string_view id, std::string expected)
{
    throw Error({.id = "E_USAGE_SELECTION",
                 .file = {},
                 .place = "statistic",
                 .expected = std::move(expected),
                 .found = std::string(id),
                 .remedy = {}});
}

const Statistic& known(std::string_view id)
{
    if (const Statistic* found = find(id)) {
        return *found;
    }
    std::string ids;
    for (const StatisticInfo& info : statistics()) {
        ids += (ids.empty() ? "" : ", ") + std::string(info.id);
    }
    refuse(id, ids);
}

Selection withKind(const Trace& trace, Selection selection)
{
    selection.kind = selection.kind.empty() ? fittingKind(trace, selection) : selection.kind;
    return selection;
}

double meanOf(const std::vector<double>& numbers)
{
    double sum = 0;
    int count = 0;
    for (const double number : numbers) {
        if (std::isfinite(number)) {
            sum += number;
            ++count;
        }
    }
    return count == 0 ? kNone : sum / count;
}

} // namespace

const std::vector<StatisticInfo>& statistics()
{
    static const std::vector<StatisticInfo> kInfos = [] {
        std::vector<StatisticInfo> infos;
        for (const Statistic& statistic : registry()) {
            infos.push_back(statistic.info);
        }
        return infos;
    }();
    return kInfos;
}

const StatisticInfo* findStatistic(std::string_view id)
{
    const Statistic* found = find(id);
    return found == nullptr ? nullptr : &found->info;
}

std::string statisticAbsence(const Trace& trace, const Selection& selection, std::string_view id)
{
    return known(id).absence(trace, withKind(trace, selection));
}

StatisticTable statisticTable(const Trace& trace,
                              const Selection& asked,
                              std::string_view id,
                              const std::vector<std::vector<Map>>& maps,
                              const Progress& progress)
{
    const Statistic& statistic = known(id);
    const Selection selection = withKind(trace, asked);
    if (std::string reason = statistic.absence(trace, selection); !reason.empty()) {
        refuse(id, "one that says something here (" + reason + ")");
    }
    StatisticTable table;
    for (std::size_t layer = 0; layer < maps.size(); ++layer) {
        progress.step(static_cast<int>(layer), static_cast<int>(maps.size()), "numbers of heads");
        std::vector<double>& row = table.heads.emplace_back(maps[layer].size(), kNone);
        const std::optional<std::size_t> site =
            trace.findSite(selection.kind, static_cast<int>(layer));
        const bool isThere = site && holds(trace.sites[*site], selection.direction);
        for (std::size_t head = 0; isThere && head < maps[layer].size(); ++head) {
            const HeadId name{selection.kind, static_cast<int>(layer), static_cast<int>(head)};
            const bool isOff = std::ranges::find(trace.headsOff, name) != trace.headsOff.end();
            if (!isOff) {
                row[head] = statistic.compute({.trace = trace,
                                               .selection = selection,
                                               .site = *site,
                                               .head = static_cast<int>(head)},
                                              maps[layer][head]);
            }
        }
        table.layers.push_back(meanOf(row));
    }
    return table;
}

ScaleRange rangeOf(const StatisticTable& table)
{
    double smallest = std::numeric_limits<double>::infinity();
    double greatest = -smallest;
    for (const std::vector<double>& layer : table.heads) {
        for (const double number : layer) {
            if (std::isfinite(number)) {
                smallest = std::min(smallest, number);
                greatest = std::max(greatest, number);
            }
        }
    }
    return smallest > greatest ? ScaleRange{.minimum = 0, .maximum = 0}
                               : ScaleRange{.minimum = static_cast<float>(smallest),
                                            .maximum = static_cast<float>(greatest)};
}

} // namespace attenscope
