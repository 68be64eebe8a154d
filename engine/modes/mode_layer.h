#pragma once

#include "engine/base/export.h"
#include "engine/modes/alternating.h"
#include "engine/modes/co_attention.h"
#include "engine/modes/hybrid.h"
#include "engine/modes/mode.h"
#include "engine/modes/single_direction.h"
#include "engine/modes/single_stream.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace attenscope {

/// One layer of any mode, for stacks whose mode is chosen at run time.
using ModeLayer = std::variant<SingleDirection, CoAttention, Alternating, Hybrid, SingleStream>;

/// A pre-norm layer with the names of the mode's own `bind`. mode  one of kModes
/// layer  its number in the stack
ATTENSCOPE_EXPORT ModeLayer bindModeLayer(Mode mode,
                                          WeightBinder& weights,
                                          const std::string& prefix,
                                          const LayerSizes& sizes,
                                          int layer);

/// The layer's own `forward`.
ATTENSCOPE_EXPORT States forwardLayer(const ModeLayer& layer,
                                      States states,
                                      const KeyMasks& masks,
                                      TraceBuilder& trace,
                                      ThreadPool& pool);

/// The kinds of sites that a layer from `bindModeLayer` records, in order.
ATTENSCOPE_EXPORT std::span<const std::string_view> modeSiteKinds(Mode mode);

/// Whether a layer of this mode changes the states of a modality.
ATTENSCOPE_EXPORT bool updates(Mode mode, Modality side);

} // namespace attenscope
