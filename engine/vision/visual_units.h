#pragma once

#include "engine/base/export.h"
#include "engine/vision/image_geometry.h"
#include "engine/vision/regions.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// What one row or column on the image side of an attention matrix stands for.
struct VisualUnit {
    enum class Kind { Patch, Region, Special };
    Kind kind = Kind::Patch;
    int row = -1; ///< place in the patch grid; -1 for others
    int column = -1;
    Box box{};              ///< in pixels of the original image; empty for special units
    bool isPadding = false; ///< fills a batch's row; nothing is there
    std::string name{};     ///< "[CLS]", a region's label; empty for patches
};

/// The image as a model reads it.
struct VisualUnits {
    int gridRows = 0; ///< 0 for region models
    int gridColumns = 0;
    int patchSize = 0; ///< side of a grid cell in pixels of the model's input; 0 for region models
    ImageGeometry geometry;
    std::vector<VisualUnit> units;

    int size() const { return static_cast<int>(units.size()); }

    /// The unit that covers the point, in pixels of the original image; the smallest one where
    /// several do. Nothing outside all of them.
    ATTENSCOPE_EXPORT std::optional<int> unitAt(double x, double y) const;
};

/// A grid of square patches, row by row, each box taken back to the original image. A box reaches
/// beyond the image where the model's input was padded. Pixels of the input that are left over when
/// its size is no multiple of the patch belong to no unit, as in a convolution of that stride.
/// hasClassUnit  whether unit 0 is the class token
ATTENSCOPE_EXPORT VisualUnits patchGrid(const ImageGeometry& geometry,
                                        int patchSize,
                                        bool hasClassUnit);

/// One unit for each region of a picture of the given size in pixels; padding has no box.
ATTENSCOPE_EXPORT VisualUnits regionUnits(const Regions& regions, int width, int height);

} // namespace attenscope
