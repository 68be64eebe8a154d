#include "ui/figure/matrix_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPaintEngine>

#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/fonts.h"
#include "ui/figure/hatch.h"
#include "ui/figure/matrix_measures.h"
#include "ui/figure/overlay.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attenscope {

namespace {

struct MatrixText {
    Q_DECLARE_TR_FUNCTIONS(MatrixText)
};

/// Beyond that a matrix in a file of vectors is a picture.
constexpr int kMostVectorCells = 20000;

std::vector<QString> namesOf(const Trace& trace, const MatrixAxis& axis, bool pieces)
{
    std::vector<QString> names;
    for (const MatrixItem& item : axis.items) {
        names.push_back(matrixItemName(trace, item, pieces));
    }
    return names;
}

std::uint16_t codeOf(float onScale, Map::KeyState state, const ScaleRange& range)
{
    switch (state) {
    case Map::KeyState::Hidden:
        return kHiddenCell;
    case Map::KeyState::Masked:
        return kMaskedCell;
    case Map::KeyState::Absent:
        return kClosedCell;
    case Map::KeyState::Shown:
        break;
    }
    return std::isnan(onScale)
               ? kNoNumberCell
               : static_cast<std::uint16_t>(ColourTable::indexAt(scalePosition(onScale, range)));
}

void addCell(
    CellGrid& grid, float weight, float liftFactor, Map::KeyState state, const ScaleRange& range)
{
    grid.numbers.push_back(weight);
    grid.onScale.push_back(numberOnScale(weight, liftFactor, range));
    grid.codes.push_back(codeOf(grid.onScale.back(), state, range));
}

CellGrid cellsOf(const AttentionMatrix& matrix, const ScaleRange& range)
{
    CellGrid grid{.rows = matrix.rows.size(), .columns = matrix.columns.size()};
    for (int r = 0; r < grid.rows; ++r) {
        for (std::size_t side = 0; side < matrix.columns.sides.size(); ++side) {
            const MatrixSide& keys = matrix.columns.sides[side];
            const float factor = matrix.liftFactor(r, static_cast<int>(side));
            for (int c = keys.begin; c < keys.begin + keys.count; ++c) {
                addCell(grid, matrix.weights(r, c), factor, matrix.stateAt(r, c), range);
            }
        }
    }
    return grid;
}

/// What a mean is multiplied with to become its lift: the number of shown keys of a side over the
/// weight that they have together, as of any row.
float meanLiftFactor(const AttentionMatrix& matrix, int rowSide, const MatrixSide& keys)
{
    const int row = matrix.rows.sides[static_cast<std::size_t>(rowSide)].begin;
    double mass = 0;
    int shown = 0;
    for (int c = keys.begin; c < keys.begin + keys.count; ++c) {
        if (matrix.stateAt(row, c) == Map::KeyState::Shown) {
            mass += static_cast<double>(matrix.columnMeans(rowSide, c));
            ++shown;
        }
    }
    return mass > 0 && !matrix.isSimilarity ? static_cast<float>(shown / mass) : 0;
}

CellGrid meansOf(const AttentionMatrix& matrix, const ScaleRange& range)
{
    CellGrid grid{.rows = static_cast<int>(matrix.rows.sides.size()),
                  .columns = matrix.columns.size()};
    for (int r = 0; r < grid.rows; ++r) {
        const int row = matrix.rows.sides[static_cast<std::size_t>(r)].begin;
        for (const MatrixSide& keys : matrix.columns.sides) {
            const float factor = meanLiftFactor(matrix, r, keys);
            for (int c = keys.begin; c < keys.begin + keys.count; ++c) {
                addCell(grid, matrix.columnMeans(r, c), factor, matrix.stateAt(row, c), range);
            }
        }
    }
    return grid;
}

QString sideText(const Trace& trace, const MatrixSide& side, bool pieces)
{
    if (side.isImage) {
        return trace.units.gridRows > 0 ? MatrixText::tr("%n patches", nullptr, side.count)
                                        : MatrixText::tr("%n regions", nullptr, side.count);
    }
    return pieces ? MatrixText::tr("%n tokens", nullptr, side.count)
                  : MatrixText::tr("%n words", nullptr, side.count);
}

QString axisName(const Trace& trace, const MatrixAxis& axis, bool pieces)
{
    QStringList names;
    for (const MatrixSide& side : axis.sides) {
        names << sideText(trace, side, pieces);
    }
    return names.join(MatrixText::tr(" and "));
}

/// Every how many items of a side a name has room; patches keep to the columns
/// of their grid.
int nameStep(const MatrixPicture& picture, bool isImage, qreal pitch, qreal needed)
{
    if (pitch >= needed) {
        return 1;
    }
    const auto least = static_cast<int>(std::ceil(needed / pitch));
    if (isImage && picture.gridColumns > 0) {
        for (int step = least; step <= picture.gridColumns; ++step) {
            if (picture.gridColumns % step == 0) {
                return step;
            }
        }
        return (least + picture.gridColumns - 1) / picture.gridColumns * picture.gridColumns;
    }
    for (int power = 1;; power *= 10) {
        for (const int factor : {1, 2, 5}) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
    }
}

/// All digits that a float holds for certain; real minus.
QString exactText(float value)
{
    constexpr int kDigits = 6;
    return std::isnan(value) ? QStringLiteral("NaN")
                             : QString::number(static_cast<double>(value), 'g', kDigits)
                                   .replace(QLatin1Char('-'), QChar(0x2212));
}

/// Whether a number in the cell would stay inside: no painter of SVG clips.
bool isInSight(const QRectF& cell, const QRectF& area)
{
    constexpr qreal kPadding = 3;
    return area.contains(cell.adjusted(kPadding, kPadding, -kPadding, -kPadding));
}

/// Paints what stands around the cells and on them.
class MatrixPainter {
public:
    MatrixPainter(QPainter& painter,
                  const MatrixPicture& picture,
                  const MatrixLayout& layout,
                  const std::vector<int>& focus,
                  const Theme& theme)
        : painter_(painter),
          picture_(picture),
          matrix_(*picture.matrix),
          layout_(layout),
          focus_(focus),
          theme_(theme)
    {
    }

    void paintCells(const CellGrid& grid, const MatrixScaleAxis& x, const MatrixScaleAxis& y);
    void paintNumbers();
    void paintRowNames();
    void paintColumnNames();
    void paintSums();
    void paintMeans();
    void paintFocus();

private:
    bool isFocused(int row) const
    {
        return std::find(focus_.begin(), focus_.end(), row) != focus_.end();
    }

    std::pair<int, int> visible(const MatrixScaleAxis& axis) const;
    void paintVectorCells(const CellGrid& grid, const MatrixScaleAxis& x, const MatrixScaleAxis& y);
    void paintSum(const QRectF& place, double sum, bool hasNumber);

    QPainter& painter_;
    const MatrixPicture& picture_;
    const AttentionMatrix& matrix_;
    const MatrixLayout& layout_;
    const std::vector<int>& focus_;
    const Theme& theme_;
};

/// First and last item of an axis that are seen.
std::pair<int, int> MatrixPainter::visible(const MatrixScaleAxis& axis) const
{
    int first = 0;
    while (first < axis.items && axis.place(first) + axis.pitch <= axis.begin) {
        ++first;
    }
    int last = first;
    while (last + 1 < axis.items && axis.place(last + 1) < axis.begin + axis.length) {
        ++last;
    }
    return {first, last};
}

void MatrixPainter::paintVectorCells(const CellGrid& grid,
                                     const MatrixScaleAxis& x,
                                     const MatrixScaleAxis& y)
{
    painter_.setPen(Qt::NoPen);
    painter_.setRenderHint(QPainter::Antialiasing, false);
    for (int r = 0; r < grid.rows; ++r) {
        for (int c = 0; c < grid.columns; ++c) {
            const QRectF cell(x.place(c), y.place(r), x.pitch, y.pitch);
            const std::uint16_t code = grid.codes[grid.index(r, c)];
            if (code < ColourTable::kSize) {
                painter_.fillRect(cell, picture_.table->colour(code));
            } else if (code == kMaskedCell) {
                paintHatch(painter_, cell, theme_.intervention, theme_.interventionSoft);
            } else if (code == kNoNumberCell) {
                paintHatch(painter_, cell, theme_.hatchLine, notANumberColour());
            } else if (code == kHiddenCell) {
                paintHatch(painter_, cell, theme_.hatchLine, theme_.hatchBackground);
            } else {
                paintHatch(painter_, cell, theme_.line, theme_.stage);
            }
        }
    }
    painter_.setRenderHint(QPainter::Antialiasing);
}

void MatrixPainter::paintCells(const CellGrid& grid,
                               const MatrixScaleAxis& x,
                               const MatrixScaleAxis& y)
{
    const bool isRaster = painter_.paintEngine()->type() == QPaintEngine::Raster;
    const bool isWhole = x.contentLength() <= x.length + 1 && y.contentLength() <= y.length + 1;
    if (!isRaster && isWhole && areVectorCells(grid)) {
        paintVectorCells(grid, x, y);
        return;
    }
    painter_.drawImage(
        QRectF(x.begin, y.begin, x.length, y.length),
        matrixRaster(grid, x, y, *picture_.table, picture_.range, theme_, layout_.pixelsPerUnit));
}

void MatrixPainter::paintNumbers()
{
    if (!layout_.hasNumbers()) {
        return;
    }
    painter_.setFont(figureFont(kNamePixels));
    const auto [firstRow, lastRow] = visible(layout_.y);
    const auto [firstColumn, lastColumn] = visible(layout_.x);
    for (int r = firstRow; r <= lastRow; ++r) {
        for (int c = firstColumn; c <= lastColumn; ++c) {
            const std::size_t i = picture_.cells.index(r, c);
            const std::uint16_t code = picture_.cells.codes[i];
            const QRectF cell = layout_.cell(r, c);
            if (code < ColourTable::kSize && isInSight(cell, layout_.cells)) {
                painter_.setPen(textColourOn(picture_.table->colour(code)));
                painter_.drawText(cell, Qt::AlignCenter,
                                  numberText(static_cast<double>(picture_.cells.numbers[i])));
            }
        }
    }
}

void MatrixPainter::paintRowNames()
{
    std::vector<int> rows = namedItems(picture_, matrix_.rows, layout_.y, kNameHeight);
    const qreal width = layout_.rowNames.width() - kNameGap;
    for (const int row : rows) {
        painter_.setFont(matrixNameFont(isFocused(row)));
        painter_.setPen(isFocused(row) ? theme_.accent
                        : matrix_.rows.items[static_cast<std::size_t>(row)].isSpecial
                            ? theme_.text3
                            : theme_.text2);
        const QFontMetricsF metrics(painter_.font());
        const qreal middle = layout_.y.place(row) + layout_.y.pitch / 2;
        painter_.drawText(
            QRectF(layout_.rowNames.left(), middle - kNameHeight / 2, width, kNameHeight),
            Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip,
            metrics.elidedText(picture_.rowNames[static_cast<std::size_t>(row)], Qt::ElideMiddle,
                               width));
    }
}

void MatrixPainter::paintColumnNames()
{
    const bool isUpright = layout_.areNamesUpright;
    const QRectF& area = layout_.columnNames;
    painter_.setFont(matrixNameFont(false));
    const QFontMetricsF metrics(painter_.font());
    const qreal room = (isUpright ? area.height() : layout_.x.pitch) - kNameGap;
    for (const int column : namedItems(picture_, matrix_.columns, layout_.x,
                                       isUpright ? kNameHeight : layout_.x.pitch)) {
        const MatrixItem& item = matrix_.columns.items[static_cast<std::size_t>(column)];
        painter_.setPen(item.isSpecial ? theme_.text3 : theme_.text2);
        const QString text = metrics.elidedText(
            picture_.columnNames[static_cast<std::size_t>(column)], Qt::ElideMiddle, room);
        const qreal middle = layout_.x.place(column) + layout_.x.pitch / 2;
        painter_.save();
        painter_.translate(middle, area.bottom() - kNameGap);
        if (isUpright) {
            painter_.rotate(-90);
            painter_.drawText(QRectF(0, -kNameHeight / 2, room + 1, kNameHeight),
                              Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text);
        } else {
            painter_.drawText(
                QRectF(-layout_.x.pitch / 2, -kNameHeight, layout_.x.pitch, kNameHeight),
                Qt::AlignCenter | Qt::TextDontClip, text);
        }
        painter_.restore();
    }
}

void MatrixPainter::paintSum(const QRectF& place, double sum, bool hasNumber)
{
    if (std::isnan(sum)) {
        painter_.fillRect(QRectF(place.topLeft(), QSizeF(kSumBar, place.height())),
                          notANumberColour());
    } else {
        const qreal length = kSumBar * std::clamp(sum, 0.0, 1.0);
        painter_.fillRect(QRectF(place.topLeft(), QSizeF(length, place.height())), theme_.control);
    }
    if (hasNumber) {
        painter_.setFont(figureFont(kNamePixels));
        painter_.setPen(theme_.text2);
        painter_.drawText(QRectF(place.left() + kSumBar + 4, place.center().y() - kNameHeight / 2,
                                 kSumWidth - kSumBar - 8, kNameHeight),
                          Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                          std::isnan(sum) ? QStringLiteral("NaN") : QString::number(sum, 'f', 3));
    }
}

/// A bar for each row; where rows are lower than a pixel, one for each pixel, with the rows' mean.
void MatrixPainter::paintSums()
{
    const bool isMany = matrix_.columns.sides.size() > 1;
    for (std::size_t side = 0; side < matrix_.columns.sides.size(); ++side) {
        const qreal left = layout_.rowSums.left() + kSumWidth * static_cast<qreal>(side);
        const bool isImage = matrix_.columns.sides[side].isImage;
        painter_.setFont(figureFont(kNamePixels));
        painter_.setPen(theme_.text3);
        painter_.drawText(
            QRectF(left, layout_.rowSums.top() - kNameHeight - 2, kSumWidth - 4, kNameHeight),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
            !isMany   ? MatrixText::tr("row sum")
            : isImage ? MatrixText::tr("Σ image")
                      : MatrixText::tr("Σ text"));
        const qreal pixel = 1 / layout_.pixelsPerUnit;
        if (layout_.y.pitch >= pixel) {
            const qreal inset = std::min(layout_.y.pitch / 4, 4.0);
            const auto [first, last] = visible(layout_.y);
            for (int row = first; row <= last; ++row) {
                const qreal top = std::max(layout_.y.place(row) + inset, layout_.y.begin);
                const qreal bottom = std::min(layout_.y.place(row) + layout_.y.pitch - inset,
                                              layout_.y.begin + layout_.y.length);
                const qreal middle = layout_.y.place(row) + layout_.y.pitch / 2;
                const bool isInside =
                    middle >= layout_.y.begin && middle <= layout_.y.begin + layout_.y.length;
                if (bottom > top) {
                    paintSum(QRectF(left, top, kSumWidth, bottom - top),
                             static_cast<double>(matrix_.rowSums(row, static_cast<Index>(side))),
                             isInside && layout_.y.pitch >= kNameHeight - 2);
                }
            }
            continue;
        }
        for (qreal top = layout_.y.begin; top < layout_.y.begin + layout_.y.length; top += pixel) {
            const std::optional<int> first = layout_.y.itemAt(top);
            if (!first) {
                continue;
            }
            const int last = layout_.y.itemAt(top + 0.99 * pixel).value_or(*first);
            paintSum(QRectF(left, top, kSumWidth, pixel),
                     static_cast<double>(matrix_.rowSums.col(static_cast<Index>(side))
                                             .segment(*first, last - *first + 1)
                                             .mean()),
                     false);
        }
    }
}

void MatrixPainter::paintMeans()
{
    MatrixScaleAxis y;
    y.begin = layout_.means.top();
    y.items = static_cast<int>(matrix_.rows.sides.size());
    y.pitch = kMeanHeight;
    y.length = y.pitch * y.items;
    y.sideBegins = {0};
    paintCells(picture_.means, layout_.x, y);
    const auto [first, last] = visible(layout_.x);
    for (int side = 0; side < y.items; ++side) {
        const bool isImage = matrix_.rows.sides[static_cast<std::size_t>(side)].isImage;
        painter_.setFont(figureFont(kNamePixels));
        painter_.setPen(theme_.text3);
        painter_.drawText(QRectF(layout_.rowNames.left(), y.place(side),
                                 layout_.rowNames.width() - kNameGap, y.pitch),
                          Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip,
                          y.items == 1 ? MatrixText::tr("mean")
                          : isImage    ? MatrixText::tr("mean, image")
                                       : MatrixText::tr("mean, text"));
        for (int c = first; c <= last && layout_.x.pitch >= kNumberWidth; ++c) {
            const std::size_t i = picture_.means.index(side, c);
            const std::uint16_t code = picture_.means.codes[i];
            const QRectF cell(layout_.x.place(c), y.place(side), layout_.x.pitch, y.pitch);
            if (code < ColourTable::kSize && isInSight(cell, layout_.means)) {
                painter_.setPen(textColourOn(picture_.table->colour(code)));
                painter_.drawText(cell, Qt::AlignCenter,
                                  numberText(static_cast<double>(picture_.means.numbers[i])));
            }
        }
    }
}

void MatrixPainter::paintFocus()
{
    constexpr qreal kHalfPen = 1;
    painter_.setBrush(Qt::NoBrush);
    painter_.setPen(QPen(theme_.accent, 2 * kHalfPen, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    for (const int row : focus_) {
        const QRectF ring(layout_.cells.left(), layout_.y.place(row), layout_.cells.width(),
                          layout_.y.pitch);
        const QRectF seen = ring.intersected(layout_.cells);
        if (!seen.isEmpty()) {
            painter_.drawRect(seen.adjusted(-kHalfPen, -kHalfPen, kHalfPen, kHalfPen));
        }
    }
}

} // namespace

std::vector<int> namedItems(const MatrixPicture& picture,
                            const MatrixAxis& axis,
                            const MatrixScaleAxis& scale,
                            qreal needed)
{
    std::vector<int> named;
    for (const MatrixSide& side : axis.sides) {
        const int step = nameStep(picture, side.isImage, scale.pitch, needed);
        const auto end = axis.items.begin() + side.begin + side.count;
        const auto first = std::find_if(axis.items.begin() + side.begin, end,
                                        [](const MatrixItem& item) { return !item.isSpecial; });
        const int origin = first == end || !side.isImage || step == 1
                               ? side.begin
                               : static_cast<int>(first - axis.items.begin());
        for (int item = origin; item < side.begin + side.count; item += step) {
            named.push_back(item);
        }
    }
    std::erase_if(named, [&](int item) {
        const qreal middle = scale.place(item) + scale.pitch / 2;
        return middle < scale.begin || middle > scale.begin + scale.length;
    });
    // The last name of one side must not run into the first one of the next.
    std::vector<int> apart;
    for (const int item : named) {
        if (!apart.empty() && scale.place(item) - scale.place(apart.back()) < needed - 0.5) {
            apart.pop_back();
        }
        apart.push_back(item);
    }
    return apart;
}

QString matrixItemName(const Trace& trace, const MatrixItem& item, bool pieces)
{
    const auto index = static_cast<std::size_t>(item.index);
    if (!item.isImage) {
        const std::string& text =
            pieces ? trace.tokens.tokens[index].text : trace.tokens.words[index].text;
        return QString::fromStdString(escapedForDisplay(text));
    }
    const VisualUnit& unit = trace.units.units[index];
    const QString name = QString::fromStdString(escapedForDisplay(unit.name));
    switch (unit.kind) {
    case VisualUnit::Kind::Patch:
        return QStringLiteral("(%1, %2)").arg(unit.row).arg(unit.column);
    case VisualUnit::Kind::Region:
        return name.isEmpty() ? QString::number(item.index)
                              : QStringLiteral("%1: %2").arg(item.index).arg(name);
    case VisualUnit::Kind::Special:
        break;
    }
    return name;
}

MatrixPicture matrixPicture(const Trace& trace,
                            std::shared_ptr<const AttentionMatrix> matrix,
                            bool pieces,
                            const ScaleRange& range,
                            const ColourTable& table)
{
    MatrixPicture picture;
    picture.rowNames = namesOf(trace, matrix->rows, pieces);
    picture.columnNames = namesOf(trace, matrix->columns, pieces);
    picture.gridColumns = trace.units.gridColumns;
    picture.range = range;
    picture.table = &table;
    picture.cells = cellsOf(*matrix, range);
    picture.means = meansOf(*matrix, range);
    picture.matrix = std::move(matrix);
    return picture;
}

QString matrixCellText(const AttentionMatrix& matrix, int row, int column)
{
    const QString number = exactText(matrix.weights(row, column));
    switch (matrix.stateAt(row, column)) {
    case Map::KeyState::Shown:
        return number;
    case Map::KeyState::Hidden:
        return MatrixText::tr("hidden, %1").arg(number);
    case Map::KeyState::Masked:
        return MatrixText::tr("masked");
    case Map::KeyState::Absent:
        break;
    }
    return MatrixText::tr("closed: this block is masked whatever the input");
}

QString matrixSizeText(const Trace& trace, const AttentionMatrix& matrix, bool pieces)
{
    return MatrixText::tr("%1 × %2").arg(axisName(trace, matrix.rows, pieces),
                                         axisName(trace, matrix.columns, pieces));
}

bool areVectorCells(const CellGrid& grid)
{
    return grid.rows * grid.columns <= kMostVectorCells;
}

void paintMatrix(QPainter& painter,
                 const MatrixPicture& picture,
                 const MatrixLayout& layout,
                 const std::vector<int>& focusedRows,
                 const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    MatrixPainter parts(painter, picture, layout, focusedRows, theme);
    parts.paintCells(picture.cells, layout.x, layout.y);
    parts.paintNumbers();
    parts.paintRowNames();
    parts.paintColumnNames();
    if (!layout.rowSums.isEmpty()) {
        parts.paintSums();
    }
    parts.paintMeans();
    parts.paintFocus();
    painter.restore();
}

} // namespace attenscope
