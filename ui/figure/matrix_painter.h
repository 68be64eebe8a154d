#pragma once

#include <QFont>
#include <QImage>
#include <QPainter>
#include <QPointF>
#include <QRectF>
#include <QString>

#include "engine/analysis/attention_matrix.h"
#include "engine/analysis/scale.h"
#include "engine/trace/trace.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/theme.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace attenscope {

/// Numbers in rows and columns with what each cell shows, ready to be drawn.
struct CellGrid {
    int rows = 0;
    int columns = 0;
    std::vector<float> numbers;       ///< weights, row by row
    std::vector<float> onScale;       ///< the same as the scale counts them
    std::vector<std::uint16_t> codes; ///< an entry of the colour table, or one of those below

    std::size_t index(int row, int column) const
    {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
               static_cast<std::size_t>(column);
    }
};

inline constexpr std::uint16_t kHiddenCell = 256; ///< a special key that is hidden
inline constexpr std::uint16_t kMaskedCell = 257; ///< its key was hidden from the model
inline constexpr std::uint16_t kClosedCell = 258; ///< a block that is closed whatever the input
inline constexpr std::uint16_t kNoNumberCell = 259;

/// An attention matrix as it is drawn, without a place on a page.
struct MatrixPicture {
    std::shared_ptr<const AttentionMatrix> matrix;
    std::vector<QString> rowNames;    ///< "red", "##ing", "(6, 4)", "5: dog", "[CLS]"
    std::vector<QString> columnNames; ///< the same for the keys
    int gridColumns = 0;              ///< of the patches; 0: regions
    ScaleRange range;
    const ColourTable* table = nullptr;
    CellGrid cells;
    CellGrid means; ///< one row for each side of the rows
};

/// "red", "##ing", "(6, 4)", "5: dog", "[CLS]".
/// pieces  whether the text side's items are tokens
QString matrixItemName(const Trace& trace, const MatrixItem& item, bool pieces);

/// pieces  whether the text side's items are tokens
MatrixPicture matrixPicture(const Trace& trace,
                            std::shared_ptr<const AttentionMatrix> matrix,
                            bool pieces,
                            const ScaleRange& range,
                            const ColourTable& table);

/// What a cell says: "0.103", "hidden, 0.4012", "masked", "closed", "NaN".
QString matrixCellText(const AttentionMatrix& matrix, int row, int column);

/// "words × patches"; "tokens and patches × tokens and patches".
QString matrixSizeText(const Trace& trace, const AttentionMatrix& matrix, bool pieces);

/// One axis on the page: cells of one size, with a gap between text and image.
struct MatrixScaleAxis {
    qreal begin = 0;  ///< of the viewport
    qreal length = 0; ///< of the viewport
    qreal pitch = 1;  ///< of a cell
    qreal scroll = 0; ///< what of the content lies before the viewport
    int items = 0;
    std::vector<int> sideBegins; ///< first item of each side

    qreal contentLength() const;
    /// Where an item begins on the page.
    qreal place(int item) const;
    std::optional<int> itemAt(qreal place) const;
    /// Brings the scroll into its bounds.
    void keepInside();
};

/// Where a matrix and what stands around it lie; in the painter's units.
struct MatrixLayout {
    MatrixScaleAxis x;
    MatrixScaleAxis y;
    QRectF cells;
    QRectF rowNames;
    QRectF columnNames;
    QRectF rowSums; ///< empty for similarities
    QRectF means;
    bool areNamesUpright = false; ///< column names stand along the columns
    qreal pixelsPerUnit = 1;

    /// Whether a device pixel shows the mean of several cells.
    bool isAveraged() const;
    /// Cells so large that their numbers stand in them.
    bool hasNumbers() const;
    QRectF cell(int row, int column) const;
};

/// zoom   1: all of it fits into the area; cells grow until their numbers can be read
/// centre the point of the matrix in the middle, as parts of its width and height
MatrixLayout layoutMatrix(const MatrixPicture& picture,
                          const QRectF& area,
                          qreal pixelsPerUnit,
                          double zoom = 1,
                          const QPointF& centre = {0.5, 0.5});

/// The zoom at which numbers stand in the cells.
double largestMatrixZoom(const MatrixPicture& picture, const QRectF& area, qreal pixelsPerUnit);

/// The cells of the viewport in device pixels: crisp where a cell has at least one pixel, means of
/// the numbers under a pixel, weighted by area, below that; any number that is none under a pixel
/// shows.
QImage matrixRaster(const CellGrid& grid,
                    const MatrixScaleAxis& x,
                    const MatrixScaleAxis& y,
                    const ColourTable& table,
                    const ScaleRange& range,
                    const Theme& theme,
                    qreal pixelsPerUnit);

/// Whether cells are rectangles on a device of vectors; more of them are a picture.
bool areVectorCells(const CellGrid& grid);

/// All of it: cells, names, sums and means. On a device of vectors cells are rectangles as long as
/// there are few enough of them.
void paintMatrix(QPainter& painter,
                 const MatrixPicture& picture,
                 const MatrixLayout& layout,
                 const std::vector<int>& focusedRows,
                 const Theme& theme);

} // namespace attenscope
