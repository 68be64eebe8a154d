#pragma once

#include "engine/analysis/attention_matrix.h"
#include "engine/base/export.h"
#include "engine/trace/trace.h"

#include <string>

namespace attenscope {

/// Lines of Python that rebuild a matrix with numpy from the run's `attention.npz`: the same
/// weights as attentionMatrix's, in double precision, hidden keys too. Afterwards `values` is
/// [query, key], `queries` and `keys` are their names and, where one side of one block is the
/// patches of a grid, `maps` holds the other side's: [word, row, column]. Throws E_USAGE_SELECTION
/// if the selection does not fit the trace.
ATTENSCOPE_EXPORT std::string
matrixScript(const Trace& trace, const Selection& selection, MatrixBlocks blocks);

} // namespace attenscope
