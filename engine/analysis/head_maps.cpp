#include "engine/analysis/focus.h"
#include "engine/analysis/map.h"
#include "engine/analysis/query_rows.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace attenscope {

std::vector<std::vector<Map>> headMaps(const Trace& trace, const Selection& selection)
{
    Selection single = selection;
    single.kind = selection.kind.empty() ? fittingKind(trace, selection) : selection.kind;
    single.head.reset();
    const StackSize size = stackSize(trace, single.kind);
    const std::vector<int> layers = layersOf(trace, single);
    std::vector<std::vector<Map>> maps(static_cast<std::size_t>(size.layers));
    single.firstLayer = 0;
    single.lastLayer = std::max(0, size.layers - 1);
    const QueryRows rows(trace, checkedSelection(trace, single));
    std::vector<std::vector<Map>> found = rows.headMaps(rows.focused());
    const std::vector<std::size_t> sites = sitesOf(trace, single);
    for (std::size_t i = 0; i < sites.size(); ++i) {
        maps[static_cast<std::size_t>(trace.sites[sites[i]].layer)] = std::move(found[i]);
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

} // namespace attenscope
