#pragma once

#include "engine/trace/trace.h"

namespace attenscope {

// [CLS], "a", "red" + "##dish", "ring", [SEP], [PAD]; a class unit and 2 × 3 patches.
inline constexpr int kTokens = 7;
inline constexpr int kUnits = 7;
inline constexpr int kHeads = 2;
inline constexpr int kLayers = 2;
inline constexpr int kMaskedToken = 4;
inline constexpr int kMaskedUnit = 5;

/// How a row's weights stand: at random, all alike, or all on one key.
enum class Fill { Random, Uniform, OneHot };

/// Two layers of two heads, joint, crossing both ways and among the units; every row sums to 1 over
/// the keys that are neither padding nor masked.
Trace traceWith(Fill fill);

/// Whether `item` of a side takes no weight: it is padding, or masked.
bool isClosed(bool isText, int item);

} // namespace attenscope
