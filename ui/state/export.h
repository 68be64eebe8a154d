#pragma once

#include "engine/base/progress.h"
#include "ui/figure/figure.h"
#include "ui/state/run_request.h"

#include <filesystem>

namespace attenscope {

/// Draws a figure in the format that the file's suffix names, the default one without a suffix, and
/// writes it; an older file is replaced. Throws E_USAGE_FORMAT for another suffix, E_OUTPUT.
void writeFigure(const FigureRequest& figure,
                 const std::filesystem::path& file,
                 const Progress& progress);

/// Writes run.json, attention.npz and outputs.npz into a new folder. Throws E_OUTPUT, Cancelled.
void writeNumbers(const RunResult& result,
                  const std::filesystem::path& folder,
                  const Progress& progress);

} // namespace attenscope
