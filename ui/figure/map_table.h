#pragma once

#include <QString>

#include "engine/analysis/map.h"
#include "engine/trace/trace.h"

namespace attenscope {

/// A map as a table for a spreadsheet: tab-separated, one line per key with its number, its name,
/// its row and column in a patch grid, its weight in nine digits, and whether it is shown, hidden,
/// masked or absent. The first line names the columns.
QString mapTable(const Trace& trace, const Map& map);

} // namespace attenscope
