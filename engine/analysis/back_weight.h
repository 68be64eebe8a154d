#pragma once

#include "engine/analysis/selection.h"
#include "engine/base/export.h"
#include "engine/trace/trace.h"

#include <optional>

namespace attenscope {

/// What a key gives back: its own weight on the queries in focus, in the other direction of the
/// same layer and head (or heads put together): of text→image A(q, k), image→text A(k, q), summed
/// over the queries. Nothing where everything is in focus, where no site holds the other direction,
/// or where the key asks nothing there.
/// selection  fitted
/// key        unit or word
ATTENSCOPE_EXPORT std::optional<double>
backWeight(const Trace& trace, const Selection& selection, int key);

} // namespace attenscope
