#pragma once

namespace attenscope {

/// Lets the program believe that a screen reader is running, so that it tells what changes. Qt has
/// no public call for that. Needs a QGuiApplication.
void activateAccessibility();

} // namespace attenscope
