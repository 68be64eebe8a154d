#pragma once

#include <QSizeF>

#include "ui/figure/word_strip.h"

namespace attenscope {

/// The caption's words as a field of equal cells, row by row: what stands beside the picture where
/// both directions are shown. As many columns as make the cells most nearly 4 : 3 and leave room
/// for the longest word. size  of the whole field; it is filled
WordStripLayout layoutWordCells(const WordStrip& strip, const QSizeF& size);

/// Cells shaded by their weights, each with its word and its number inside; hidden ones hatched
/// with their mass, masked ones hatched, focused ones outlined. The painter's origin is the
/// layout's.
void paintWordCells(QPainter& painter,
                    const WordStrip& strip,
                    const WordStripLayout& layout,
                    const ColourTable& table,
                    const ScaleRange& range,
                    const Theme& theme);

} // namespace attenscope
