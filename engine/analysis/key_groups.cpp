#include "engine/analysis/key_groups.h"

#include "engine/analysis/focus.h"

#include <algorithm>
#include <cstddef>

namespace attenscope {

std::vector<KeyGroup> keyGroups(const Trace& trace, const Selection& selection)
{
    std::vector<KeyGroup> groups;
    if (looksAtImage(selection.direction)) {
        for (std::size_t u = 0; u < trace.units.units.size(); ++u) {
            groups.push_back(
                {.members = {static_cast<int>(u)},
                 .isSpecial = isSpecialUnit(trace.units.units[u]),
                 .isMasked = trace.units.units[u].isPadding ||
                             (u < trace.isUnitMasked.size() && trace.isUnitMasked[u])});
        }
        return groups;
    }
    const auto isMasked = [&](int token) {
        const auto t = static_cast<std::size_t>(token);
        return trace.tokens.tokens[t].isPadding ||
               (t < trace.isTokenMasked.size() && trace.isTokenMasked[t]);
    };
    if (selection.showsPieces) {
        for (int t = 0; t < trace.tokens.size(); ++t) {
            groups.push_back(
                {.members = {t},
                 .isSpecial = trace.tokens.tokens[static_cast<std::size_t>(t)].isSpecial,
                 .isMasked = isMasked(t)});
        }
        return groups;
    }
    for (const Word& word : trace.tokens.words) {
        groups.push_back({.members = word.tokens,
                          .isSpecial = word.isSpecial,
                          .isMasked = std::ranges::all_of(word.tokens, isMasked)});
    }
    return groups;
}

} // namespace attenscope
