#pragma once

#include "engine/trace/trace.h"

namespace attenscope {

inline constexpr int kGoldenTokens = 7; ///< the last one is padding
inline constexpr int kGoldenUnits = 5;  ///< a special one and a 2 × 2 grid, of which one is masked

/// [CLS], "a", "red" + "##dish", "ring", [SEP], [PAD].
Tokens goldenTokens();

/// The run of tests/data/analysis/make_goldens.py: random attention of two layers and three heads.
Trace goldenTrace();

} // namespace attenscope
