#pragma once

#include "engine/analysis/selection.h"
#include "engine/base/export.h"
#include "engine/trace/trace.h"

#include <string>
#include <vector>

namespace attenscope {

/// The rows (or columns) of a site that a direction asks from (or looks at).
ATTENSCOPE_EXPORT const Span& queriesOf(const Site& site, Direction direction);
const Span& keysOf(const Site& site, Direction direction);

/// Whether a site has a block of this direction, open or closed by its mask.
bool hasBlock(const Site& site, Direction direction);

/// Whether a site has attention in this direction at all.
bool holds(const Site& site, Direction direction);

/// Whether a token is one of the words that ask.
bool isPieceInFocus(const Trace& trace, const Selection& selection, int token);

bool isSpecialUnit(const VisualUnit& unit);

/// Tokens or units that the focus stands for; all ordinary ones when nothing is in focus.
ATTENSCOPE_EXPORT std::vector<Index> focusedQueries(const Trace& trace, const Selection& selection);

/// The kind that the selection names or, where it names none that fits, the first one that has any
/// of the queries in focus. Empty if there is none.
std::string fittingKind(const Trace& trace, const Selection& selection);

/// The layers that have sites of the selection's kind in its direction, in order.
std::vector<int> layersOf(const Trace& trace, const Selection& selection);

} // namespace attenscope
