#pragma once

#include "engine/base/error.h"
#include "engine/checkpoint/weights.h"
#include "engine/trace/trace.h"

namespace attenscope {

/// W_NOT_FINITE where attention or outputs hold NaN or infinity (bad-input.md M-05): which, and how
/// many numbers of which weights are none; nothing for a sound trace.
/// weights  what the model computed with, if that is known
Warnings finiteCheck(const Trace& trace, const Weights* weights);

} // namespace attenscope
