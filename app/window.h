#pragma once

#include "app/options.h"

namespace attenscope {

/// Opens the window and returns its exit code once it is closed.
/// Throws E_DISPLAY where there is no display, and what a named model gives cause for.
int openWindow(const WindowCommand& command);

} // namespace attenscope
