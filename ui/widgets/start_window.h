#pragma once

#include "ui/widgets/main_window.h"

class QApplication;

namespace attenscope {

/// Gives the program its style and its font. To be called once, before the first window.
void prepareApplication(QApplication& application);

/// Opens the window and stays until it is closed. Returns the program's exit code.
int runWindow(QApplication& application, StartOptions options);

} // namespace attenscope
