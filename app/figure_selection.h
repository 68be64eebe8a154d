#pragma once

#include "app/options.h"
#include "engine/analysis/selection.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure.h"

namespace attenscope {

/// What a command looks at in a trace. Nothing is brought into bounds in silence: what does not
/// exist is E_USAGE_SELECTION.
Selection figureSelection(const SelectionCommand& command, const Trace& trace);

/// View, selection and what else the view has; neither trace nor picture nor style yet. Throws as
/// figureSelection does, and for queries on the side that does not ask where they would show
/// nothing.
FigureRequest figureRequest(const FigureCommand& command, const Trace& trace);

} // namespace attenscope
