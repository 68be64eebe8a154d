#include "engine/analysis/query_rows.h"

#include "engine/analysis/aggregation.h"
#include "engine/analysis/focus.h"
#include "engine/base/error.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>
#include <variant>

namespace attenscope {

namespace {

/// Of all heads that QueryRows computes as a whole.
constexpr Index kMostWholeFloats = Index{64} << 20;

[[noreturn]] void refuse(const std::string& place, std::string expected, std::string found)
{
    throw Error({.id = "E_USAGE_SELECTION",
                 .file = {},
                 .place = place,
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = {}});
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
    for (const int token : selection.pieces) {
        if (!isPieceInFocus(trace, selection, token)) {
            refuse("pieces", "tokens of the words that ask", std::to_string(token));
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

/// A head's matrix where the trace keeps it; null where it is computed when asked for.
const Matrix* keptWeights(const Trace& trace, std::size_t site, int head)
{
    const auto& kept = trace.attention.record(site)->kept;
    const auto* heads = std::get_if<std::vector<Matrix>>(&kept);
    return heads == nullptr ? nullptr : &heads->at(static_cast<std::size_t>(head));
}

} // namespace

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

Selection checkedSelection(const Trace& trace, Selection selection)
{
    if (selection.kind.empty()) { // the mode's own one
        selection.kind = fittingKind(trace, selection);
    }
    check(trace, selection);
    return selection;
}

QueryRows::QueryRows(const Trace& trace, Selection selection, bool many)
    : trace_(trace),
      selection_(std::move(selection)),
      sites_(sitesOf(trace, selection_)),
      groups_(keyGroups(trace, selection_)),
      firstHead_(selection_.head.value_or(0)),
      heads_(selection_.head ? 1 : firstSite().heads)
{
    arrangeKeys();
    const Index floats = firstSite().query.size() * firstSite().key.size() * heads_ *
                         static_cast<Index>(sites_.size());
    const bool areKept = keptWeights(trace_, sites_.front(), firstHead_) != nullptr;
    if (!many || areKept || floats > kMostWholeFloats) {
        return;
    }
    for (const std::size_t site : sites_) {
        std::vector<Matrix>& matrices = whole_.emplace_back();
        for (int head = firstHead_; head < firstHead_ + heads_; ++head) {
            matrices.push_back(trace_.attention.head(site, head));
        }
    }
}

bool QueryRows::isConditional() const
{
    return firstSite().key.isJoint() && selection_.jointRows == JointRows::Conditional;
}

/// What all maps of these rows have in common.
void QueryRows::arrangeKeys()
{
    const Span keys = keysOf(firstSite(), selection_.direction);
    isPlain_ = static_cast<Index>(groups_.size()) == keys.count;
    for (const KeyGroup& group : groups_) {
        const std::size_t begin = columns_.size();
        for (const int member : group.members) {
            if (keys.covers(member)) {
                columns_.push_back(member - keys.first);
            }
        }
        const bool isHidden = group.isSpecial && selection_.special != SpecialTokens::Show;
        isPlain_ = isPlain_ && columns_.size() == begin + 1 &&
                   columns_.back() == static_cast<Index>(begin);
        if (isHidden) {
            hiddenGroups_.push_back(ends_.size());
        }
        states_.push_back(columns_.size() == begin ? Map::KeyState::Absent
                          : group.isMasked         ? Map::KeyState::Masked
                          : isHidden               ? Map::KeyState::Hidden
                                                   : Map::KeyState::Shown);
        ends_.push_back(columns_.size());
    }
}

std::vector<std::string> QueryRows::siteNames() const
{
    std::vector<std::string> names;
    for (const std::size_t site : sites_) {
        names.push_back(trace_.sites[site].name());
    }
    return names;
}

std::vector<Index> QueryRows::known(std::vector<Index> queries) const
{
    const Span& span = queriesOf(firstSite(), selection_.direction);
    std::erase_if(queries, [&](Index query) { return !span.covers(query); });
    return queries;
}

std::vector<Index> QueryRows::focused() const
{
    std::vector<Index> queries = known(focusedQueries(trace_, selection_));
    if (queries.empty() && !selection_.focus.empty()) {
        refuse("focus", "a query that " + selection_.kind + " has", "one that it does not have");
    }
    return queries;
}

/// A head's whole matrix where there is one. Null: its rows are computed one by one.
const Matrix* QueryRows::weightsOf(std::size_t site, int head) const
{
    return whole_.empty() ? keptWeights(trace_, sites_[site], head)
                          : &whole_[site][static_cast<std::size_t>(head - firstHead_)];
}

Eigen::RowVectorXf QueryRows::headRow(std::size_t site, int head, Index row) const
{
    const Span keys = keysOf(firstSite(), selection_.direction);
    return trace_.attention.row(sites_[site], head, row).segment(keys.begin, keys.count);
}

/// One query's weights in every head of every layer that the selection names.
/// returns  [heads × layers, keys of the direction]
Matrix QueryRows::rowsOf(Index query) const
{
    const Span keys = keysOf(firstSite(), selection_.direction);
    Matrix rows(heads_ * static_cast<Index>(sites_.size()), keys.count);
    Index target = 0;
    for (std::size_t site = 0; site < sites_.size(); ++site) {
        const Index row = queriesOf(trace_.sites[sites_[site]], selection_.direction).rowOf(query);
        for (int head = firstHead_; head < firstHead_ + heads_; ++head) {
            if (const Matrix* weights = weightsOf(site, head)) {
                rows.row(target) = weights->row(row).segment(keys.begin, keys.count);
            } else {
                rows.row(target) = headRow(site, head, row);
            }
            if (isConditional()) { // 0/0 := 0
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

Map QueryRows::map(const std::vector<Index>& queries) const
{
    const Aggregation& aggregation = findAggregation(selection_.aggregation);
    const Span keys = keysOf(firstSite(), selection_.direction);
    Eigen::RowVectorXd row = Eigen::RowVectorXd::Zero(keys.count);
    for (const Index query : queries) {
        row += aggregation.combine(rowsOf(query)).cast<double>();
    }
    if (!queries.empty()) {
        row /= static_cast<double>(queries.size());
    }
    return mapOf(row, queries.size(), selection_.head, sites_);
}

/// The sum of the queries' rows in each head alone. Every aggregation of one row is that row.
/// returns  [heads × layers] of [keys of the direction]
std::vector<Eigen::RowVectorXd> QueryRows::headSums(const std::vector<Index>& queries) const
{
    const Index keys = keysOf(firstSite(), selection_.direction).count;
    std::vector<Eigen::RowVectorXd> sums(sites_.size() * static_cast<std::size_t>(heads_),
                                         Eigen::RowVectorXd::Zero(keys));
    for (const Index query : queries) {
        const Matrix rows = rowsOf(query);
        for (std::size_t head = 0; head < sums.size(); ++head) {
            sums[head] += rows.row(static_cast<Index>(head)).cast<double>();
        }
    }
    return sums;
}

/// The same of one head, where its weights lie.
void QueryRows::sumInPlace(std::size_t site,
                           int head,
                           const std::vector<Index>& queries,
                           Eigen::RowVectorXd& sum) const
{
    const Span keys = keysOf(firstSite(), selection_.direction);
    const Span& span = queriesOf(trace_.sites[sites_[site]], selection_.direction);
    const Matrix& weights = *weightsOf(site, head);
    sum.setZero(keys.count);
    for (const Index query : queries) {
        sum += weights.row(span.rowOf(query)).segment(keys.begin, keys.count).cast<double>();
    }
}

std::vector<std::vector<Map>> QueryRows::headMaps(const std::vector<Index>& queries) const
{
    findAggregation(selection_.aggregation); // which must be a known one
    const bool isInPlace = !isConditional() && weightsOf(0, firstHead_) != nullptr;
    std::vector<Eigen::RowVectorXd> sums;
    if (!isInPlace) {
        sums = headSums(queries);
    }
    Eigen::RowVectorXd sum;
    std::vector<std::vector<Map>> maps;
    for (std::size_t site = 0; site < sites_.size(); ++site) {
        std::vector<Map>& layer = maps.emplace_back();
        layer.reserve(static_cast<std::size_t>(heads_));
        for (int head = firstHead_; head < firstHead_ + heads_; ++head) {
            if (isInPlace) {
                sumInPlace(site, head, queries, sum);
            } else {
                sum = sums[site * static_cast<std::size_t>(heads_) +
                           static_cast<std::size_t>(head - firstHead_)];
            }
            if (!queries.empty()) {
                sum /= static_cast<double>(queries.size());
            }
            layer.push_back(mapOf(sum, queries.size(), head, {sites_[site]}));
        }
    }
    return maps;
}

/// The weight on each group of keys.
std::vector<double> QueryRows::groupSums(const Eigen::RowVectorXd& row) const
{
    std::vector<double> sums(ends_.size(), 0);
    std::size_t at = 0;
    for (std::size_t group = 0; group < sums.size(); ++group) {
        for (; at < ends_[group]; ++at) {
            sums[group] += row(columns_[at]);
        }
    }
    return sums;
}

/// What becomes of a fused row, which is used up.
Map QueryRows::mapOf(Eigen::RowVectorXd& row,
                     std::size_t queries,
                     std::optional<int> head,
                     const std::vector<std::size_t>& sites) const
{
    Map map;
    map.direction = selection_.direction;
    const Site& first = firstSite();
    map.isJoint = first.key.isJoint();
    map.isConditional = isConditional();
    map.isSimilarity = first.isSimilarity;
    map.states = states_;
    const auto columns = static_cast<Index>(row.size());
    std::vector<double> grouped; // millions of keys: in place where that is possible
    if (!isPlain_) {
        grouped = groupSums(row);
    }
    const std::span<double> sums =
        isPlain_ ? std::span(row.data(), static_cast<std::size_t>(columns)) : std::span(grouped);
    double hidden = 0;
    for (const std::size_t group : hiddenGroups_) {
        hidden += sums[group];
    }
    const double kept = row.sum() - hidden;
    const bool isRenormalised =
        selection_.special == SpecialTokens::Renormalise && kept > 0 && !map.isSimilarity;
    for (std::size_t group = 0; group < sums.size(); ++group) {
        if (states_[group] != Map::KeyState::Hidden) {
            sums[group] = isRenormalised ? sums[group] / kept : sums[group];
            map.shownMass += sums[group];
        }
    }
    map.values.resize(sums.size());
    std::ranges::transform(sums, map.values.begin(),
                           [](double sum) { return static_cast<float>(sum); });
    map.hiddenMass = hidden;
    if (map.isSimilarity) { // cosines share nothing out
        map.shownMass = map.hiddenMass = 0;
    }
    Selection shown = selection_;
    shown.head = head;
    if (sites.size() == 1) {
        shown.firstLayer = shown.lastLayer = trace_.sites[sites.front()].layer;
    }
    map.formula = formulaOf(trace_, shown, static_cast<Index>(queries), columns);
    for (const std::size_t site : sites) {
        map.siteNames.push_back(trace_.sites[site].name());
    }
    return map;
}

} // namespace attenscope
