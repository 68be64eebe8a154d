#pragma once

#include "engine/base/export.h"
#include "engine/vision/visual_units.h"

#include <cstddef>
#include <span>
#include <vector>

namespace attenscope {

/// Numbers on the pixels of a picture, row by row. NaN where the model saw nothing.
struct Raster {
    int width = 0;
    int height = 0;
    std::vector<float> values;

    float at(int x, int y) const
    {
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
};

/// How the numbers of units become the numbers of pixels.
enum class Interpolation {
    /// A pixel shows the cell that its centre lies in; among overlapping regions the smallest, as
    /// VisualUnits::unitAt finds it: the truthful one.
    Cells,
    /// Between the centres of the cells; the outermost centres' values up to the edge. Regions:
    /// the mean of those that the pixel lies in.
    Bilinear
};

/// Which part of the original image is wanted, and on how many pixels. The same call serves a
/// zoomed view (its visible part, the widget's pixels) and a figure (all of the image).
struct RasterTarget {
    Box source;    ///< in pixels of the original image; may reach beyond it
    int width = 0; ///< of the raster
    int height = 0;
};

/// Paints one number per visual unit over the picture, undoing the recorded preprocessing (A20).
/// For a grid a pixel's centre is taken to the model's input and from there to the grid, x and y
/// apart. Regions whose value is NaN are passed over.
/// values  one per unit; those of special units are not used
/// Pixels outside the image, cut away by the crop or in no unit are NaN.
ATTENSCOPE_EXPORT Raster rasterized(const VisualUnits& units,
                                    std::span<const float> values,
                                    const RasterTarget& target,
                                    Interpolation interpolation);

/// A place on a raster: (0, 0) is the outer corner of its first pixel.
struct RasterPoint {
    double x = 0;
    double y = 0;
};

/// The lines along which a raster has the value `level`, found by OpenCV's border following
/// (Suzuki and Abe 1985) and placed between pixels in proportion. A closed line ends where it
/// began; a line ends at the raster's edge and where there are no numbers.
ATTENSCOPE_EXPORT std::vector<std::vector<RasterPoint>> isoLines(const Raster& raster, float level);

} // namespace attenscope
