#include "engine/analysis/scale.h"

#include "engine/analysis/heads_extent.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace attenscope {

namespace {

/// Every row's: what the maps of all heads say is found first.
template <Scale Which>
ScaleRange rangeOf(const Map& map, const HeadMaps& heads)
{
    return scaleRangeWithin(map, headsExtent(heads, Which), Which);
}

constexpr std::array kScales{
    ScaleInfo{Scale::Shared, "shared", false, true, false, rangeOf<Scale::Shared>},
    ScaleInfo{Scale::Fixed, "fixed", false, false, false, rangeOf<Scale::Fixed>},
    ScaleInfo{Scale::PerMap, "map", false, false, false, rangeOf<Scale::PerMap>},
    ScaleInfo{Scale::Quantile, "quantile", false, true, false, rangeOf<Scale::Quantile>},
    ScaleInfo{Scale::Log, "log", true, true, false, rangeOf<Scale::Log>},
    ScaleInfo{Scale::Lift, "lift", true, true, true, rangeOf<Scale::Lift>},
};

} // namespace

ScaleRange liftRangeUpTo(float largest)
{
    constexpr float kLeast = 2;
    const float maximum = std::max(kLeast, largest);
    return {.minimum = 1 / maximum, .maximum = maximum, .isLogarithmic = true, .isLift = true};
}

std::span<const ScaleInfo> scales()
{
    return kScales;
}

const ScaleInfo& scaleInfo(Scale scale)
{
    return *std::ranges::find(kScales, scale, &ScaleInfo::scale);
}

std::string_view scaleId(Scale scale)
{
    return scaleInfo(scale).id;
}

std::optional<Scale> scaleFromId(std::string_view id)
{
    const auto* const found = std::ranges::find(kScales, id, &ScaleInfo::id);
    return found == kScales.end() ? std::nullopt : std::optional(found->scale);
}

Scale scaleFor(const Map& map, Scale scale)
{
    return map.isSimilarity && scaleInfo(scale).needsWeights ? Scale::Shared : scale;
}

ScaleRange scaleRange(const Map& map, const HeadMaps& heads, Scale scale)
{
    return scaleInfo(scale).range(map, heads);
}

ScaleRange scaleRange(const Trace& trace, const Selection& selection, Scale scale)
{
    return scaleRange(computeMap(trace, selection),
                      scaleInfo(scale).needsHeads ? headMaps(trace, selection) : HeadMaps(), scale);
}

float liftFactor(const Map& map)
{
    double mass = 0;
    std::ptrdiff_t shown = 0;
    for (std::size_t key = 0; key < map.values.size() && !map.isSimilarity; ++key) {
        if (map.states[key] == Map::KeyState::Shown) {
            mass += static_cast<double>(map.values[key]);
            ++shown;
        }
    }
    return mass > 0 ? static_cast<float>(static_cast<double>(shown) / mass) : 0;
}

std::vector<float> numbersOnScale(const Map& map, const ScaleRange& range)
{
    std::vector<float> numbers = map.values;
    if (range.isLift) {
        const float factor = liftFactor(map);
        for (float& number : numbers) {
            number *= factor;
        }
    }
    return numbers;
}

double scalePosition(float number, const ScaleRange& range)
{
    if (std::isnan(number)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const auto value = static_cast<double>(number);
    const auto minimum = static_cast<double>(range.minimum);
    const auto maximum = static_cast<double>(range.maximum);
    if (!(maximum > minimum)) {
        return 0;
    }
    if (!range.isLogarithmic) {
        return (value - minimum) / (maximum - minimum);
    }
    return value > 0 ? std::log(value / minimum) / std::log(maximum / minimum)
                     : -std::numeric_limits<double>::infinity();
}

NumberExtent shownExtent(const Map& map, const ScaleRange& range)
{
    std::optional<NumberExtent> extent;
    const float factor = range.isLift ? liftFactor(map) : 1;
    for (std::size_t key = 0; key < map.values.size(); ++key) {
        const float number = map.values[key] * factor;
        if (map.states[key] != Map::KeyState::Shown || std::isnan(number)) {
            continue;
        }
        if (!extent) {
            extent = NumberExtent{number, number};
        }
        extent->smallest = std::min(extent->smallest, number);
        extent->largest = std::max(extent->largest, number);
    }
    return extent.value_or(NumberExtent{});
}

float quantile(std::vector<float> numbers, double q)
{
    if (numbers.empty()) {
        return 0;
    }
    const double place = q * static_cast<double>(numbers.size() - 1);
    const auto lower = static_cast<std::ptrdiff_t>(place);
    const double share = place - std::floor(place);
    const auto at = numbers.begin() + lower;
    std::nth_element(numbers.begin(), at, numbers.end());
    const auto low = static_cast<double>(*at);
    const bool isLast = at + 1 == numbers.end();
    const double high =
        isLast ? low : static_cast<double>(*std::min_element(at + 1, numbers.end()));
    return static_cast<float>(low + share * (high - low));
}

} // namespace attenscope
