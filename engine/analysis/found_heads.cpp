#include "engine/analysis/found_heads.h"

#include <algorithm>
#include <cstddef>

namespace attenscope {

namespace {

bool isAbsent(const Map& map)
{
    return std::ranges::all_of(map.states,
                               [](Map::KeyState state) { return state == Map::KeyState::Absent; });
}

double shareOf(const Map& map, const std::vector<int>& keys)
{
    double share = 0;
    for (const int key : keys) {
        const auto index = static_cast<std::size_t>(key);
        if (map.states[index] == Map::KeyState::Shown) {
            share += static_cast<double>(map.values[index]);
        }
    }
    return share;
}

} // namespace

std::vector<HeadShare> headsByShare(const std::vector<std::vector<Map>>& maps,
                                    const std::vector<int>& keys)
{
    std::vector<HeadShare> heads;
    for (std::size_t layer = 0; layer < maps.size(); ++layer) {
        for (std::size_t head = 0; head < maps[layer].size(); ++head) {
            const Map& map = maps[layer][head];
            if (!map.isSimilarity && !isAbsent(map)) {
                heads.push_back({.layer = static_cast<int>(layer),
                                 .head = static_cast<int>(head),
                                 .share = shareOf(map, keys)});
            }
        }
    }
    std::ranges::stable_sort(
        heads, [](const HeadShare& a, const HeadShare& b) { return a.share > b.share; });
    return heads;
}

} // namespace attenscope
