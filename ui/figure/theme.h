#pragma once

#include <QColor>

#include <optional>
#include <string_view>

namespace attenscope {

enum class ThemeKind { Light, Dark };

std::string_view themeId(ThemeKind kind); ///< "light", "dark"
std::optional<ThemeKind> themeFromId(std::string_view id);

/// The colours of everything that is not data. Text is at least 4.5:1 on the surfaces it stands on.
/// Accent means chosen, intervention (amber) changed by the user, error (red) failed.
struct Theme {
    QColor window;  ///< menu, input and mode rows, stepping bar, status line
    QColor panel;   ///< columns, tab row, word strip, a figure's page
    QColor stage;   ///< behind pictures and maps
    QColor line;    ///< separators of 1 px
    QColor control; ///< borders of buttons, fields and ticks
    QColor button;
    QColor field;
    QColor hover;
    QColor text1; ///< values, titles
    QColor text2; ///< prose
    QColor text3; ///< labels
    QColor disabledText;
    QColor accent;
    QColor accentText; ///< on accent
    QColor accentSoft;
    QColor accentSoftText;
    QColor intervention;
    QColor interventionSoft;
    QColor error;
    QColor errorSoft;
    QColor errorLine;
    QColor hatchLine;       ///< of masked and hidden cells
    QColor hatchBackground; ///< under it; a grey that is in no colour table
};

const Theme& theme(ThemeKind kind);

} // namespace attenscope
