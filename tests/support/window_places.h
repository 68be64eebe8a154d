#pragma once

#include <QString>
#include <QStringList>

namespace attenscope {

class MainWindow;
class OverlayPanel;

/// Everything that the window can show, one at a time, for audits that walk through all of it: the
/// tabs ("tab image", "tab words", …, "tab compare" with something pinned, "nothing pinned"), all
/// blocks of a joint matrix ("joint matrix"), what stands beside the heads ("found heads"), the bar
/// of an error with its details ("error"), and the panels over the window ("export panel",
/// "commands", "keys", "key editor").
QStringList windowPlaces();

/// Opens a place of a window with a result, and closes the other ones. A run may begin.
/// returns  the panel if it is one, else null
OverlayPanel* openPlace(MainWindow& window, const QString& place);

} // namespace attenscope
