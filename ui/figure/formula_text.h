#pragma once

#include <QString>

#include "engine/analysis/map.h"
#include "engine/trace/trace.h"

namespace attenscope {

/// How the map's numbers come about, with its real layer, heads and counts, as rich text with
/// subscripts: "A<sub>2,1</sub>(“red”, k) = softmax<sub>k</sub>(q·k / √d)".
QString formulaHtml(const Trace& trace, const Selection& selection, const Map& map);

} // namespace attenscope
