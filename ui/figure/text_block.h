#pragma once

#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>
#include <QStringList>

#include "ui/figure/figure_text.h"
#include "ui/figure/theme.h"

#include <vector>

namespace attenscope {

/// The text broken between words so that no line is wider than `width`; single words that are
/// wider are broken inside.
QStringList brokenLines(const QString& text, const QFont& font, qreal width);

/// A table of labels and texts in one or two columns.
struct LegendBlock {
    struct Row {
        QString label;
        QStringList lines;
        QPointF place; ///< top left, relative to the block
    };

    std::vector<Row> rows;
    qreal labelWidth = 0;
    QSizeF size;
};

LegendBlock layoutLegend(const std::vector<LegendLine>& lines, qreal width, int columns);
void paintLegend(QPainter& painter, const LegendBlock& block, const Theme& theme);

} // namespace attenscope
