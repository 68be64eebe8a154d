#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>

#include "engine/analysis/scale.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/theme.h"

#include <optional>
#include <vector>

namespace attenscope {

/// A labelled place on a scale.
struct Tick {
    double value = 0;
    QString text; ///< all ticks of a scale have the same number of decimals
};

/// Round numbers inside the range, ends included where they are round. Equal steps: 1, 2, 2.5 or 5
/// times a power of ten. Logarithmic: powers of ten, with 2 and 5 times them where there is room.
/// Lift: powers of two as factors, "×1/4", "×1", "×4", always with ×1. At least 2 where `most` lets
/// them in, 1 if the range has no extent.
/// most  how many there may be, at least 2
std::vector<Tick> niceTicks(const ScaleRange& range, int most);

/// A number for people: three significant digits, real minus; "0.103", "4.10e−5", "0", "NaN".
QString numberText(double value);

/// A scale with its colours and numbers.
struct ColourBar {
    const ColourTable* table = nullptr;
    ScaleRange range;
    Scale scale = Scale::Shared;
    QString label;               ///< unit: "attention weight"; lift has a unit of its own
    bool isClippedBelow = false; ///< shown numbers lie outside: that end becomes an arrow
    bool isClippedAbove = false;
    std::optional<double> marker; ///< number to point at, as the scale counts them
    QString scaleNote{};          ///< in place of the scale's name and badge
};

/// Space that a bar's numbers, label and badge take beside the colours.
struct ColourBarMargins {
    qreal before = 0; ///< left of a vertical bar, above a horizontal one: the marker
    qreal after = 0;  ///< right of a vertical bar, below a horizontal one
};

ColourBarMargins colourBarMargins(const ColourBar& bar, Qt::Orientation orientation);

/// colours  where the colours themselves go; numbers, label and badge stand beside them as
///          colourBarMargins says. A per-map scale carries an amber badge.
void paintColourBar(QPainter& painter,
                    const QRectF& colours,
                    const ColourBar& bar,
                    Qt::Orientation orientation,
                    const Theme& theme);

} // namespace attenscope
