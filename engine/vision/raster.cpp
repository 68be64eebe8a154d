#include "engine/vision/raster.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace attenscope {

namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

/// Where one row or column of pixels takes its value from: two neighbouring cells.
struct Tap {
    int first;
    int second;
    double share; ///< of the second
};

using Taps = std::vector<std::optional<Tap>>; // nothing: outside of what the model saw

/// One axis of the way from the raster back to the grid.
struct Axis {
    double sourceBegin;
    double sourceLength;
    int pixels;
    int original;
    int resized;
    int crop;
    int cells;
    int patch;
};

Taps tapsFor(const Axis& axis, Interpolation interpolation)
{
    Taps taps(static_cast<std::size_t>(axis.pixels));
    for (int pixel = 0; pixel < axis.pixels; ++pixel) {
        const double position = axis.sourceBegin + (pixel + 0.5) * axis.sourceLength / axis.pixels;
        if (position < 0 || position >= axis.original) {
            continue;
        }
        const double cell = (position * axis.resized / axis.original - axis.crop) / axis.patch;
        if (cell < 0 || cell >= axis.cells) {
            continue;
        }
        std::optional<Tap>& tap = taps[static_cast<std::size_t>(pixel)];
        if (interpolation == Interpolation::Cells) {
            const int own = static_cast<int>(cell);
            tap = Tap{own, own, 0};
        } else {
            const double between = std::clamp(cell - 0.5, 0.0, static_cast<double>(axis.cells - 1));
            const int own = static_cast<int>(between);
            tap = Tap{own, std::min(own + 1, axis.cells - 1), between - own};
        }
    }
    return taps;
}

Axis horizontalAxis(const VisualUnits& units, const RasterTarget& target)
{
    const ImageGeometry& geometry = units.geometry;
    return {target.source.x0,      target.source.x1 - target.source.x0,
            target.width,          geometry.originalWidth,
            geometry.resizedWidth, geometry.cropX,
            units.gridColumns,     units.patchSize};
}

Axis verticalAxis(const VisualUnits& units, const RasterTarget& target)
{
    const ImageGeometry& geometry = units.geometry;
    return {target.source.y0,       target.source.y1 - target.source.y0,
            target.height,          geometry.originalHeight,
            geometry.resizedHeight, geometry.cropY,
            units.gridRows,         units.patchSize};
}

cv::Mat gridOf(const VisualUnits& units, std::span<const float> values)
{
    cv::Mat grid(units.gridRows, units.gridColumns, CV_32F, cv::Scalar(kNothing));
    for (std::size_t i = 0; i < units.units.size(); ++i) {
        const VisualUnit& unit = units.units[i];
        if (unit.kind == VisualUnit::Kind::Patch) {
            grid.at<float>(unit.row, unit.column) = values[i];
        }
    }
    return grid;
}

/// Every row of the grid stretched over the raster's columns.
cv::Mat stretchedRows(const cv::Mat& grid, const Taps& columns)
{
    cv::Mat rows(grid.rows, static_cast<int>(columns.size()), CV_32F, cv::Scalar(kNothing));
    for (int row = 0; row < grid.rows; ++row) {
        const auto* source = grid.ptr<float>(row);
        auto* out = rows.ptr<float>(row);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!columns[i]) {
                continue;
            }
            const Tap& tap = *columns[i];
            const auto share = static_cast<float>(tap.share);
            out[i] = tap.share == 0 ? source[tap.first]
                                    : source[tap.first] * (1 - share) + source[tap.second] * share;
        }
    }
    return rows;
}

void paintGrid(const VisualUnits& units,
               std::span<const float> values,
               const RasterTarget& target,
               Interpolation interpolation,
               cv::Mat& raster)
{
    const Taps columns = tapsFor(horizontalAxis(units, target), interpolation);
    const Taps rows = tapsFor(verticalAxis(units, target), interpolation);
    const cv::Mat stretched = stretchedRows(gridOf(units, values), columns);
    for (int y = 0; y < raster.rows; ++y) {
        const std::optional<Tap>& tap = rows[static_cast<std::size_t>(y)];
        cv::Mat out = raster.row(y);
        if (tap && tap->share == 0) {
            stretched.row(tap->first).copyTo(out);
        } else if (tap) {
            cv::addWeighted(stretched.row(tap->first), 1 - tap->share, stretched.row(tap->second),
                            tap->share, 0, out);
        }
    }
}

/// The pixels whose centres lie in [begin, end) of the original image.
cv::Range
pixelsWithin(double begin, double end, double sourceBegin, double sourceLength, int pixels)
{
    const double scale = pixels / sourceLength;
    const auto first = std::clamp(std::ceil((begin - sourceBegin) * scale - 0.5), 0.0,
                                  static_cast<double>(pixels));
    const auto last =
        std::clamp(std::ceil((end - sourceBegin) * scale - 0.5), 0.0, static_cast<double>(pixels));
    return {static_cast<int>(first), std::max(static_cast<int>(first), static_cast<int>(last))};
}

/// A region's pixels in the raster; none for special units and for padding.
struct RegionPixels {
    cv::Range rows;
    cv::Range columns;
    double area; ///< of its box
    float value;
};

std::vector<RegionPixels>
regionPixels(const VisualUnits& units, std::span<const float> values, const RasterTarget& target)
{
    const Box& source = target.source;
    std::vector<RegionPixels> result;
    for (std::size_t i = 0; i < units.units.size(); ++i) {
        const Box& whole = units.units[i].box;
        const Box box{.x0 = std::max(0.0, whole.x0),
                      .y0 = std::max(0.0, whole.y0),
                      .x1 = std::min(whole.x1, static_cast<double>(units.geometry.originalWidth)),
                      .y1 = std::min(whole.y1, static_cast<double>(units.geometry.originalHeight))};
        if (box.isEmpty() || std::isnan(values[i])) {
            continue;
        }
        result.push_back(
            {.rows = pixelsWithin(box.y0, box.y1, source.y0, source.y1 - source.y0, target.height),
             .columns =
                 pixelsWithin(box.x0, box.x1, source.x0, source.x1 - source.x0, target.width),
             .area = (whole.x1 - whole.x0) * (whole.y1 - whole.y0),
             .value = values[i]});
    }
    return result;
}

/// The smallest on top; of equal ones the first, as unitAt has it.
void paintRegions(std::vector<RegionPixels> regions, cv::Mat& raster)
{
    std::reverse(regions.begin(), regions.end());
    std::stable_sort(regions.begin(), regions.end(),
                     [](const RegionPixels& a, const RegionPixels& b) { return a.area > b.area; });
    for (const RegionPixels& region : regions) {
        raster(region.rows, region.columns) = cv::Scalar(region.value);
    }
}

void paintMeans(const std::vector<RegionPixels>& regions, cv::Mat& raster)
{
    cv::Mat sum(raster.size(), CV_32F, cv::Scalar(0));
    cv::Mat count(raster.size(), CV_32F, cv::Scalar(0));
    for (const RegionPixels& region : regions) {
        sum(region.rows, region.columns) += cv::Scalar(region.value);
        count(region.rows, region.columns) += cv::Scalar(1);
    }
    cv::divide(sum, count, sum);
    sum.copyTo(raster, count > 0);
}

} // namespace

Raster rasterized(const VisualUnits& units,
                  std::span<const float> values,
                  const RasterTarget& target,
                  Interpolation interpolation)
{
    assert(values.size() == units.units.size());
    assert(target.width > 0 && target.height > 0 && !target.source.isEmpty());
    [[maybe_unused]] static const bool kIsSingleThreaded = [] {
        cv::setNumThreads(1); // the engine's threads are its own pool's
        return true;
    }();

    Raster result{.width = target.width, .height = target.height, .values = {}};
    result.values.assign(
        static_cast<std::size_t>(target.width) * static_cast<std::size_t>(target.height), kNothing);
    cv::Mat raster(target.height, target.width, CV_32F, result.values.data());
    if (units.gridRows > 0) {
        paintGrid(units, values, target, interpolation, raster);
    } else if (interpolation == Interpolation::Cells) {
        paintRegions(regionPixels(units, values, target), raster);
    } else {
        paintMeans(regionPixels(units, values, target), raster);
    }
    return result;
}

} // namespace attenscope
