#include "app/suggestion.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace attenscope {

int editDistance(std::string_view a, std::string_view b)
{
    // distance[i][j]: between the first i characters of a and the first j of b
    std::vector<std::vector<int>> distance(a.size() + 1, std::vector<int>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                distance[i][j] = static_cast<int>(i + j);
                continue;
            }
            const int replaced = distance[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            distance[i][j] = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                distance[i][j] = std::min(distance[i][j], distance[i - 2][j - 2] + 1);
            }
        }
    }
    return distance[a.size()][b.size()];
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates)
{
    std::optional<std::string> best;
    int bestDistance = 0;
    for (const std::string& candidate : candidates) {
        const int distance = editDistance(word, candidate);
        const auto longer = static_cast<int>(std::max(word.size(), candidate.size()));
        if (distance * 5 <= longer * 2 && (!best || distance < bestDistance)) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, std::span<const std::string> candidates)
{
    if (const std::optional<std::string> match = nearest(word, candidates)) {
        return "Did you mean " + *match + "?";
    }
    std::string text = "There is";
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        text += (i == 0 ? " " : ", ") + candidates[i];
    }
    return text + ".";
}

} // namespace attenscope
