#include <QFontMetricsF>

#include "ui/figure/fonts.h"
#include "ui/figure/matrix_measures.h"
#include "ui/figure/matrix_painter.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

constexpr qreal kSideGap = 6; ///< between text and image
constexpr qreal kWidestName = 150;
constexpr qreal kTallestName = 96;
constexpr qreal kWidestCell = 72;
constexpr qreal kTallestCell = 36;

qreal widest(const std::vector<QString>& names)
{
    const QFontMetricsF metrics(matrixNameFont(true));
    qreal width = 0;
    for (const QString& name : names) {
        width = std::max(width, metrics.horizontalAdvance(name));
    }
    return std::ceil(width);
}

MatrixScaleAxis axisOf(const MatrixAxis& axis)
{
    MatrixScaleAxis result;
    result.items = axis.size();
    for (const MatrixSide& side : axis.sides) {
        result.sideBegins.push_back(side.begin);
    }
    return result;
}

qreal gapsOf(const MatrixScaleAxis& axis)
{
    return kSideGap * static_cast<qreal>(std::max<std::size_t>(axis.sideBegins.size(), 1) - 1);
}

/// Cells that are large enough get whole pixels, so that all are equal.
qreal wholePixels(qreal pitch, qreal pixelsPerUnit)
{
    constexpr qreal kFrom = 4;
    const qreal pixels = pitch * pixelsPerUnit;
    return pixels < kFrom ? pitch : std::floor(pixels) / pixelsPerUnit;
}

/// A queries' and keys' matrix of the same items, whose cells are squares.
bool isSquare(const AttentionMatrix& matrix)
{
    return matrix.rows.sides.size() == matrix.columns.sides.size() &&
           matrix.rows.sides.front().isImage == matrix.columns.sides.front().isImage;
}

/// What the cells have when nothing is zoomed.
struct Fit {
    QRectF room; ///< for the cells
    qreal columnNames = 0;
    qreal rowNames = 0;
    qreal pitchX = 1;
    qreal pitchY = 1;
    bool areNamesUpright = false;
};

Fit fitOf(const MatrixPicture& picture, const QRectF& area, qreal pixelsPerUnit)
{
    const AttentionMatrix& matrix = *picture.matrix;
    const MatrixScaleAxis x = axisOf(matrix.columns);
    const MatrixScaleAxis y = axisOf(matrix.rows);
    const qreal sums =
        matrix.isSimilarity
            ? 0
            : kMarginGap + kSumWidth * static_cast<qreal>(matrix.columns.sides.size());
    const qreal means = kMarginGap + kMeanHeight * static_cast<qreal>(matrix.rows.sides.size());
    const qreal widestName = widest(picture.columnNames);
    Fit fit;
    fit.rowNames = std::min({std::max(widest(picture.rowNames), kMeanNameWidth), kWidestName,
                             area.width() / 4}) +
                   kNameGap;
    const qreal width = std::max(1.0, area.width() - fit.rowNames - sums - gapsOf(x));
    const qreal pitchX = std::min(width / std::max(1, x.items), kWidestCell);
    fit.areNamesUpright = pitchX < widestName + kNameGap;
    fit.columnNames = (fit.areNamesUpright ? std::min({widestName, kTallestName, area.height() / 4})
                                           : kNameHeight) +
                      kNameGap;
    const qreal height = std::max(1.0, area.height() - fit.columnNames - means - gapsOf(y));
    const qreal pitchY = std::min(height / std::max(1, y.items), kTallestCell);
    fit.room = QRectF(area.left() + fit.rowNames, area.top() + fit.columnNames, width + gapsOf(x),
                      height + gapsOf(y));
    const qreal least = std::min(pitchX, pitchY);
    fit.pitchX = isSquare(matrix) ? least : pitchX;
    fit.pitchY = isSquare(matrix) ? least : pitchY;
    fit.pitchX = wholePixels(fit.pitchX, pixelsPerUnit);
    fit.pitchY = wholePixels(fit.pitchY, pixelsPerUnit);
    return fit;
}

/// A pitch that grows with the zoom until numbers fit into the cells.
qreal zoomed(qreal pitch, double zoom, qreal readable, qreal pixelsPerUnit)
{
    return wholePixels(std::min(pitch * zoom, std::max(pitch, readable)), pixelsPerUnit);
}

void fitAxis(MatrixScaleAxis& axis, qreal begin, qreal room, qreal pitch, qreal centre)
{
    axis.begin = begin;
    axis.pitch = pitch;
    axis.length = std::min(room, axis.contentLength());
    axis.scroll = centre * axis.contentLength() - axis.length / 2;
    axis.keepInside();
}

} // namespace

QFont matrixNameFont(bool isChosen)
{
    return figureFont(kNamePixels, isChosen ? QFont::DemiBold : QFont::Normal);
}

qreal MatrixScaleAxis::contentLength() const
{
    return pitch * items + gapsOf(*this);
}

qreal MatrixScaleAxis::place(int item) const
{
    const auto side = std::count_if(sideBegins.begin(), sideBegins.end(),
                                    [&](int first) { return first > 0 && item >= first; });
    return begin - scroll + pitch * item + kSideGap * static_cast<qreal>(side);
}

std::optional<int> MatrixScaleAxis::itemAt(qreal where) const
{
    if (where < begin || where >= begin + length) {
        return std::nullopt;
    }
    for (std::size_t side = sideBegins.size(); side-- > 0;) {
        const int first = sideBegins[side];
        const int end = side + 1 < sideBegins.size() ? sideBegins[side + 1] : items;
        const int item = first + static_cast<int>(std::floor((where - place(first)) / pitch));
        if (item >= first) {
            return item < end ? std::optional(item) : std::nullopt; // in the gap
        }
    }
    return std::nullopt;
}

void MatrixScaleAxis::keepInside()
{
    scroll = std::clamp(scroll, 0.0, std::max(0.0, contentLength() - length));
}

bool MatrixLayout::isAveraged() const
{
    constexpr qreal kOnePixel = 0.999;
    return x.pitch * pixelsPerUnit < kOnePixel || y.pitch * pixelsPerUnit < kOnePixel;
}

bool MatrixLayout::hasNumbers() const
{
    return x.pitch >= kNumberWidth && y.pitch >= kNumberHeight;
}

QRectF MatrixLayout::cell(int row, int column) const
{
    return {x.place(column), y.place(row), x.pitch, y.pitch};
}

double largestMatrixZoom(const MatrixPicture& picture, const QRectF& area, qreal pixelsPerUnit)
{
    const Fit fit = fitOf(picture, area, pixelsPerUnit);
    return std::max({1.0, kNumberWidth / fit.pitchX, kNumberHeight / fit.pitchY});
}

MatrixLayout layoutMatrix(const MatrixPicture& picture,
                          const QRectF& area,
                          qreal pixelsPerUnit,
                          double zoom,
                          const QPointF& centre)
{
    const AttentionMatrix& matrix = *picture.matrix;
    const Fit fit = fitOf(picture, area, pixelsPerUnit);
    MatrixLayout layout;
    layout.pixelsPerUnit = pixelsPerUnit;
    layout.areNamesUpright = fit.areNamesUpright;
    layout.x = axisOf(matrix.columns);
    layout.y = axisOf(matrix.rows);
    // Whole pixels, so that the raster is not resampled.
    const auto whole = [&](qreal place) {
        return std::ceil(place * pixelsPerUnit) / pixelsPerUnit;
    };
    fitAxis(layout.x, whole(fit.room.left()), fit.room.width(),
            zoomed(fit.pitchX, zoom, kNumberWidth, pixelsPerUnit), centre.x());
    fitAxis(layout.y, whole(fit.room.top()), fit.room.height(),
            zoomed(fit.pitchY, zoom, kNumberHeight, pixelsPerUnit), centre.y());
    layout.cells = QRectF(layout.x.begin, layout.y.begin, layout.x.length, layout.y.length);
    layout.rowNames = QRectF(area.left(), layout.cells.top(), fit.rowNames, layout.cells.height());
    layout.columnNames =
        QRectF(layout.cells.left(), area.top(), layout.cells.width(), fit.columnNames);
    if (!matrix.isSimilarity) {
        layout.rowSums = QRectF(layout.cells.right() + kMarginGap, layout.cells.top(),
                                kSumWidth * static_cast<qreal>(matrix.columns.sides.size()),
                                layout.cells.height());
    }
    layout.means =
        QRectF(layout.cells.left(), whole(layout.cells.bottom() + kMarginGap), layout.cells.width(),
               kMeanHeight * static_cast<qreal>(matrix.rows.sides.size()));
    return layout;
}

} // namespace attenscope
