#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

namespace attenscope {

/// Softmax of every row in place, the row maximum subtracted first. Exponentials under the
/// smallest normal float become exactly 0, as for every masked key. A row whose entries are all
/// -inf becomes zeros; a row with a NaN or +inf becomes NaN.
/// scores  [rows, columns]
ATTENSCOPE_EXPORT void softmaxRows(Eigen::Ref<Matrix, 0, Eigen::OuterStride<>> scores);

} // namespace attenscope
