#include "ui/figure/unit_raster.h"

#include "engine/vision/raster.h"
#include "ui/figure/colour_table.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>

namespace attenscope {

namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

RasterTarget targetOf(const OverlayView& view)
{
    return {.source = {.x0 = view.source.left(),
                       .y0 = view.source.top(),
                       .x1 = view.source.right(),
                       .y1 = view.source.bottom()},
            .width = view.size.width(),
            .height = view.size.height()};
}

/// One number per unit: its place on the table, in entries; NaN for masked and NaN units.
std::vector<float> entriesOf(const Map& map, const ScaleRange& range)
{
    std::vector<float> entries;
    const std::vector<float> numbers = numbersOnScale(map, range);
    entries.reserve(numbers.size());
    for (std::size_t u = 0; u < map.values.size(); ++u) {
        const double position = std::clamp(scalePosition(numbers[u], range), 0.0, 1.0);
        entries.push_back(map.states[u] == Map::KeyState::Shown
                              ? static_cast<float>(position * ColourTable::kSize)
                              : kNothing);
    }
    return entries;
}

/// One code per unit: 0 where it has a number. Nothing if all of them have one.
std::optional<std::vector<float>> signsOf(const VisualUnits& units, const Map& map)
{
    std::vector<float> signs(map.values.size(), 0);
    bool hasSign = false;
    for (std::size_t u = 0; u < signs.size(); ++u) {
        if (units.units[u].box.isEmpty()) {
            continue;
        }
        if (map.states[u] == Map::KeyState::Masked) {
            signs[u] = kMaskedCode;
        } else if (std::isnan(map.values[u])) {
            signs[u] = kNotANumberCode;
        }
        hasSign = hasSign || signs[u] > 0;
    }
    return hasSign ? std::optional(signs) : std::nullopt;
}

/// The end of the table belongs to its last entry.
float entryAt(float place)
{
    constexpr float kLast = ColourTable::kSize - 1;
    return std::min(place, kLast); // NaN stays NaN
}

/// Each unit's code as a number, with what of it lies beyond the point; NaN: none.
std::vector<float> unitCodes(const VisualUnits& units, const Map& map, const ScaleRange& range)
{
    std::vector<float> codes = entriesOf(map, range);
    const std::optional<std::vector<float>> signs = signsOf(units, map);
    for (std::size_t u = 0; u < codes.size(); ++u) {
        codes[u] = signs && (*signs)[u] > 0 ? (*signs)[u] : entryAt(codes[u]);
    }
    return codes;
}

std::uint16_t codeFrom(float code)
{
    return static_cast<std::uint16_t>(static_cast<int>(code >= 0 ? code : kOutsideCode)); // or NaN
}

std::vector<std::uint16_t> codesFrom(const Raster& raster)
{
    std::vector<std::uint16_t> codes(raster.values.size());
    for (std::size_t p = 0; p < codes.size(); ++p) {
        codes[p] = codeFrom(raster.values[p]);
    }
    return codes;
}

/// Gives cells without a number the mean of their neighbours', so that smoothing does not spread
/// the gap over them. What the cell itself shows is decided by its sign.
void fillGaps(const VisualUnits& units, std::vector<float>& entries)
{
    const std::vector<float> original = entries;
    for (std::size_t u = 0; u < entries.size(); ++u) {
        if (!std::isnan(original[u])) {
            continue;
        }
        const VisualUnit& gap = units.units[u];
        float sum = 0;
        int count = 0;
        for (std::size_t n = 0; n < entries.size(); ++n) {
            const VisualUnit& unit = units.units[n];
            const bool isNeighbour = unit.kind == VisualUnit::Kind::Patch &&
                                     std::abs(unit.row - gap.row) <= 1 &&
                                     std::abs(unit.column - gap.column) <= 1;
            if (isNeighbour && !std::isnan(original[n])) {
                sum += original[n];
                ++count;
            }
        }
        entries[u] = count > 0 ? sum / static_cast<float>(count) : 0;
    }
}

std::uint16_t signCode(float value)
{
    if (std::isnan(value)) {
        return kOutsideCode;
    }
    return value > kMaskedCode ? kNotANumberCode : kMaskedCode;
}

} // namespace

std::vector<std::uint16_t> unitRaster(const VisualUnits& units,
                                      const Map& map,
                                      const ScaleRange& range,
                                      bool isSmooth,
                                      const OverlayView& view)
{
    const RasterTarget target = targetOf(view);
    if (!isSmooth) {
        return codesFrom(
            rasterized(units, unitCodes(units, map, range), target, Interpolation::Cells));
    }
    std::vector<float> entries = entriesOf(map, range);
    const std::optional<std::vector<float>> signs = signsOf(units, map);
    if (units.gridRows > 0) {
        fillGaps(units, entries);
    }
    Raster numbers = rasterized(units, entries, target, Interpolation::Bilinear);
    for (float& number : numbers.values) {
        number = entryAt(number);
    }
    if (signs) { // crisp, whatever lies beside them
        const Raster signRaster = rasterized(units, *signs, target, Interpolation::Cells);
        for (std::size_t p = 0; p < numbers.values.size(); ++p) {
            if (signRaster.values[p] > 0) {
                numbers.values[p] = signRaster.values[p];
            }
        }
    }
    return codesFrom(numbers);
}

std::vector<std::uint32_t> cellRaster(const VisualUnits& units, const OverlayView& view)
{
    std::vector<float> indices(units.units.size()); // exact up to 2^24
    std::iota(indices.begin(), indices.end(), 1.0F);
    const Raster raster = rasterized(units, indices, targetOf(view), Interpolation::Cells);
    std::vector<std::uint32_t> cells(raster.values.size());
    for (std::size_t p = 0; p < cells.size(); ++p) {
        const float index = raster.values[p];
        cells[p] = static_cast<std::uint32_t>(index > 0 ? index : 0); // NaN is outside
    }
    return cells;
}

std::vector<std::uint16_t>
cellCodes(const VisualUnits& units, const Map& map, const ScaleRange& range)
{
    std::vector<std::uint16_t> codes{kOutsideCode};
    for (const float code : unitCodes(units, map, range)) {
        codes.push_back(codeFrom(code));
    }
    return codes;
}

Raster smoothPositions(const VisualUnits& units,
                       const Map& map,
                       const ScaleRange& range,
                       const OverlayView& view)
{
    std::vector<float> entries = entriesOf(map, range);
    if (units.gridRows > 0) {
        fillGaps(units, entries);
    }
    Raster positions = rasterized(units, entries, targetOf(view), Interpolation::Bilinear);
    for (float& position : positions.values) {
        position /= ColourTable::kSize;
    }
    return positions;
}

std::vector<std::uint16_t>
maskRaster(const VisualUnits& units, const std::vector<bool>& isUnitMasked, const OverlayView& view)
{
    std::vector<float> signs(units.units.size(), 0);
    for (std::size_t u = 0; u < isUnitMasked.size(); ++u) {
        signs[u] = isUnitMasked[u] ? kMaskedCode : 0;
    }
    const Raster raster = rasterized(units, signs, targetOf(view), Interpolation::Cells);
    std::vector<std::uint16_t> codes(raster.values.size());
    for (std::size_t p = 0; p < codes.size(); ++p) {
        const float sign = raster.values[p];
        codes[p] = sign == 0 ? kBareCode : signCode(sign);
    }
    return codes;
}

} // namespace attenscope
