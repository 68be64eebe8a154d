#include <QColor>

#include "ui/figure/hatch.h"
#include "ui/figure/matrix_painter.h"
#include "ui/figure/overlay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace attenscope {

namespace {

constexpr qreal kHatchPeriod = 6;

/// The cells that a pixel of an axis shows: the one under its centre, or all that it covers when
/// cells are smaller than pixels.
struct PixelCells {
    int first = -1;       ///< -1: none, between two sides
    int last = -1;        ///< inclusive
    double firstPart = 1; ///< how much of the first and the last one lies under it
    double lastPart = 1;
};

std::vector<PixelCells> cellsOfPixels(const MatrixScaleAxis& axis, qreal pixelsPerUnit)
{
    const int count = static_cast<int>(std::lround(axis.length * pixelsPerUnit));
    const bool isCrisp = axis.pitch * pixelsPerUnit >= 1;
    std::vector<PixelCells> pixels(static_cast<std::size_t>(count));
    for (int p = 0; p < count; ++p) {
        const std::optional<int> centre = axis.itemAt(axis.begin + (p + 0.5) / pixelsPerUnit);
        if (!centre) {
            continue;
        }
        PixelCells& pixel = pixels[static_cast<std::size_t>(p)];
        pixel.first = pixel.last = *centre;
        if (isCrisp) {
            continue;
        }
        const qreal from = axis.begin + p / pixelsPerUnit;
        const qreal to = axis.begin + (p + 1) / pixelsPerUnit;
        pixel.first = axis.itemAt(from).value_or(*centre);
        pixel.last = axis.itemAt(to - 1e-6).value_or(*centre);
        pixel.firstPart =
            std::clamp((axis.place(pixel.first) + axis.pitch - from) / axis.pitch, 0.0, 1.0);
        pixel.lastPart = std::clamp((to - axis.place(pixel.last)) / axis.pitch, 0.0, 1.0);
    }
    return pixels;
}

double partOf(const PixelCells& pixel, int item)
{
    return item == pixel.first ? pixel.firstPart : item == pixel.last ? pixel.lastPart : 1.0;
}

/// The table's entry of the mean of the numbers under a pixel, or the code of what is there
/// instead.
std::uint16_t meanCode(const CellGrid& grid,
                       const PixelCells& rows,
                       const PixelCells& columns,
                       const ScaleRange& range)
{
    double sum = 0;
    double area = 0;
    std::uint16_t sign = kHiddenCell;
    for (int r = rows.first; r <= rows.last; ++r) {
        const double height = partOf(rows, r);
        for (int c = columns.first; c <= columns.last; ++c) {
            const std::size_t i = grid.index(r, c);
            if (grid.codes[i] == kNoNumberCell) {
                return kNoNumberCell;
            }
            if (grid.codes[i] < ColourTable::kSize) {
                const double part = height * partOf(columns, c);
                sum += part * static_cast<double>(grid.onScale[i]);
                area += part;
            } else {
                sign = grid.codes[i];
            }
        }
    }
    return area > 0 ? static_cast<std::uint16_t>(ColourTable::indexAt(
                          scalePosition(static_cast<float>(sum / area), range)))
                    : sign;
}

/// The colours of codes that are no numbers.
struct SignColours {
    QRgb line = 0;
    QRgb background = 0;
};

std::array<SignColours, 4> signColours(const Theme& theme)
{
    return {SignColours{theme.hatchLine.rgb(), theme.hatchBackground.rgb()},
            SignColours{theme.intervention.rgb(), theme.interventionSoft.rgb()},
            SignColours{theme.line.rgb(), theme.stage.rgb()},
            SignColours{theme.hatchLine.rgb(), notANumberColour().rgb()}};
}

} // namespace

QImage matrixRaster(const CellGrid& grid,
                    const MatrixScaleAxis& x,
                    const MatrixScaleAxis& y,
                    const ColourTable& table,
                    const ScaleRange& range,
                    const Theme& theme,
                    qreal pixelsPerUnit)
{
    const std::vector<PixelCells> columns = cellsOfPixels(x, pixelsPerUnit);
    const std::vector<PixelCells> rows = cellsOfPixels(y, pixelsPerUnit);
    const bool isCrisp = x.pitch * pixelsPerUnit >= 1 && y.pitch * pixelsPerUnit >= 1;
    std::array<QRgb, ColourTable::kSize> colours{};
    for (int i = 0; i < ColourTable::kSize; ++i) {
        colours[static_cast<std::size_t>(i)] = table.colour(i).rgb();
    }
    const std::array<SignColours, 4> signs = signColours(theme);
    const int period = std::max(3, static_cast<int>(std::lround(kHatchPeriod * pixelsPerUnit)));
    QImage image(static_cast<int>(columns.size()), static_cast<int>(rows.size()),
                 QImage::Format_RGB32);
    image.fill(theme.panel);
    std::vector<std::uint16_t> codes(columns.size());
    int coded = -1; // the row that `codes` stands for
    for (int py = 0; py < image.height(); ++py) {
        const PixelCells& row = rows[static_cast<std::size_t>(py)];
        if (row.first < 0) {
            continue;
        }
        if (!isCrisp || row.first != coded) {
            for (std::size_t px = 0; px < columns.size(); ++px) {
                const PixelCells& column = columns[px];
                codes[px] = column.first < 0 ? std::numeric_limits<std::uint16_t>::max()
                            : isCrisp        ? grid.codes[grid.index(row.first, column.first)]
                                             : meanCode(grid, row, column, range);
            }
            coded = row.first;
        }
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(py)); // QImage's own access
        for (std::size_t px = 0; px < columns.size(); ++px) {
            const std::uint16_t code = codes[px];
            if (code < ColourTable::kSize) {
                line[px] = colours[code];
            } else if (code <= kNoNumberCell) {
                const SignColours& sign = signs[code - kHiddenCell];
                line[px] =
                    isHatchLine(static_cast<int>(px), py, period) ? sign.line : sign.background;
            }
        }
    }
    return image;
}

} // namespace attenscope
