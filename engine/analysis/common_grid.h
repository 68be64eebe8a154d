#pragma once

#include "engine/analysis/map.h"
#include "engine/base/export.h"
#include "engine/trace/trace.h"

namespace attenscope {

/// Whether two runs cut a picture into the same units, in the same order: within a thousandth of a
/// pixel.
ATTENSCOPE_EXPORT bool areSameUnits(const VisualUnits& a, const VisualUnits& b);

/// Whether the cells of a grid are another one's cells.
ATTENSCOPE_EXPORT bool isGridOf(const VisualUnits& cells, const VisualUnits& units);

/// The grid with the smaller cells, without special units; A's where they are equal.
/// Both have a grid.
ATTENSCOPE_EXPORT VisualUnits finerGrid(const VisualUnits& a, const VisualUnits& b);

/// A map brought onto another grid over the same picture: weights by the part of their cell that
/// lies in the new one, so that their sum stays; similarities as the mean over the new cell.
/// A new cell is Absent if less than half of it is covered, and Masked if a masked cell is among
/// those that it overlaps.
/// map    one value per unit of `units`, a grid
/// cells  a grid without special units
ATTENSCOPE_EXPORT Map onGrid(const Map& map, const VisualUnits& units, const VisualUnits& cells);

} // namespace attenscope
