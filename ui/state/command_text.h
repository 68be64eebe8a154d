#pragma once

#include "ui/figure/figure.h"
#include "ui/state/run_request.h"

#include <string>

namespace attenscope {

/// A word of a POSIX shell: quoted where it has to be.
std::string shellWord(const std::string& text);

/// The command line that runs the same without a window: "attenscope run --model …".
/// Throws E_USAGE_MISSING for a picture that is no file.
std::string runCommandText(const RunRequest& request);

/// The command line that makes the same figure, in the language that texts come in now:
/// "attenscope figure --model … --out figure.png".
/// figure  of the run that `request` asked for, no comparison
/// file    that it writes
/// Throws E_USAGE_MISSING for a picture that is no file.
std::string
figureCommandText(const RunRequest& request, const FigureRequest& figure, const std::string& file);

/// The same of a comparison. Where A and B are of two runs, the commands that record them come
/// first: "attenscope run … --out attenscope-a && attenscope run … && attenscope figure
/// attenscope-a …". a, b    what A and B were asked for figure  B, whose `compared` is A
std::string comparisonCommandText(const RunRequest& a,
                                  const RunRequest& b,
                                  const FigureRequest& figure,
                                  const std::string& file);

} // namespace attenscope
