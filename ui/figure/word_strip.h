#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>

#include "engine/analysis/scale.h"
#include "engine/trace/trace.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/theme.h"

#include <optional>
#include <vector>

namespace attenscope {

/// One cell of the word strip: a word, or a token when pieces are shown.
struct WordCell {
    QString text;
    std::optional<float> weight; ///< nothing: the strip shows no weights
    float liftFactor = 0;        ///< of its map
    Map::KeyState state = Map::KeyState::Shown;
    bool isSpecial = false;
    bool isFocused = false; ///< a query of the map that is shown
    bool isHovered = false; ///< set by the widget
    bool isSigned = false;  ///< the weight is a difference: its number has a sign
};

/// The caption as cells in reading order. Padding is left out.
struct WordStrip {
    std::vector<WordCell> cells;
    std::vector<int> keys;  ///< for each cell the index of its word (token with pieces)
    std::vector<int> words; ///< for each cell the index of its word
};

/// The caption with what the selection's focus outlines, and, for image→text and text→text, each
/// word's weight from the map.
/// map  computeMap's result for an image→text or text→text selection, or nullptr: no weights
WordStrip wordStrip(const Trace& trace, const Selection& selection, const Map* map);

/// Where the cells lie. Long captions take several lines. Outlines overhang the cells by 4 units.
struct WordStripLayout {
    std::vector<QRectF> cells; ///< one for each cell, without its number; for hit testing too
    QSizeF size;               ///< of everything, numbers included
    int lines = 0;

    /// The cell at the point, half the gap to its neighbours included.
    std::optional<int> cellAt(const QPointF& point) const;
};

/// hasNumbers  whether room is kept for a number under each cell
/// scale       1: text of 15 px
WordStripLayout
layoutWordStrip(const WordStrip& strip, qreal width, bool hasNumbers, qreal scale = 1);

/// Cells shaded by their weights with a number below each, masked and hidden ones hatched, focused
/// ones outlined in the accent. The painter's origin is the layout's.
void paintWordStrip(QPainter& painter,
                    const WordStrip& strip,
                    const WordStripLayout& layout,
                    const ColourTable& table,
                    const ScaleRange& range,
                    const Theme& theme,
                    qreal scale = 1);

} // namespace attenscope
