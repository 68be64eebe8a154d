#include "engine/analysis/back_weight.h"

#include "engine/analysis/focus.h"
#include "engine/analysis/head_statistics.h"
#include "engine/analysis/map.h"

#include <algorithm>

namespace attenscope {

namespace {

Direction reverseOf(Direction direction)
{
    switch (direction) {
    case Direction::TextToImage:
        return Direction::ImageToText;
    case Direction::ImageToText:
        return Direction::TextToImage;
    case Direction::TextToText:
    case Direction::ImageToImage:
        break;
    }
    return direction;
}

} // namespace

std::optional<double> backWeight(const Trace& trace, const Selection& selection, int key)
{
    const std::optional<std::size_t> site = trace.findSite(selection.kind, selection.firstLayer);
    if (!site || selection.focus.empty() || selection.firstLayer != selection.lastLayer ||
        selection.showsPieces) {
        return std::nullopt;
    }
    Selection back = selection;
    back.direction = reverseOf(selection.direction);
    back.focus = {key};
    const bool crosses = back.direction != selection.direction;
    const std::optional<std::size_t> reverse =
        crosses ? reverseSite(trace, *site, selection.direction) : site;
    if (!reverse) {
        return std::nullopt;
    }
    const Site& there = trace.sites[*reverse];
    back.kind = there.kind;
    const std::vector<Index> queries = focusedQueries(trace, back);
    const Span& known = queriesOf(there, back.direction);
    if (std::ranges::none_of(queries, [&](Index query) { return known.covers(query); })) {
        return std::nullopt;
    }
    const Map map = computeMap(trace, back);
    double sum = 0;
    for (const int query : selection.focus) {
        const auto index = static_cast<std::size_t>(query);
        if (map.states[index] == Map::KeyState::Absent) {
            return std::nullopt;
        }
        sum += static_cast<double>(map.values[index]);
    }
    return sum;
}

} // namespace attenscope
