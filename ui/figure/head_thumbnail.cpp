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
#include <span>
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

/// The cells under each pixel of an axis, and how much of each of them it covers.
class Cover {
public:
    Cover(int pixels, int cells)
    {
        for (int pixel = 0; pixel < pixels; ++pixel) {
            const CellRange range = cellsUnder(pixel, pixels, cells);
            const int last = std::min(cells, static_cast<int>(std::ceil(range.to)));
            firsts_.push_back(static_cast<int>(range.from));
            for (int cell = firsts_.back(); cell < last; ++cell) {
                parts_.push_back(std::min(range.to, cell + 1.0) - std::max(range.from, cell + 0.0));
            }
            ends_.push_back(parts_.size());
        }
    }

    int first(int pixel) const { return firsts_[static_cast<std::size_t>(pixel)]; }

    std::span<const double> parts(int pixel) const
    {
        const auto index = static_cast<std::size_t>(pixel);
        const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
        return std::span(parts_).subspan(begin, ends_[index] - begin);
    }

private:
    std::vector<int> firsts_;       ///< of each pixel
    std::vector<double> parts_;     ///< of the first pixel's cells, of the second's …
    std::vector<std::size_t> ends_; ///< where each pixel's end
};

/// Mean of the numbers under a pixel, weighted by area; NaN if there are none.
double meanUnder(const CellGrid& grid, const Cover& rows, int y, const Cover& columns, int x)
{
    double sum = 0;
    double area = 0;
    const std::span<const double> heights = rows.parts(y);
    const std::span<const double> widths = columns.parts(x);
    for (std::size_t r = 0; r < heights.size(); ++r) {
        const float* value =
            &grid.values[grid.index(rows.first(y) + static_cast<int>(r), columns.first(x))];
        for (std::size_t c = 0; c < widths.size(); ++c, ++value) {
            if (!std::isnan(*value)) {
                sum += static_cast<double>(*value) * widths[c] * heights[r];
                area += widths[c] * heights[r];
            }
        }
    }
    return area > 0 ? sum / area : std::numeric_limits<double>::quiet_NaN();
}

/// The table's colour of a number; 0 for NaN. Without a QColor for each of many pixels.
QRgb colourOf(float number, const ScaleRange& range, const ColourTable& table)
{
    constexpr QRgb kOpaque = 0xFF000000;
    if (std::isnan(number)) {
        return 0;
    }
    const double position = scalePosition(number, range);
    if (std::isnan(position)) {
        return notANumberColour().rgb();
    }
    return kOpaque | table.entries->at(static_cast<std::size_t>(ColourTable::indexAt(position)));
}

/// A colour for each pixel, row by row; 0 where there is no number.
std::vector<QRgb>
coloursOf(const CellGrid& grid, const ScaleRange& range, const ColourTable& table, QSize size)
{
    const Cover rows(size.height(), grid.rows);
    const Cover columns(size.width(), grid.columns);
    std::vector<QRgb> colours;
    colours.reserve(static_cast<std::size_t>(size.width()) *
                    static_cast<std::size_t>(size.height()));
    if (grid.rows <= size.height() && grid.columns <= size.width()) { // each pixel shows one cell
        std::vector<QRgb> cells;
        cells.reserve(grid.values.size());
        for (const float value : grid.values) {
            cells.push_back(colourOf(value, range, table));
        }
        for (int y = 0; y < size.height(); ++y) {
            for (int x = 0; x < size.width(); ++x) {
                colours.push_back(cells[grid.index(rows.first(y), columns.first(x))]);
            }
        }
        return colours;
    }
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            const double mean = meanUnder(grid, rows, y, columns, x);
            colours.push_back(colourOf(static_cast<float>(mean), range, table));
        }
    }
    return colours;
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
    const std::vector<QRgb> colours = coloursOf(grid, range, table, size);
    auto colour = colours.begin();
    for (int y = 0; y < size.height(); ++y) {
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y)); // QImage's own access
        for (int x = 0; x < size.width(); ++x, ++colour) {
            if (*colour != 0) {
                line[x] = *colour;
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
