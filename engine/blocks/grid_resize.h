#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"

namespace attenscope {

/// A grid of rows × columns cells.
struct GridSize {
    Index rows = 0;
    Index columns = 0;

    Index cells() const { return rows * columns; }

    bool operator==(const GridSize&) const = default;
};

/// A grid of vectors on another number of cells, bilinear between them, the corner cells' vectors
/// staying in the corners: cell i of n asks for i · (old - 1) / (n - 1), the first one where n
/// is 1. How ViLT brings its trained positions to a picture of another shape ("ViLT", 2021;
/// torch.nn.functional.interpolate with align_corners).
/// grid     [from.cells(), width], row by row
/// returns  [to.cells(), width]
ATTENSCOPE_EXPORT Matrix resizedGridAlignedCorners(const MatrixView& grid,
                                                   const GridSize& from,
                                                   const GridSize& to);

/// The same, bicubic (Keys' kernel with a = -0.75) between cells' centres, those beyond the border
/// being the border's: cell i of n asks for (i + 0.5) · old / n - 0.5. How ALBEF brings the trained
/// positions to larger pictures ("Align before Fuse", 2021; torch.nn.functional.interpolate with
/// mode "bicubic").
ATTENSCOPE_EXPORT Matrix resizedGridBicubic(const MatrixView& grid,
                                            const GridSize& from,
                                            const GridSize& to);

} // namespace attenscope
