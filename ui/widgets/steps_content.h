#pragma once

#include "ui/state/document.h"
#include "ui/state/step_recorder.h"
#include "ui/widgets/steps_view.h"

namespace attenscope {

/// The steps of what the active pane asks: the first query in focus, the chosen head or, where
/// heads are put together, the first. Needs a result.
StepsView::Content stepsContent(const Document& document, const StepRecorder& recorder);

} // namespace attenscope
