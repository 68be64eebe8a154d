#include "engine/analysis/row_statistics.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

constexpr std::size_t kTop = 5;

} // namespace

std::optional<RowStatistics> rowStatistics(const Map& map)
{
    std::vector<double> p; // ascending
    double sum = 0;
    for (std::size_t key = 0; key < map.values.size(); ++key) {
        if (map.states[key] == Map::KeyState::Shown) {
            p.push_back(static_cast<double>(map.values[key]));
            sum += p.back();
        }
    }
    if (map.isSimilarity || !(sum > 0) || std::isinf(sum)) {
        return std::nullopt;
    }
    std::ranges::sort(p);
    RowStatistics statistics;
    statistics.keys = static_cast<int>(p.size());
    const double count = statistics.keys;
    double ranked = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        p[i] /= sum;
        statistics.entropy -= p[i] > 0 ? p[i] * std::log(p[i]) : 0;
        statistics.topMass += p.size() - i <= kTop ? p[i] : 0;
        ranked += static_cast<double>(i + 1) * p[i];
    }
    statistics.entropyShare = statistics.keys > 1 ? statistics.entropy / std::log(count) : 0;
    statistics.effectiveKeys = std::exp(statistics.entropy);
    statistics.largestShare = p.back();
    statistics.gini = 2 * ranked / count - (count + 1) / count;
    statistics.lift = count * p.back();
    return statistics;
}

std::vector<std::size_t> keysByWeight(const Map& map)
{
    std::vector<std::size_t> keys;
    for (std::size_t key = 0; key < map.values.size(); ++key) {
        if (map.states[key] == Map::KeyState::Shown) {
            keys.push_back(key);
        }
    }
    std::ranges::stable_sort(
        keys, [&](std::size_t a, std::size_t b) { return map.values[a] > map.values[b]; });
    return keys;
}

int rankOf(const Map& map, std::size_t key)
{
    if (key >= map.values.size() || map.states[key] != Map::KeyState::Shown) {
        return 0;
    }
    int rank = 1;
    for (std::size_t other = 0; other < map.values.size(); ++other) {
        const bool isShown = map.states[other] == Map::KeyState::Shown;
        rank += isShown && map.values[other] > map.values[key] ? 1 : 0;
    }
    return rank;
}

} // namespace attenscope
