#include "engine/analysis/common_grid.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace attenscope {

namespace {

using State = Map::KeyState;
using Lengths = Eigen::MatrixXd;

constexpr double kSamePlace = 1e-3; ///< pixels

bool isSameBox(const Box& a, const Box& b)
{
    return std::abs(a.x0 - b.x0) < kSamePlace && std::abs(a.y0 - b.y0) < kSamePlace &&
           std::abs(a.x1 - b.x1) < kSamePlace && std::abs(a.y1 - b.y1) < kSamePlace;
}

struct Extent {
    double begin = 0;
    double end = 0;

    double length() const { return end - begin; }
};

/// A grid's rows and columns in pixels of the picture, and which unit stands in a cell.
struct GridLines {
    std::vector<Extent> rows;
    std::vector<Extent> columns;
    std::vector<std::size_t> units; ///< row by row
};

GridLines linesOf(const VisualUnits& units)
{
    GridLines lines;
    lines.rows.resize(static_cast<std::size_t>(units.gridRows));
    lines.columns.resize(static_cast<std::size_t>(units.gridColumns));
    lines.units.resize(lines.rows.size() * lines.columns.size());
    for (std::size_t u = 0; u < units.units.size(); ++u) {
        const VisualUnit& unit = units.units[u];
        if (unit.kind == VisualUnit::Kind::Patch) {
            const auto row = static_cast<std::size_t>(unit.row);
            const auto column = static_cast<std::size_t>(unit.column);
            lines.rows[row] = {unit.box.y0, unit.box.y1};
            lines.columns[column] = {unit.box.x0, unit.box.x1};
            lines.units[row * lines.columns.size() + column] = u;
        }
    }
    return lines;
}

/// [cells, sources]: how long each cell and each source lie over each other.
Lengths overlaps(const std::vector<Extent>& cells, const std::vector<Extent>& sources)
{
    Lengths result(static_cast<Index>(cells.size()), static_cast<Index>(sources.size()));
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        for (std::size_t source = 0; source < sources.size(); ++source) {
            const double begin = std::max(cells[cell].begin, sources[source].begin);
            const double end = std::min(cells[cell].end, sources[source].end);
            // What only touches, or overlaps by rounding, does not overlap.
            result(static_cast<Index>(cell), static_cast<Index>(source)) =
                end - begin > kSamePlace ? end - begin : 0;
        }
    }
    return result;
}

/// Each column divided by its source's length.
Lengths partsOf(Lengths lengths, const std::vector<Extent>& sources)
{
    for (std::size_t source = 0; source < sources.size(); ++source) {
        lengths.col(static_cast<Index>(source)) /= sources[source].length();
    }
    return lengths;
}

/// Each row divided by its sum, 0/0 := 0.
Lengths meansOf(Lengths lengths)
{
    for (Index row = 0; row < lengths.rows(); ++row) {
        const double sum = lengths.row(row).sum();
        if (sum > 0) {
            lengths.row(row) /= sum;
        }
    }
    return lengths;
}

} // namespace

bool areSameUnits(const VisualUnits& a, const VisualUnits& b)
{
    return std::ranges::equal(a.units, b.units, [](const VisualUnit& x, const VisualUnit& y) {
        return x.kind == y.kind && x.isPadding == y.isPadding && isSameBox(x.box, y.box) &&
               (x.kind != VisualUnit::Kind::Special || x.name == y.name);
    });
}

bool isGridOf(const VisualUnits& cells, const VisualUnits& units)
{
    if (cells.gridRows != units.gridRows || cells.gridColumns != units.gridColumns) {
        return false;
    }
    const GridLines a = linesOf(cells);
    const GridLines b = linesOf(units);
    return std::ranges::equal(a.units, b.units, [&](std::size_t x, std::size_t y) {
        return isSameBox(cells.units[x].box, units.units[y].box);
    });
}

VisualUnits finerGrid(const VisualUnits& a, const VisualUnits& b)
{
    const auto cellArea = [](const VisualUnits& units) {
        const GridLines lines = linesOf(units);
        return lines.rows.front().length() * lines.columns.front().length();
    };
    VisualUnits cells = cellArea(b) < cellArea(a) * (1 - 1e-9) ? b : a;
    std::erase_if(cells.units,
                  [](const VisualUnit& unit) { return unit.kind != VisualUnit::Kind::Patch; });
    return cells;
}

Map onGrid(const Map& map, const VisualUnits& units, const VisualUnits& cells)
{
    const GridLines from = linesOf(units);
    const GridLines to = linesOf(cells);
    const Lengths rows = overlaps(to.rows, from.rows);
    const Lengths columns = overlaps(to.columns, from.columns);
    const auto height = static_cast<Index>(from.rows.size());
    const auto width = static_cast<Index>(from.columns.size());
    Lengths values(height, width);
    Lengths masked(height, width);
    for (Index row = 0; row < height; ++row) {
        for (Index column = 0; column < width; ++column) {
            const std::size_t unit = from.units[static_cast<std::size_t>(row * width + column)];
            const bool isShown = map.states[unit] == State::Shown;
            values(row, column) = isShown ? static_cast<double>(map.values[unit]) : 0;
            masked(row, column) = isShown ? 0 : 1;
        }
    }
    const Lengths onRows = map.isSimilarity ? meansOf(rows) : partsOf(rows, from.rows);
    const Lengths onColumns = map.isSimilarity ? meansOf(columns) : partsOf(columns, from.columns);
    const Lengths result = onRows * values * onColumns.transpose();
    const Lengths maskedArea = rows * masked * columns.transpose();

    Map common = map;
    common.values.assign(cells.units.size(), 0);
    common.states.assign(cells.units.size(), State::Absent);
    for (Index row = 0; row < result.rows(); ++row) {
        for (Index column = 0; column < result.cols(); ++column) {
            const auto r = static_cast<std::size_t>(row);
            const auto c = static_cast<std::size_t>(column);
            const std::size_t cell = to.units[r * to.columns.size() + c];
            const double covered = rows.row(row).sum() * columns.row(column).sum();
            const double area = to.rows[r].length() * to.columns[c].length();
            common.values[cell] = static_cast<float>(result(row, column));
            common.states[cell] = covered < area / 2            ? State::Absent
                                  : maskedArea(row, column) > 0 ? State::Masked
                                                                : State::Shown;
        }
    }
    return common;
}

} // namespace attenscope
