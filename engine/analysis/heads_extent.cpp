#include "engine/analysis/heads_extent.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace attenscope {

namespace {

ScaleRange sharedRange(const Map& map, const HeadsExtent& heads)
{
    return {.minimum = std::min(heads.smallest, map.minimum()),
            .maximum = std::max(heads.largest, map.maximum())};
}

ScaleRange logRange(const Map& map, const HeadsExtent& heads)
{
    const float largest = sharedRange(map, heads).maximum;
    return {.minimum = static_cast<float>(kLogFloor * static_cast<double>(largest)),
            .maximum = largest,
            .isLogarithmic = true};
}

constexpr ScaleRange kLifts{.isLogarithmic = true, .isLift = true};

ScaleRange liftRange(const Map& map, const HeadsExtent& heads)
{
    return liftRangeUpTo(std::max(shownExtent(map, kLifts).largest, heads.largestLift));
}

/// Takes a map's shown weights into an extent. Several at once: there are millions of them.
void extend(HeadsExtent& extent, const Map& map)
{
    constexpr std::size_t kLanes = 8;
    std::array<float, kLanes> smallest{};
    std::array<float, kLanes> largest{};
    const auto take = [&](std::size_t key, std::size_t lane) {
        const float shown = map.states[key] == Map::KeyState::Shown ? map.values[key] : 0;
        smallest[lane] = shown < smallest[lane] ? shown : smallest[lane]; // NaN is neither
        largest[lane] = shown > largest[lane] ? shown : largest[lane];
    };
    std::size_t key = 0;
    for (; key + kLanes <= map.values.size(); key += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            take(key + lane, lane);
        }
    }
    for (; key < map.values.size(); ++key) {
        take(key, 0);
    }
    extent.smallest = std::min(extent.smallest, *std::ranges::min_element(smallest));
    extent.largest = std::max(extent.largest, *std::ranges::max_element(largest));
}

HeadsExtent weightExtent(const HeadMaps& heads)
{
    HeadsExtent extent;
    for (const std::vector<Map>& layer : heads) {
        for (const Map& head : layer) {
            extend(extent, head);
        }
    }
    return extent;
}

HeadsExtent liftExtent(const HeadMaps& heads)
{
    HeadsExtent extent;
    for (const std::vector<Map>& layer : heads) {
        for (const Map& head : layer) {
            HeadsExtent own;
            extend(own, head); // a map's lifts are its weights times one factor
            const float lift = own.largest * liftFactor(head);
            extent.largestLift = std::max(extent.largestLift, lift);
        }
    }
    return extent;
}

HeadsExtent quantileExtent(const HeadMaps& heads)
{
    std::vector<float> shown;
    for (const std::vector<Map>& layer : heads) {
        for (const Map& head : layer) {
            for (std::size_t key = 0; key < head.values.size(); ++key) {
                if (head.states[key] == Map::KeyState::Shown && !std::isnan(head.values[key])) {
                    shown.push_back(head.values[key]);
                }
            }
        }
    }
    HeadsExtent extent;
    extent.lowQuantile = quantile(shown, kLowQuantile);
    extent.highQuantile = quantile(std::move(shown), kHighQuantile);
    return extent;
}

} // namespace

HeadsExtent headsExtent(const HeadMaps& heads, Scale scale)
{
    switch (scale) {
    case Scale::Shared:
    case Scale::Log:
        return weightExtent(heads);
    case Scale::Lift:
        return liftExtent(heads);
    case Scale::Quantile:
        return quantileExtent(heads);
    case Scale::Fixed:
    case Scale::PerMap:
        break;
    }
    return {};
}

ScaleRange scaleRangeWithin(const Map& map, const HeadsExtent& heads, Scale scale)
{
    if (scaleFor(map, scale) != scale) {
        throw Error({.id = "E_USAGE_SELECTION",
                     .file = {},
                     .place = "scale",
                     .expected = "a scale for cosine similarities",
                     .found = std::string(scaleId(scale)) + ", which is for attention weights",
                     .remedy = {}});
    }
    switch (scale) {
    case Scale::Shared:
        return sharedRange(map, heads);
    case Scale::Fixed:
        return {.minimum = map.isSimilarity ? -1.0F : 0.0F, .maximum = 1}; // all that it can be
    case Scale::PerMap:
        return {.minimum = map.minimum(), .maximum = map.maximum()};
    case Scale::Quantile:
        return {.minimum = heads.lowQuantile, .maximum = heads.highQuantile};
    case Scale::Log:
        return logRange(map, heads);
    case Scale::Lift:
        break;
    }
    return liftRange(map, heads);
}

} // namespace attenscope
