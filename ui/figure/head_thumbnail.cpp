#include "ui/figure/head_thumbnail.h"

#include <QPainter>

#include "ui/figure/hatch.h"
#include "ui/figure/overlay.h"
#include "ui/figure/unit_raster.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace attenscope {

namespace {

constexpr int kHatchPeriod = 6;

/// A map as rows and columns of cells, whatever its keys are.
struct CellGrid {
    int rows = 0;
    int columns = 0;
    std::vector<float> values; ///< as the scale counts them; NaN: no number

    std::size_t index(int row, int column) const
    {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
               static_cast<std::size_t>(column);
    }
};

/// As the scale counts them; NaN: not shown.
std::vector<float> shownNumbers(const Map& map, const ScaleRange& range)
{
    std::vector<float> numbers = numbersOnScale(map, range);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (map.states[i] != Map::KeyState::Shown) {
            numbers[i] = std::numeric_limits<float>::quiet_NaN();
        }
    }
    return numbers;
}

/// Whether the map's keys are boxes that lie anywhere on the picture.
bool areRegions(const Map& map, const VisualUnits& units)
{
    return looksAtImage(map.direction) && units.gridRows == 0 && units.geometry.originalWidth > 0;
}

CellGrid gridOf(const Map& map, const VisualUnits& units, const ScaleRange& range)
{
    const std::vector<float> numbers = shownNumbers(map, range);
    CellGrid grid;
    if (looksAtImage(map.direction) && units.gridRows > 0) {
        grid.rows = units.gridRows;
        grid.columns = units.gridColumns;
        grid.values.assign(static_cast<std::size_t>(grid.rows) *
                               static_cast<std::size_t>(grid.columns),
                           std::numeric_limits<float>::quiet_NaN());
        for (std::size_t u = 0; u < units.units.size(); ++u) {
            const VisualUnit& unit = units.units[u];
            if (unit.kind == VisualUnit::Kind::Patch) {
                grid.values[grid.index(unit.row, unit.column)] = numbers[u];
            }
        }
        return grid;
    }
    for (std::size_t i = 0; i < map.values.size(); ++i) { // words
        if (map.states[i] == Map::KeyState::Shown || map.states[i] == Map::KeyState::Masked) {
            grid.values.push_back(numbers[i]);
        }
    }
    grid.rows = 1;
    grid.columns = static_cast<int>(grid.values.size());
    return grid;
}

/// The cells that a pixel of an axis shows: the one under its centre, or all that it covers when
/// cells are smaller than pixels.
struct CellRange {
    double from = 0;
    double to = 0;
};

CellRange cellsUnder(int pixel, int pixels, int cells)
{
    const double scale = static_cast<double>(cells) / pixels;
    if (scale <= 1) {
        const double cell = std::floor((pixel + 0.5) * scale);
        return {.from = cell, .to = cell + 1};
    }
    return {.from = pixel * scale, .to = (pixel + 1) * scale};
}

/// Mean of the numbers under a pixel, weighted by area; NaN if there are none.
double meanUnder(const CellGrid& grid, const CellRange& rows, const CellRange& columns)
{
    double sum = 0;
    double area = 0;
    const int lastRow = std::min(grid.rows, static_cast<int>(std::ceil(rows.to)));
    const int lastColumn = std::min(grid.columns, static_cast<int>(std::ceil(columns.to)));
    for (int r = static_cast<int>(rows.from); r < lastRow; ++r) {
        const double height = std::min(rows.to, r + 1.0) - std::max(rows.from, r + 0.0);
        for (int c = static_cast<int>(columns.from); c < lastColumn; ++c) {
            const double width = std::min(columns.to, c + 1.0) - std::max(columns.from, c + 0.0);
            const float value = grid.values[grid.index(r, c)];
            if (!std::isnan(value)) {
                sum += static_cast<double>(value) * width * height;
                area += width * height;
            }
        }
    }
    return area > 0 ? sum / area : std::numeric_limits<double>::quiet_NaN();
}

/// Regions where they lie on the picture, the smallest on top, as on the picture itself.
void paintRegions(QImage& image,
                  const Map& map,
                  const VisualUnits& units,
                  const ScaleRange& range,
                  const ColourTable& table,
                  const Theme& theme)
{
    constexpr double kLast = 255;
    const ImageGeometry& geometry = units.geometry;
    const OverlayView whole{.source = QRectF(0, 0, geometry.originalWidth, geometry.originalHeight),
                            .size = image.size()};
    const std::vector<std::uint16_t> codes = unitRaster(units, map, range, false, whole);
    auto code = codes.begin();
    for (int y = 0; y < image.height(); ++y) {
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        for (int x = 0; x < image.width(); ++x, ++code) {
            if (*code < kOutsideCode) {
                line[x] = table.colourAt(*code / kLast).rgb();
            } else if (*code != kOutsideCode && isHatchLine(x, y, kHatchPeriod)) {
                line[x] = theme.hatchLine.rgb();
            }
        }
    }
}

} // namespace

QImage headThumbnail(const Map& map,
                     const VisualUnits& units,
                     const ScaleRange& range,
                     const ColourTable& table,
                     QSize size,
                     const Theme& theme)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(theme.hatchBackground);
    if (areRegions(map, units)) {
        paintRegions(image, map, units, range, table, theme);
        return image;
    }
    const CellGrid grid = gridOf(map, units, range);
    if (grid.columns == 0) {
        return image;
    }
    for (int y = 0; y < size.height(); ++y) {
        const CellRange rows = cellsUnder(y, size.height(), grid.rows);
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        for (int x = 0; x < size.width(); ++x) {
            const CellRange columns = cellsUnder(x, size.width(), grid.columns);
            const double value = meanUnder(grid, rows, columns);
            if (!std::isnan(value)) {
                line[x] = table.colourAt(scalePosition(static_cast<float>(value), range)).rgb();
            } else if (isHatchLine(x, y, kHatchPeriod)) {
                line[x] = theme.hatchLine.rgb();
            }
        }
    }
    return image;
}

QImage headOffThumbnail(QSize size, const Theme& theme)
{
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    paintHatch(painter, QRectF(QPointF(), QSizeF(size)), theme.intervention, theme.interventionSoft,
               9);
    return image;
}

} // namespace attenscope
