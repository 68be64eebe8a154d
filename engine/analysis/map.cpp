#include "engine/analysis/map.h"

#include "engine/analysis/aggregation.h"
#include "engine/analysis/focus.h"
#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace attenscope {

namespace {

[[noreturn]] void refuse(const std::string& place, std::string expected, std::string found)
{
    throw Error({.id = "E_USAGE_SELECTION",
                 .file = {},
                 .place = place,
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = {}});
}

/// One query's weights in every head of every layer that the selection names.
/// returns  [heads × layers, keys of the direction]
Matrix rowsOfQuery(const Trace& trace,
                   const std::vector<std::size_t>& sites,
                   const Selection& selection,
                   Index query)
{
    const Site& first = trace.sites[sites.front()];
    const int headBegin = selection.head.value_or(0);
    const int headEnd = selection.head ? headBegin + 1 : first.heads;
    const Index heads = headEnd - headBegin;
    const Span keys = keysOf(first, selection.direction);
    const bool isConditional = first.key.isJoint() && selection.jointRows == JointRows::Conditional;
    Matrix rows(heads * static_cast<Index>(sites.size()), keys.count);
    Index target = 0;
    for (const std::size_t site : sites) {
        const Index row = queriesOf(trace.sites[site], selection.direction).rowOf(query);
        for (int head = headBegin; head < headEnd; ++head) {
            rows.row(target) = trace.attention.row(site, head, row).segment(keys.begin, keys.count);
            if (isConditional) { // 0/0 := 0
                const float mass = rows.row(target).sum();
                if (mass > 0) {
                    rows.row(target) /= mass;
                }
            }
            ++target;
        }
    }
    return rows;
}

/// The queries in focus that these sites have: an answer's words ask nothing in its question's
/// encoder.
std::vector<Index> queriesOfSites(const Trace& trace,
                                  const std::vector<std::size_t>& sites,
                                  const Selection& selection)
{
    std::vector<Index> queries = focusedQueries(trace, selection);
    const Span& known = queriesOf(trace.sites[sites.front()], selection.direction);
    std::erase_if(queries, [&](Index query) { return !known.covers(query); });
    if (queries.empty() && !selection.focus.empty()) {
        refuse("focus", "a query that " + selection.kind + " has", "one that it does not have");
    }
    return queries;
}

/// The wanted rows of every head, put together and averaged over the queries (A2, then A3).
Eigen::RowVectorXd
fusedRow(const Trace& trace, const std::vector<std::size_t>& sites, const Selection& selection)
{
    const Aggregation& aggregation = findAggregation(selection.aggregation);
    const std::vector<Index> queries = queriesOfSites(trace, sites, selection);
    const Index keys = keysOf(trace.sites[sites.front()], selection.direction).count;
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(keys);
    for (const Index query : queries) {
        sum += aggregation.combine(rowsOfQuery(trace, sites, selection, query)).cast<double>();
    }
    return queries.empty() ? sum : Eigen::RowVectorXd(sum / static_cast<double>(queries.size()));
}

/// A key as a map shows it: a unit, a word (its pieces summed), or a single token.
struct KeyGroup {
    std::vector<int> members;
    bool isSpecial = false;
    bool isMasked = false;
};

std::vector<KeyGroup> keyGroups(const Trace& trace, const Selection& selection)
{
    std::vector<KeyGroup> groups;
    if (looksAtImage(selection.direction)) {
        for (std::size_t u = 0; u < trace.units.units.size(); ++u) {
            groups.push_back(
                {.members = {static_cast<int>(u)},
                 .isSpecial = isSpecialUnit(trace.units.units[u]),
                 .isMasked = trace.units.units[u].isPadding ||
                             (u < trace.isUnitMasked.size() && trace.isUnitMasked[u])});
        }
        return groups;
    }
    const auto isMasked = [&](int token) {
        const auto t = static_cast<std::size_t>(token);
        return trace.tokens.tokens[t].isPadding ||
               (t < trace.isTokenMasked.size() && trace.isTokenMasked[t]);
    };
    if (selection.showsPieces) {
        for (int t = 0; t < trace.tokens.size(); ++t) {
            groups.push_back(
                {.members = {t},
                 .isSpecial = trace.tokens.tokens[static_cast<std::size_t>(t)].isSpecial,
                 .isMasked = isMasked(t)});
        }
        return groups;
    }
    for (const Word& word : trace.tokens.words) {
        groups.push_back({.members = word.tokens,
                          .isSpecial = word.isSpecial,
                          .isMasked = std::ranges::all_of(word.tokens, isMasked)});
    }
    return groups;
}

std::vector<std::size_t> sitesOf(const Trace& trace, const Selection& selection)
{
    std::vector<std::size_t> sites;
    for (std::size_t i = 0; i < trace.sites.size(); ++i) {
        const Site& site = trace.sites[i];
        if (site.kind == selection.kind && holds(site, selection.direction) &&
            site.layer >= selection.firstLayer && site.layer <= selection.lastLayer) {
            sites.push_back(i);
        }
    }
    return sites;
}

void check(const Trace& trace, const Selection& selection)
{
    const std::vector<std::string> kinds = kindsFor(trace, selection.direction);
    if (std::ranges::find(kinds, selection.kind) == kinds.end()) {
        const std::string all = std::accumulate(
            kinds.begin(), kinds.end(), std::string(), [](std::string text, const auto& kind) {
                return std::move(text) + (text.empty() ? "" : ", ") + kind;
            });
        refuse("direction " + std::string(directionId(selection.direction)),
               all.empty() ? "a direction that this run recorded" : "one of " + all,
               kinds.empty()            ? absenceReason(trace, selection.direction)
               : selection.kind.empty() ? "none that asks from what is in focus"
                                        : selection.kind);
    }
    const StackSize size = stackSize(trace, selection.kind);
    if (selection.firstLayer < 0 || selection.lastLayer < selection.firstLayer ||
        selection.lastLayer >= size.layers) {
        refuse("layer", "0 to " + std::to_string(size.layers - 1),
               std::to_string(selection.firstLayer) + "-" + std::to_string(selection.lastLayer));
    }
    if (sitesOf(trace, selection).empty()) {
        std::string layers;
        for (const int layer : layersOf(trace, selection)) {
            layers += (layers.empty() ? "" : ", ") + std::to_string(layer);
        }
        refuse("layer", "a layer that has " + selection.kind + ": " + layers,
               std::to_string(selection.firstLayer));
    }
    if (selection.head && (*selection.head < 0 || *selection.head >= size.heads)) {
        refuse("head", "0 to " + std::to_string(size.heads - 1), std::to_string(*selection.head));
    }
    const int queries = asksFromText(selection.direction)
                            ? static_cast<int>(trace.tokens.words.size())
                            : trace.units.size();
    for (const int query : selection.focus) {
        if (query < 0 || query >= queries) {
            refuse("focus", "0 to " + std::to_string(queries - 1), std::to_string(query));
        }
    }
}

std::string formulaOf(const Trace& trace, const Selection& selection, Index queries, Index keys)
{
    const StackSize size = stackSize(trace, selection.kind);
    const bool isOneLayer = selection.firstLayer == selection.lastLayer;
    std::string text = isOneLayer ? "layer " + std::to_string(selection.firstLayer)
                                  : "layers " + std::to_string(selection.firstLayer) + "–" +
                                        std::to_string(selection.lastLayer);
    if (isSimilarity(trace, selection)) {
        text = "cosine similarity of projected states";
    } else if (selection.head) {
        text += ", head " + std::to_string(*selection.head);
        text += isOneLayer ? "" : ", " + selection.aggregation + " over layers";
    } else {
        text += ", " + selection.aggregation + " of " + std::to_string(size.heads) + " heads";
    }
    if (queries != 1) {
        text += ", mean of " + std::to_string(queries) + " queries";
    }
    return text + ", " + std::to_string(keys) + " keys";
}

} // namespace

float Map::maximum() const
{
    float result = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (states[i] == KeyState::Shown) {
            result = std::max(result, values[i]);
        }
    }
    return result;
}

float Map::minimum() const
{
    float result = std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (states[i] == KeyState::Shown) {
            result = std::min(result, values[i]);
        }
    }
    return result == std::numeric_limits<float>::infinity() ? 0 : result;
}

Map computeMap(const Trace& trace, const Selection& asked)
{
    Selection selection = asked;
    if (selection.kind.empty()) { // the mode's own one
        selection.kind = fittingKind(trace, selection);
    }
    check(trace, selection);
    const std::vector<std::size_t> sites = sitesOf(trace, selection);
    const Eigen::RowVectorXd row = fusedRow(trace, sites, selection);
    const std::vector<KeyGroup> groups = keyGroups(trace, selection);

    Map map;
    map.direction = selection.direction;
    const Site& first = trace.sites[sites.front()];
    const Span keys = keysOf(first, selection.direction);
    map.isJoint = first.key.isJoint();
    map.isConditional = map.isJoint && selection.jointRows == JointRows::Conditional;
    map.isSimilarity = first.isSimilarity;
    double hidden = 0;
    std::vector<double> sums;
    for (const KeyGroup& group : groups) {
        double sum = 0;
        bool isAbsent = true;
        for (const int member : group.members) {
            if (keys.covers(member)) {
                sum += row(member - keys.first);
                isAbsent = false;
            }
        }
        sums.push_back(sum);
        const bool isHidden = group.isSpecial && selection.special != SpecialTokens::Show;
        hidden += isHidden ? sum : 0;
        map.states.push_back(isAbsent         ? Map::KeyState::Absent
                             : group.isMasked ? Map::KeyState::Masked
                             : isHidden       ? Map::KeyState::Hidden
                                              : Map::KeyState::Shown);
    }
    const double kept = row.sum() - hidden;
    const bool isRenormalised =
        selection.special == SpecialTokens::Renormalise && kept > 0 && !map.isSimilarity;
    const double divisor = isRenormalised ? kept : 1.0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const bool isHidden = map.states[i] == Map::KeyState::Hidden;
        map.values.push_back(static_cast<float>(isHidden ? sums[i] : sums[i] / divisor));
        map.shownMass += isHidden ? 0 : sums[i] / divisor;
    }
    map.hiddenMass = hidden;
    if (map.isSimilarity) { // cosines share nothing out
        map.shownMass = map.hiddenMass = 0;
    }
    map.formula =
        formulaOf(trace, selection,
                  static_cast<Index>(queriesOfSites(trace, sites, selection).size()), row.size());
    for (const std::size_t site : sites) {
        map.siteNames.push_back(trace.sites[site].name());
    }
    return map;
}

} // namespace attenscope
