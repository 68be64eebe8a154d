#include "engine/vision/visual_units.h"

#include <cassert>
#include <limits>

namespace attenscope {

std::optional<int> VisualUnits::unitAt(double x, double y) const
{
    std::optional<int> found;
    double smallest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < size(); ++i) {
        const Box& box = units[static_cast<std::size_t>(i)].box;
        const double area = (box.x1 - box.x0) * (box.y1 - box.y0);
        if (box.contains(x, y) && area < smallest) {
            smallest = area;
            found = i;
        }
    }
    return found;
}

VisualUnits patchGrid(const ImageGeometry& geometry, int patchSize, bool hasClassUnit)
{
    assert(patchSize > 0);
    VisualUnits result;
    result.gridRows = geometry.inputHeight / patchSize;
    result.gridColumns = geometry.inputWidth / patchSize;
    result.patchSize = patchSize;
    result.geometry = geometry;
    if (hasClassUnit) {
        result.units.push_back({.kind = VisualUnit::Kind::Special, .box = {}, .name = "[CLS]"});
    }
    for (int row = 0; row < result.gridRows; ++row) {
        for (int column = 0; column < result.gridColumns; ++column) {
            const Box inInput{.x0 = static_cast<double>(column) * patchSize,
                              .y0 = static_cast<double>(row) * patchSize,
                              .x1 = static_cast<double>(column + 1) * patchSize,
                              .y1 = static_cast<double>(row + 1) * patchSize};
            result.units.push_back({.kind = VisualUnit::Kind::Patch,
                                    .row = row,
                                    .column = column,
                                    .box = geometry.originalFromInput(inInput),
                                    .name = {}});
        }
    }
    return result;
}

VisualUnits regionUnits(const Regions& regions, int width, int height)
{
    VisualUnits result;
    result.geometry = {.originalWidth = width,
                       .originalHeight = height,
                       .resizedWidth = width,
                       .resizedHeight = height,
                       .inputWidth = width,
                       .inputHeight = height};
    for (int i = 0; i < regions.size(); ++i) {
        const auto index = static_cast<std::size_t>(i);
        const auto side = [&](Index column, int extent) {
            return static_cast<double>(regions.boxes(i, column)) * extent;
        };
        const bool isPadding = index < regions.isPadding.size() && regions.isPadding[index];
        const Box box{side(0, width), side(1, height), side(2, width), side(3, height)};
        result.units.push_back(
            {.kind = VisualUnit::Kind::Region,
             .box = isPadding ? Box{} : box,
             .isPadding = isPadding,
             .name = index < regions.labels.size() ? regions.labels[index] : std::string()});
    }
    return result;
}

} // namespace attenscope
