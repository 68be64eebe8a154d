#pragma once

#include "engine/analysis/key_groups.h"
#include "engine/analysis/map.h"
#include "engine/analysis/selection.h"
#include "engine/trace/trace.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// Indices of the sites that a selection with a kind names.
std::vector<std::size_t> sitesOf(const Trace& trace, const Selection& selection);

/// The selection with the mode's own kind filled in.
/// Throws E_USAGE_SELECTION if it does not fit the trace.
Selection checkedSelection(const Trace& trace, Selection selection);

/// What a selection looks at: the rows of its queries, and its keys.
class QueryRows {
public:
    /// selection  of checkedSelection
    /// many       whether most of the rows will be asked for: heads whose rows would have to be
    ///            computed one by one are then computed as a whole. The numbers are the same.
    QueryRows(const Trace& trace, Selection selection, bool many = false);

    const Selection& selection() const { return selection_; }

    const Site& firstSite() const { return trace_.sites[sites_.front()]; }

    /// Names of the tensors that the rows come from.
    std::vector<std::string> siteNames() const;

    /// The tokens or units among `queries` that these sites have: an answer's words ask nothing in
    /// its question's encoder.
    std::vector<Index> known(std::vector<Index> queries) const;

    /// The known ones that are in focus. Throws E_USAGE_SELECTION if there is a focus and none of
    /// it is known.
    std::vector<Index> focused() const;

    /// The map of these queries: heads and layers put together (A2), then averaged over the queries
    /// (A3), pieces summed to words (A3), special keys treated (A15 a–c).
    /// queries  known ones; none: all zeros
    Map map(const std::vector<Index>& queries) const;

    /// The same map of every head of every layer alone: [site][head]. The selection names no head.
    std::vector<std::vector<Map>> headMaps(const std::vector<Index>& queries) const;

private:
    Map mapOf(Eigen::RowVectorXd& row,
              std::size_t queries,
              std::optional<int> head,
              const std::vector<std::size_t>& sites) const;

    bool isConditional() const;
    void arrangeKeys();
    Matrix rowsOf(Index query) const;
    std::vector<Eigen::RowVectorXd> headSums(const std::vector<Index>& queries) const;
    void sumInPlace(std::size_t site,
                    int head,
                    const std::vector<Index>& queries,
                    Eigen::RowVectorXd& sum) const;
    std::vector<double> groupSums(const Eigen::RowVectorXd& row) const;
    const Matrix* weightsOf(std::size_t site, int head) const;
    Eigen::RowVectorXf headRow(std::size_t site, int head, Index row) const;

    const Trace& trace_;
    Selection selection_;
    std::vector<std::size_t> sites_;
    std::vector<KeyGroup> groups_;
    std::vector<Index> columns_; ///< of a row: those of the first group's keys, of the second's …
    std::vector<std::size_t> ends_;         ///< where each group's columns end
    bool isPlain_ = false;                  ///< every group is one column, in their order
    std::vector<Map::KeyState> states_;     ///< of the groups, in every map
    std::vector<std::size_t> hiddenGroups_; ///< special ones that are not shown
    int firstHead_ = 0;
    int heads_ = 0;
    std::vector<std::vector<Matrix>> whole_; ///< [site][head]; empty: rows are asked for one by one
};

} // namespace attenscope
