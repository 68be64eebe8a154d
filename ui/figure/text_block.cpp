#include "ui/figure/text_block.h"

#include <QFontMetricsF>
#include <QTextBoundaryFinder>

#include "ui/figure/fonts.h"

#include <algorithm>

namespace attenscope {

namespace {

constexpr int kTextPixels = 12;
constexpr qreal kLineHeight = 17;
constexpr qreal kRowGap = 3;
constexpr qreal kLabelGap = 12;
constexpr qreal kColumnGap = 28;

/// Whether a line may end before this place. Qt's finder alone sees no end between the numbers of a
/// list, "0.025, 0.050", and one at the point inside.
bool mayBreakAt(const QString& text, qsizetype place, QTextBoundaryFinder& lines)
{
    const bool isInsideNumber =
        place < text.size() && text.at(place - 1) == QLatin1Char('.') && text.at(place).isDigit();
    lines.setPosition(place);
    return text.at(place - 1) == QLatin1Char(' ') || (lines.isAtBoundary() && !isInsideNumber);
}

/// Where the text is cut so that the first part fits: between words if possible.
qsizetype breakPlace(const QString& text, const QFontMetricsF& metrics, qreal width)
{
    QTextBoundaryFinder words(QTextBoundaryFinder::Line, text);
    qsizetype best = 0;
    for (qsizetype next = 1; next <= text.size(); ++next) {
        if (!mayBreakAt(text, next, words)) {
            continue;
        }
        if (metrics.horizontalAdvance(text.left(next).trimmed()) > width) {
            break;
        }
        best = next;
    }
    if (best > 0) {
        return best;
    }
    QTextBoundaryFinder characters(QTextBoundaryFinder::Grapheme, text);
    best = characters.toNextBoundary(); // one at least, or breaking would never end
    qsizetype afterUnderscore = 0;      // names of tensors break there
    for (qsizetype next = best; next > 0; next = characters.toNextBoundary()) {
        if (metrics.horizontalAdvance(text.left(next)) > width) {
            break;
        }
        best = next;
        afterUnderscore = text.at(next - 1) == QLatin1Char('_') ? next : afterUnderscore;
    }
    return afterUnderscore > 0 ? afterUnderscore : best;
}

} // namespace

QStringList brokenLines(const QString& text, const QFont& font, qreal width)
{
    const QFontMetricsF metrics(font);
    QStringList lines;
    QString rest = text;
    while (!rest.isEmpty() && metrics.horizontalAdvance(rest) > width) {
        const qsizetype place = breakPlace(rest, metrics, width);
        lines.append(rest.left(place).trimmed());
        rest = rest.mid(place).trimmed();
    }
    lines.append(rest);
    return lines;
}

LegendBlock layoutLegend(const std::vector<LegendLine>& lines, qreal width, int columns)
{
    const QFont font = figureFont(kTextPixels);
    LegendBlock block;
    for (const LegendLine& line : lines) {
        block.labelWidth =
            std::max(block.labelWidth, QFontMetricsF(font).horizontalAdvance(line.label));
    }
    const qreal columnWidth = (width - (columns - 1) * kColumnGap) / columns;
    const qreal textWidth = columnWidth - block.labelWidth - kLabelGap;
    const auto perColumn =
        (lines.size() + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
    qreal bottom = 0;
    qreal y = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        y = i % perColumn == 0 ? 0 : y;
        const std::size_t column = i / perColumn;
        block.rows.push_back(
            {.label = lines[i].label,
             .lines = brokenLines(lines[i].text, font, textWidth),
             .place = {static_cast<qreal>(column) * (columnWidth + kColumnGap), y}});
        y += static_cast<qreal>(block.rows.back().lines.size()) * kLineHeight + kRowGap;
        bottom = std::max(bottom, y - kRowGap);
    }
    block.size = QSizeF(width, bottom);
    return block;
}

void paintLegend(QPainter& painter, const LegendBlock& block, const Theme& theme)
{
    painter.save();
    painter.setFont(figureFont(kTextPixels));
    for (const LegendBlock::Row& row : block.rows) {
        painter.setPen(theme.text3);
        painter.drawText(QRectF(row.place, QSizeF(block.labelWidth + 1, kLineHeight)),
                         Qt::AlignLeft | Qt::AlignVCenter, row.label);
        painter.setPen(theme.text1);
        QPointF place = row.place + QPointF(block.labelWidth + kLabelGap, 0);
        for (const QString& line : row.lines) {
            painter.drawText(QRectF(place, QSizeF(2000, kLineHeight)),
                             Qt::AlignLeft | Qt::AlignVCenter, line);
            place.ry() += kLineHeight;
        }
    }
    painter.restore();
}

} // namespace attenscope
