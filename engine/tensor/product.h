#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/tensor/matrix.h"

namespace attenscope {

/// x · wᵀ in tiles that do not depend on the number of threads: bit-equal for every pool.
/// x        [rows, in]
/// w        [out, in], as checkpoints store it
/// returns  [rows, out]
ATTENSCOPE_EXPORT Matrix productTransposed(const MatrixView& x,
                                           const MatrixView& w,
                                           ThreadPool& pool);

} // namespace attenscope
