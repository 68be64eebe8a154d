#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>

#include "ui/figure/theme.h"

#include <optional>
#include <vector>

namespace attenscope {

/// What stands around one word's picture.
struct WordGridLabel {
    QString name; ///< "red", "##ing"
    QString note; ///< "peak 0.103"
    bool isSpecial = false;
    bool isFocused = false;
    bool isMasked = false; ///< hidden from the model as a key; as a query it still asks
};

/// Where the pictures of a grid of words lie; all have one size.
struct WordGridLayout {
    std::vector<QRectF> pictures; ///< in reading order
    QSizeF size;                  ///< of everything
    int columns = 0;
    qreal labelHeight = 0; ///< above each picture

    /// The picture at the point, its label included.
    std::optional<int> cellAt(const QPointF& point) const;
};

/// As large as all of them fit into the area; not smaller than can be read, then they go on below
/// it. count    of the words picture  its pixels cells    of the patches' grid, so that each gets
/// whole pixels; empty: none
WordGridLayout layoutWordGrid(
    int count, const QSizeF& area, const QSize& picture, const QSize& cells, qreal pixelsPerUnit);

/// Name and note above the picture, the ring of a focused one around it.
void paintWordGridLabel(QPainter& painter,
                        const WordGridLabel& label,
                        const QRectF& picture,
                        const Theme& theme);

} // namespace attenscope
