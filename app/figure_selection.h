#pragma once

#include "app/options.h"
#include "engine/analysis/selection.h"
#include "engine/io/json.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// What a figure command looks at in a trace. Nothing is brought into bounds in silence: what does
/// not exist is E_USAGE_SELECTION.
Selection figureSelection(const FigureCommand& command, const Trace& trace);

/// What `figure` says about what it has drawn: the legend.
std::string figureText(const FigureRequest& request);
Json figureJson(const FigureRequest& request, const std::filesystem::path& file);

} // namespace attenscope
