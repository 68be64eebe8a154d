#pragma once

#include "engine/analysis/scale.h"
#include "engine/vision/raster.h"
#include "engine/vision/visual_units.h"
#include "ui/figure/overlay.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attenscope {

// What one pixel of an overlay shows: an entry of the colour table (0 to 255) or one of these.
inline constexpr std::uint16_t kOutsideCode = 256; ///< in no unit: the model did not see it
inline constexpr std::uint16_t kMaskedCode = 257;  ///< its unit's key was hidden from the model
inline constexpr std::uint16_t kNotANumberCode = 258;
inline constexpr std::uint16_t kBareCode = 259; ///< in a unit, but nothing is shown
inline constexpr std::size_t kUnitCodes = 260;  ///< how many codes there are

/// What each pixel of the view shows: the unit that its centre lies in, the smallest of overlapping
/// regions; or, if smooth, numbers interpolated between the centres of a grid's cells, and the mean
/// of overlapping regions (analysis.md A20). Masked and NaN units are crisp either way.
/// returns  row by row, view.size
std::vector<std::uint16_t> unitRaster(const VisualUnits& units,
                                      const Map& map,
                                      const ScaleRange& range,
                                      bool isSmooth,
                                      const OverlayView& view);

/// The same for crisp cells of a grid in two steps, the first of which no number changes: the code
/// of a pixel is cellCodes()[cellRaster()[pixel]].
/// returns  0 for pixels in no cell, else the unit's index plus 1
std::vector<std::uint32_t> cellRaster(const VisualUnits& units, const OverlayView& view);
/// returns  kOutsideCode, then each unit's code
std::vector<std::uint16_t>
cellCodes(const VisualUnits& units, const Map& map, const ScaleRange& range);

/// The smoothed numbers' places on the scale, 0 to 1: what unitRaster cuts into the table's
/// entries. NaN outside of all units.
Raster smoothPositions(const VisualUnits& units,
                       const Map& map,
                       const ScaleRange& range,
                       const OverlayView& view);

/// unitRaster without numbers: bare, masked or outside.
/// isUnitMasked  one per unit, or empty
std::vector<std::uint16_t> maskRaster(const VisualUnits& units,
                                      const std::vector<bool>& isUnitMasked,
                                      const OverlayView& view);

} // namespace attenscope
