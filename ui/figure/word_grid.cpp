#include "ui/figure/word_grid.h"

#include <QFontMetricsF>

#include "ui/figure/fonts.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

constexpr qreal kGap = 14;
constexpr qreal kLineGap = 16; ///< below a picture
constexpr qreal kLabelHeight = 24;
constexpr qreal kSmallest = 116; ///< of a picture's width
constexpr qreal kLargest = 360;
constexpr qreal kEdge = 4; ///< room for the ring around the outer ones
constexpr qreal kRing = 2;

/// The picture's size for a width; whole pixels, and whole ones for each cell where that is no
/// visible distortion.
QSizeF pictureSize(qreal width, const QSize& picture, const QSize& cells, qreal pixelsPerUnit)
{
    const qreal pixels = std::floor(width * pixelsPerUnit);
    QSizeF size(pixels, std::max(1.0, std::round(pixels * picture.height() / picture.width())));
    if (!cells.isEmpty()) {
        const QSizeF even(size.width() - std::fmod(size.width(), cells.width()),
                          size.height() - std::fmod(size.height(), cells.height()));
        constexpr qreal kMostDistortion = 0.01;
        const qreal shape = even.width() * picture.height() / (even.height() * picture.width());
        if (std::abs(shape - 1) < kMostDistortion) { // false for NaN
            size = even;
        }
    }
    return size / pixelsPerUnit;
}

qreal rowHeight(const QSizeF& picture)
{
    return kLabelHeight + picture.height() + kLineGap;
}

/// The number of columns that gives the largest pictures without a scroll bar, else the one that
/// gives the smallest that can be read.
int columnsFor(int count, const QSizeF& area, const QSize& picture)
{
    int best = 0;
    qreal bestWidth = 0;
    const qreal shape = static_cast<qreal>(picture.height()) / picture.width();
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const qreal byWidth = (area.width() - 2 * kEdge + kGap) / columns - kGap;
        const qreal byHeight =
            ((area.height() - 2 * kEdge) / rows - kLabelHeight - kLineGap) / shape;
        const qreal width = std::min({byWidth, byHeight, kLargest});
        if (width > bestWidth) {
            bestWidth = width;
            best = columns;
        }
    }
    if (bestWidth >= kSmallest) {
        return best;
    }
    return std::clamp(static_cast<int>((area.width() - 2 * kEdge + kGap) / (kSmallest + kGap)), 1,
                      std::max(1, count));
}

} // namespace

std::optional<int> WordGridLayout::cellAt(const QPointF& point) const
{
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (pictures[i].adjusted(-kGap / 2, -labelHeight, kGap / 2, kLineGap / 2).contains(point)) {
            return static_cast<int>(i);
        }
    }
    return std::nullopt;
}

WordGridLayout layoutWordGrid(
    int count, const QSizeF& area, const QSize& picture, const QSize& cells, qreal pixelsPerUnit)
{
    WordGridLayout layout;
    layout.labelHeight = kLabelHeight;
    if (count == 0 || picture.isEmpty()) {
        return layout;
    }
    layout.columns = columnsFor(count, area, picture);
    const int rows = (count + layout.columns - 1) / layout.columns;
    const qreal shape = static_cast<qreal>(picture.height()) / picture.width();
    const qreal byWidth = (area.width() - 2 * kEdge + kGap) / layout.columns - kGap;
    const qreal byHeight = ((area.height() - 2 * kEdge) / rows - kLabelHeight - kLineGap) / shape;
    const qreal width = std::min({byWidth, std::max(byHeight, kSmallest), kLargest});
    const QSizeF size = pictureSize(std::max(width, 1.0), picture, cells, pixelsPerUnit);
    const auto whole = [&](qreal place) {
        return std::round(place * pixelsPerUnit) / pixelsPerUnit;
    };
    for (int i = 0; i < count; ++i) {
        const QPointF place(whole(kEdge + (i % layout.columns) * (size.width() + kGap)),
                            whole(kEdge + (i / layout.columns) * rowHeight(size) + kLabelHeight));
        layout.pictures.emplace_back(place, size);
    }
    layout.size = QSizeF(2 * kEdge + layout.columns * (size.width() + kGap) - kGap,
                         2 * kEdge + rows * rowHeight(size));
    return layout;
}

void paintWordGridLabel(QPainter& painter,
                        const WordGridLabel& label,
                        const QRectF& picture,
                        const Theme& theme)
{
    const QRectF line(picture.left(), picture.top() - kLabelHeight, picture.width(),
                      kLabelHeight - 4);
    const QFont noteFont = figureFont(11);
    const qreal noteWidth = QFontMetricsF(noteFont).horizontalAdvance(label.note);
    const QFont nameFont = figureFont(14, label.isSpecial ? QFont::Normal : QFont::DemiBold);
    const QFontMetricsF metrics(nameFont);
    const bool hasNote = metrics.horizontalAdvance(label.name) + noteWidth + 8 <= line.width();
    painter.setFont(nameFont);
    painter.setPen(label.isFocused   ? theme.accent
                   : label.isMasked  ? theme.intervention
                   : label.isSpecial ? theme.text3
                                     : theme.text1);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignBottom | Qt::TextDontClip,
                     metrics.elidedText(label.name, Qt::ElideMiddle, line.width()));
    if (hasNote) {
        painter.setFont(noteFont);
        painter.setPen(theme.text3);
        painter.drawText(line, Qt::AlignRight | Qt::AlignBottom | Qt::TextDontClip, label.note);
    }
    if (label.isFocused) {
        constexpr qreal kDistance = 1 + kRing / 2;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, kRing, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(picture.adjusted(-kDistance, -kDistance, kDistance, kDistance));
    }
}

} // namespace attenscope
