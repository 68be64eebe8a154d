#include "engine/models/module_inputs.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/blocks/convolution.h"
#include "engine/checkpoint/shapes.h"
#include "engine/io/array_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

[[noreturn]] void
refuseFeatures(const std::string& place, const NamedArray& array, const std::string& remedy)
{
    throw Error({.id = "E_MODULE_FEATURES",
                 .file = place,
                 .place = array.name,
                 .expected = "one sample: [rows, width], [1, rows, width], [rows, 1, width] or "
                             "[1, channels, height, width]",
                 .found = shapeText(array.shape),
                 .remedy = remedy});
}

std::vector<float> floatsOf(const NamedArray& array)
{
    return std::visit(
        [](const auto& values) { return std::vector<float>(values.begin(), values.end()); },
        array.values);
}

/// The place of a number in an array: "[0, 17]".
std::string indexText(std::size_t offset, const std::vector<std::int64_t>& shape)
{
    std::vector<std::int64_t> index(shape.size());
    auto rest = static_cast<std::int64_t>(offset);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        index[axis] = rest % shape[axis];
        rest /= shape[axis];
    }
    return shapeText(index);
}

/// isWrong  of a value
template <typename Predicate>
void requireValues(const std::string& place,
                   const NamedArray& array,
                   const std::vector<float>& values,
                   const std::string& expected,
                   Predicate isWrong)
{
    const auto wrong = std::ranges::find_if(values, isWrong);
    if (wrong != values.end()) {
        const auto offset = static_cast<std::size_t>(wrong - values.begin());
        throw Error({.id = "E_MODULE_VALUES",
                     .file = place,
                     .place = array.name + " " + indexText(offset, array.shape),
                     .expected = expected,
                     .found = std::isnan(*wrong) ? "NaN"
                              : *wrong > 0       ? "infinity"
                                                 : "-infinity",
                     .remedy = {}});
    }
}

/// Which of the first two axes of [a, b, width] counts samples, if one can.
std::optional<std::size_t> sampleAxis(const NamedArray& array, std::optional<BatchOrder> order)
{
    const std::array<bool, 2> isOne{array.shape[0] == 1, array.shape[1] == 1};
    const std::size_t first = isOne[0] ? 0 : 1;
    const std::size_t axis = order ? (*order == BatchOrder::First ? 0 : 1) : first;
    return isOne.at(axis) ? std::optional(axis) : std::nullopt;
}

std::string remedyFor(const NamedArray& array, std::optional<BatchOrder> order)
{
    if (array.shape.size() != 3) {
        return {};
    }
    return order ? "The batch order says that axis " +
                       std::string(*order == BatchOrder::First ? "0" : "1") + " counts samples."
                 : "Save one sample of the batch.";
}

void requireExtents(const std::string& place, const NamedArray& array)
{
    const bool isSized =
        std::ranges::all_of(array.shape, [](std::int64_t extent) { return extent >= 1; });
    if (array.shape.size() < 2 || array.shape.size() > 4 || !isSized) {
        refuseFeatures(place, array, {});
    }
}

void requireLimits(const std::string& place, Index rows, Index width)
{
    if (rows > limits::kPatches || width > limits::kHiddenWidth) {
        throw Error({.id = "E_LIMIT_ARRAY",
                     .file = place,
                     .place = {},
                     .expected = "at most " + std::to_string(limits::kPatches) + " rows of " +
                                 std::to_string(limits::kHiddenWidth),
                     .found = std::to_string(rows) + " rows of " + std::to_string(width),
                     .remedy = {}});
    }
}

ModuleFeatures
fromPixels(const std::string& place, const NamedArray& array, const std::vector<float>& values)
{
    if (array.shape[0] != 1) {
        refuseFeatures(place, array, "Save one sample of the batch.");
    }
    const Index height = array.shape[2];
    const Index width = array.shape[3];
    requireLimits(place, height * width, array.shape[1]);
    FeatureMap map = featureMapFromChannels(values, height, width);
    return {.rows = std::move(map.values), .grid = GridSize{height, width}, .file = place};
}

/// The extents without those of 1 in front; at least one stays.
std::vector<std::int64_t> withoutLeadingOnes(std::vector<std::int64_t> shape)
{
    while (shape.size() > 1 && shape.front() == 1) {
        shape.erase(shape.begin());
    }
    return shape;
}

[[noreturn]] void refuseMask(const std::string& place,
                             const NamedArray& array,
                             const std::string& expected,
                             const std::string& found)
{
    throw Error({.id = "E_MODULE_MASK",
                 .file = place,
                 .place = array.name,
                 .expected = expected,
                 .found = found,
                 .remedy = {}});
}

/// Booleans as scores: 0, or what hides a key.
void turnIntoScores(const std::string& place,
                    const NamedArray& array,
                    const MaskTarget& target,
                    std::vector<float>& values)
{
    const float hides = target.meaning == MaskMeaning::TrueHides ? 1.0F : 0.0F;
    for (float& value : values) {
        if (value != 0.0F && value != 1.0F) {
            refuseMask(place, array, "booleans, 0 and 1, or floating-point numbers to add",
                       "the integer " + std::to_string(static_cast<std::int64_t>(value)));
        }
        value = value == hides ? target.hiddenScore : 0.0F;
    }
}

} // namespace

ModuleFeatures readModuleFeatures(const std::string& place,
                                  std::optional<BatchOrder> order,
                                  const Progress& progress)
{
    const NamedArray array = readArrayFile(place, progress);
    requireExtents(place, array);
    const std::vector<float> values = floatsOf(array);
    requireValues(place, array, values, "finite numbers",
                  [](float value) { return !std::isfinite(value); });
    if (array.shape.size() == 4) {
        return fromPixels(place, array, values);
    }
    Index rows = array.shape[0];
    if (array.shape.size() == 3) {
        const std::optional<std::size_t> samples = sampleAxis(array, order);
        if (!samples) {
            refuseFeatures(place, array, remedyFor(array, order));
        }
        rows = array.shape[1 - *samples];
    }
    const Index width = array.shape.back();
    requireLimits(place, rows, width);
    return {.rows = Eigen::Map<const Matrix>(values.data(), rows, width),
            .grid = std::nullopt,
            .file = place};
}

ModuleMask
readModuleMask(const std::string& place, const MaskTarget& target, const Progress& progress)
{
    const NamedArray array = readArrayFile(place, progress);
    const std::vector<std::int64_t> shape = withoutLeadingOnes(array.shape);
    const bool isOverKeys = shape == std::vector<std::int64_t>{target.keys};
    if (!isOverKeys && shape != std::vector<std::int64_t>{target.queries, target.keys}) {
        refuseMask(place, array,
                   shapeText(std::vector<Index>{target.keys}) + " over the keys, or " +
                       shapeText(std::vector<Index>{target.queries, target.keys}),
                   shapeText(array.shape));
    }
    const bool isAdditive = std::holds_alternative<std::vector<float>>(array.values);
    std::vector<float> values = floatsOf(array);
    if (isAdditive) {
        requireValues(place, array, values, "finite numbers or -infinity", [](float value) {
            return std::isnan(value) || value == std::numeric_limits<float>::infinity();
        });
    } else {
        turnIntoScores(place, array, target, values);
    }
    ModuleMask mask;
    mask.added =
        Eigen::Map<const Matrix>(values.data(), isOverKeys ? 1 : target.queries, target.keys);
    if (isOverKeys && !isAdditive) {
        for (const float value : values) {
            mask.isPadding.push_back(value != 0.0F);
        }
    }
    return mask;
}

} // namespace attenscope
