#pragma once

#include "engine/analysis/selection.h"
#include "engine/base/export.h"
#include "engine/trace/trace.h"

#include <string>

namespace attenscope {

/// Lines of Python that rebuild a map with numpy from the run's `attention.npz`: the same values as
/// computeMap's, in double precision. Afterwards `values` holds one number per key, `names` what
/// each of them is, and, where the keys are patches of a grid, `grid` their numbers in its rows.
/// file  where it finds the run's attention
/// Throws E_USAGE_SELECTION if the selection does not fit the trace.
ATTENSCOPE_EXPORT std::string mapScript(const Trace& trace,
                                        const Selection& selection,
                                        const std::string& file = "attention.npz");

} // namespace attenscope
