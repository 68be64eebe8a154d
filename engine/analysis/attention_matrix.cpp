#include "engine/analysis/attention_matrix.h"

#include "engine/analysis/block_direction.h"
#include "engine/analysis/focus.h"
#include "engine/analysis/query_rows.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace attenscope {

namespace {

/// A query as a row shows it.
struct QueryGroup {
    MatrixItem item;
    std::vector<Index> members;
};

bool isPadding(const Trace& trace, bool isImage, int item)
{
    const auto i = static_cast<std::size_t>(item);
    return isImage ? trace.units.units[i].isPadding : trace.tokens.tokens[i].isPadding;
}

/// Every word (token with pieces) or unit that an axis has and that is no padding. An answer's
/// words stand on no axis of its question's encoder.
std::vector<QueryGroup>
itemsOf(const Trace& trace, bool isImage, bool showsPieces, const Axis& axis)
{
    const Span& span = isImage ? axis.image : axis.text;
    Selection selection;
    selection.direction = isImage ? Direction::TextToImage : Direction::ImageToText;
    selection.showsPieces = showsPieces;
    const std::vector<KeyGroup> groups = keyGroups(trace, selection);
    std::vector<QueryGroup> items;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const KeyGroup& group = groups[g];
        const bool isHere =
            std::ranges::any_of(group.members, [&](int member) { return span.covers(member); });
        if (!isHere || isPadding(trace, isImage, group.members.front())) {
            continue;
        }
        items.push_back(
            {.item = {.isImage = isImage,
                      .index = static_cast<int>(g),
                      .isSpecial = group.isSpecial,
                      .state = group.isMasked ? Map::KeyState::Masked : Map::KeyState::Shown},
             .members = {group.members.begin(), group.members.end()}});
    }
    return items;
}

/// The sides that an axis of the matrix shows, in the model's own order.
std::vector<bool> sidesOf(const Axis& axis, bool isImage, bool showsAll)
{
    if (!showsAll || !axis.isJoint()) {
        return {isImage};
    }
    const bool isImageFirst = axis.image.begin < axis.text.begin;
    return {isImageFirst, !isImageFirst};
}

void addSide(MatrixAxis& axis, bool isImage, const std::vector<QueryGroup>& groups)
{
    axis.sides.push_back(
        {.isImage = isImage, .begin = axis.size(), .count = static_cast<int>(groups.size())});
    for (const QueryGroup& group : groups) {
        axis.items.push_back(group.item);
    }
}

void hideSpecialKeys(MatrixAxis& keys)
{
    for (MatrixItem& item : keys.items) {
        if (item.isSpecial && item.state == Map::KeyState::Shown) {
            item.state = Map::KeyState::Hidden;
        }
    }
}

/// Fills the blocks of a matrix whose axes are known.
class MatrixFiller {
public:
    MatrixFiller(const Trace& trace, const Selection& selection, AttentionMatrix& matrix)
        : trace_(trace), selection_(selection), matrix_(matrix)
    {
    }

    /// groups  the queries of the row side
    void fill(int rowSide, int columnSide, const std::vector<QueryGroup>& groups);

private:
    void take(const Map& map, int row, int columnSide);

    const Trace& trace_;
    const Selection& selection_;
    AttentionMatrix& matrix_;
};

void MatrixFiller::take(const Map& map, int row, int columnSide)
{
    const MatrixSide& side = matrix_.columns.sides[static_cast<std::size_t>(columnSide)];
    double sum = 0;
    for (int c = side.begin; c < side.begin + side.count; ++c) {
        const MatrixItem& item = matrix_.columns.items[static_cast<std::size_t>(c)];
        const float value = map.values[static_cast<std::size_t>(item.index)];
        matrix_.weights(row, c) = value;
        sum += item.state == Map::KeyState::Hidden ? 0.0 : static_cast<double>(value);
    }
    matrix_.rowSums(row, columnSide) = static_cast<float>(sum);
    matrix_.hiddenSums(row, columnSide) = static_cast<float>(map.hiddenMass);
}

void MatrixFiller::fill(int rowSide, int columnSide, const std::vector<QueryGroup>& groups)
{
    const MatrixSide& asking = matrix_.rows.sides[static_cast<std::size_t>(rowSide)];
    const MatrixSide& keys = matrix_.columns.sides[static_cast<std::size_t>(columnSide)];
    Selection block = selection_;
    block.direction = directionOf(asking.isImage, keys.isImage);
    const QueryRows rows(trace_, block, true);
    for (int r = 0; r < asking.count; ++r) {
        take(rows.map(rows.known(groups[static_cast<std::size_t>(r)].members)), asking.begin + r,
             columnSide);
    }
    Selection everything = block;
    everything.focus.clear();
    const Map mean = rows.map(rows.known(focusedQueries(trace_, everything)));
    for (int c = keys.begin; c < keys.begin + keys.count; ++c) {
        const auto index = matrix_.columns.items[static_cast<std::size_t>(c)].index;
        matrix_.columnMeans(rowSide, c) = mean.values[static_cast<std::size_t>(index)];
    }
}

/// queries  of each row side
void fillMatrix(const Trace& trace,
                const Selection& selection,
                const std::vector<std::vector<QueryGroup>>& queries,
                AttentionMatrix& matrix)
{
    const Site& site = QueryRows(trace, selection).firstSite();
    const auto columnSides = static_cast<Index>(matrix.columns.sides.size());
    const auto rowSides = static_cast<Index>(matrix.rows.sides.size());
    matrix.weights = Matrix::Zero(matrix.rows.size(), matrix.columns.size());
    matrix.rowSums = Matrix::Zero(matrix.rows.size(), columnSides);
    matrix.hiddenSums = Matrix::Zero(matrix.rows.size(), columnSides);
    matrix.columnMeans = Matrix::Zero(rowSides, matrix.columns.size());
    MatrixFiller filler(trace, selection, matrix);
    for (std::size_t r = 0; r < matrix.rows.sides.size(); ++r) {
        for (std::size_t c = 0; c < matrix.columns.sides.size(); ++c) {
            const Direction direction =
                directionOf(matrix.rows.sides[r].isImage, matrix.columns.sides[c].isImage);
            matrix.isClosed.push_back(!holds(site, direction));
            if (holds(site, direction)) {
                filler.fill(static_cast<int>(r), static_cast<int>(c), queries[r]);
            }
        }
    }
}

/// Over shown cells that are numbers.
template <typename Better>
float extreme(const AttentionMatrix& matrix, float worst, Better better)
{
    float result = worst;
    for (int r = 0; r < matrix.rows.size(); ++r) {
        for (int c = 0; c < matrix.columns.size(); ++c) {
            const float value = matrix.weights(r, c);
            if (better(value, result) && matrix.stateAt(r, c) == Map::KeyState::Shown) {
                result = value;
            }
        }
    }
    return result == worst ? 0 : result;
}

} // namespace

int MatrixAxis::sideOf(int item) const
{
    const auto found = std::ranges::find_if(
        sides, [&](const MatrixSide& side) { return item < side.begin + side.count; });
    assert(found != sides.end());
    return static_cast<int>(found - sides.begin());
}

std::optional<int> MatrixAxis::find(bool isImage, int index) const
{
    const auto found = std::ranges::find_if(items, [&](const MatrixItem& item) {
        return item.isImage == isImage && item.index == index;
    });
    return found == items.end() ? std::nullopt
                                : std::optional(static_cast<int>(found - items.begin()));
}

Map::KeyState AttentionMatrix::stateAt(int row, int column) const
{
    const auto block = static_cast<std::size_t>(rows.sideOf(row)) * columns.sides.size() +
                       static_cast<std::size_t>(columns.sideOf(column));
    return isClosed[block] ? Map::KeyState::Absent
                           : columns.items[static_cast<std::size_t>(column)].state;
}

float AttentionMatrix::maximum() const
{
    return extreme(*this, -std::numeric_limits<float>::infinity(),
                   [](float a, float b) { return a > b; });
}

float AttentionMatrix::minimum() const
{
    return extreme(*this, std::numeric_limits<float>::infinity(),
                   [](float a, float b) { return a < b; });
}

Map AttentionMatrix::rowMap(int row, int side) const
{
    const MatrixSide& keys = columns.sides[static_cast<std::size_t>(side)];
    Map map;
    map.direction = directionOf(rows.items[static_cast<std::size_t>(row)].isImage, keys.isImage);
    for (int c = keys.begin; c < keys.begin + keys.count; ++c) {
        const auto index =
            static_cast<std::size_t>(columns.items[static_cast<std::size_t>(c)].index);
        if (map.values.size() <= index) { // padding in between weighs nothing
            map.values.resize(index + 1, 0);
            map.states.resize(index + 1, Map::KeyState::Masked);
        }
        map.values[index] = weights(row, c);
        map.states[index] = stateAt(row, c);
    }
    map.hiddenMass = static_cast<double>(hiddenSums(row, side));
    map.shownMass = isSimilarity ? 0 : static_cast<double>(rowSums(row, side));
    map.isJoint = isJoint;
    map.isConditional = isConditional;
    map.isSimilarity = isSimilarity;
    map.siteNames = siteNames;
    return map;
}

AttentionMatrix attentionMatrix(const Trace& trace, const Selection& asked, MatrixBlocks blocks)
{
    Selection unfocused = asked;
    unfocused.focus.clear();
    unfocused.pieces.clear();
    if (asked.kind.empty()) { // the same as a map of this focus
        unfocused.kind = fittingKind(trace, asked);
    }
    const Selection selection = checkedSelection(trace, unfocused);
    const QueryRows shape(trace, selection);
    const Site& site = shape.firstSite();
    const bool showsAll = blocks == MatrixBlocks::All && site.key.isJoint();

    AttentionMatrix matrix;
    matrix.isJoint = site.key.isJoint();
    matrix.isConditional = matrix.isJoint && selection.jointRows == JointRows::Conditional;
    matrix.isSimilarity = site.isSimilarity;
    matrix.siteNames = shape.siteNames();
    std::vector<std::vector<QueryGroup>> queries; // of each row side
    for (const bool isImage : sidesOf(site.query, !asksFromText(selection.direction), showsAll)) {
        queries.push_back(itemsOf(trace, isImage, selection.showsPieces, site.query));
        addSide(matrix.rows, isImage, queries.back());
    }
    for (const bool isImage : sidesOf(site.key, looksAtImage(selection.direction), showsAll)) {
        addSide(matrix.columns, isImage, itemsOf(trace, isImage, selection.showsPieces, site.key));
    }
    if (selection.special != SpecialTokens::Show) {
        hideSpecialKeys(matrix.columns);
    }
    fillMatrix(trace, selection, queries, matrix);
    return matrix;
}

float AttentionMatrix::liftFactor(int row, int side) const
{
    const MatrixSide& columnsOfSide = columns.sides[static_cast<std::size_t>(side)];
    double mass = 0;
    int shown = 0;
    for (int column = columnsOfSide.begin; column < columnsOfSide.begin + columnsOfSide.count;
         ++column) {
        if (stateAt(row, column) == Map::KeyState::Shown) {
            mass += static_cast<double>(weights(row, column));
            ++shown;
        }
    }
    return mass > 0 && !isSimilarity ? static_cast<float>(shown / mass) : 0;
}

ScaleRange matrixRange(const AttentionMatrix& matrix, Scale scale)
{
    Map all;
    all.isSimilarity = matrix.isSimilarity;
    float largestLift = 0;
    for (int row = 0; row < matrix.rows.size(); ++row) {
        for (std::size_t side = 0; side < matrix.columns.sides.size(); ++side) {
            const MatrixSide& columns = matrix.columns.sides[side];
            const float factor = matrix.liftFactor(row, static_cast<int>(side));
            for (int column = columns.begin; column < columns.begin + columns.count; ++column) {
                const float weight = matrix.weights(row, column);
                if (matrix.stateAt(row, column) == Map::KeyState::Shown && !std::isnan(weight)) {
                    all.values.push_back(weight);
                    largestLift = std::max(largestLift, weight * factor);
                }
            }
        }
    }
    all.states.assign(all.values.size(), Map::KeyState::Shown);
    const ScaleRange range = scaleRange(all, {{all}}, scale);
    return range.isLift ? liftRangeUpTo(largestLift) : range;
}

} // namespace attenscope
