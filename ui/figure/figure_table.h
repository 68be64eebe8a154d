#pragma once

#include <QString>

#include "ui/figure/figure.h"

namespace attenscope {

/// The numbers of a figure's view as a table for a spreadsheet: tab-separated, nine digits, the
/// first line names the columns; what is hidden, masked or not there stays empty.
/// Image   mapTable
/// Words   a line per unit, a column per word
/// Matrix  a line per query, a column per key; hidden ones too
/// Depth   a line per layer, its mean and every head
/// Compare a line per common key with A, B and A − B
/// Throws what figurePage throws but E_USAGE_SIZE.
QString figureTable(const FigureRequest& request);

} // namespace attenscope
