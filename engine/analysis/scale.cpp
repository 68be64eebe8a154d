#include "engine/analysis/focus.h"
#include "engine/analysis/map.h"

#include <algorithm>
#include <array>

namespace attenscope {

std::vector<std::vector<Map>> headMaps(const Trace& trace, const Selection& selection)
{
    Selection single = selection;
    single.kind = selection.kind.empty() ? fittingKind(trace, selection) : selection.kind;
    const StackSize size = stackSize(trace, single.kind);
    const std::vector<int> layers = layersOf(trace, single);
    std::vector<std::vector<Map>> maps(static_cast<std::size_t>(size.layers));
    for (const int layer : layers) {
        single.firstLayer = layer;
        single.lastLayer = layer;
        for (int head = 0; head < size.heads; ++head) {
            single.head = head;
            maps[static_cast<std::size_t>(layer)].push_back(computeMap(trace, single));
        }
    }
    for (std::vector<Map>& layer : maps) {
        if (layer.empty()) { // without such attention
            Map nothing = maps[static_cast<std::size_t>(layers.front())].front();
            std::ranges::fill(nothing.values, 0.0F);
            std::ranges::fill(nothing.states, Map::KeyState::Absent);
            nothing.hiddenMass = nothing.shownMass = 0;
            nothing.formula.clear();
            nothing.siteNames.clear();
            layer.assign(static_cast<std::size_t>(size.heads), nothing);
        }
    }
    return maps;
}

std::string_view scaleId(Scale scale)
{
    constexpr std::array<std::string_view, 3> kIds{"fixed", "shared", "map"};
    return kIds.at(static_cast<std::size_t>(scale));
}

std::optional<Scale> scaleFromId(std::string_view id)
{
    for (const Scale scale : {Scale::Fixed, Scale::Shared, Scale::PerMap}) {
        if (scaleId(scale) == id) {
            return scale;
        }
    }
    return std::nullopt;
}

ScaleRange scaleRange(const Trace& trace, const Selection& selection, Scale scale)
{
    const Map map = computeMap(trace, selection);
    if (scale == Scale::Fixed) { // all that such a number can be
        return {.minimum = map.isSimilarity ? -1.0F : 0.0F, .maximum = 1};
    }
    if (scale == Scale::PerMap) {
        return {.minimum = map.minimum(), .maximum = map.maximum()};
    }
    ScaleRange range{.minimum = std::min(0.0F, map.minimum()), .maximum = map.maximum()};
    for (const auto& layer : headMaps(trace, selection)) {
        for (const Map& head : layer) {
            range.minimum = std::min(range.minimum, head.minimum());
            range.maximum = std::max(range.maximum, head.maximum());
        }
    }
    return range;
}

} // namespace attenscope
