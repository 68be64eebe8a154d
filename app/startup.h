#pragma once

#include <QGuiApplication>

#include "engine/base/error.h"
#include "ui/state/kept_files.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>

namespace attenscope {

/// Before anything else: standard streams that were closed are opened on nothing, so that no file
/// takes their place; a reader of stdout that goes away is an error of writing, not a signal; text
/// is UTF-8 and numbers have points, whatever the environment says.
void prepareProcess();

/// The folder that holds models/ and samples/, relative to the program.
std::filesystem::path dataFolder();

/// Where the program keeps what it learns: choices in XDG_CONFIG_HOME, else in ~/.config; what can
/// be computed again in XDG_CACHE_HOME, else in ~/.cache; what was opened and what a crash would
/// cost in XDG_STATE_HOME, else in ~/.local/state. Empty where neither is known.
KeptFiles keptFiles();

/// E_DISPLAY: says what to do where no window can be opened.
ErrorInfo displayError(const std::string& found);

/// Throws E_DISPLAY where there is no display to open a window on.
void requireDisplay();

/// After a Qt application was made: it takes over the environment's locale.
void restoreNumberFormat();

/// What Qt is given instead of the program's own arguments, since it would take some of them away.
struct QtArguments {
    std::array<char, 11> name{"attenscope"};
    std::array<char*, 2> values{name.data(), nullptr};
    int count = 1;
};

/// Fonts and painting without a display, unless QT_QPA_PLATFORM says where to.
class OffscreenApplication {
public:
    OffscreenApplication();

private:
    QtArguments arguments_;
    std::optional<QGuiApplication> application_;
};

} // namespace attenscope
