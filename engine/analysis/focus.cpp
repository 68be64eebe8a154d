#include "engine/analysis/focus.h"

#include "engine/analysis/map.h"

#include <algorithm>

namespace attenscope {

const Span& queriesOf(const Site& site, Direction direction)
{
    return asksFromText(direction) ? site.query.text : site.query.image;
}

const Span& keysOf(const Site& site, Direction direction)
{
    return looksAtImage(direction) ? site.key.image : site.key.text;
}

bool hasBlock(const Site& site, Direction direction)
{
    return !queriesOf(site, direction).isEmpty() && !keysOf(site, direction).isEmpty();
}

bool holds(const Site& site, Direction direction)
{
    const bool isClosed = (direction == Direction::TextToImage && site.closesTextToImage) ||
                          (direction == Direction::ImageToText && site.closesImageToText);
    return hasBlock(site, direction) && !isClosed;
}

namespace {

bool isOrdinary(const VisualUnit& unit)
{
    return !isSpecialUnit(unit) && !unit.isPadding;
}

/// Whether a kind asks from any of these tokens or units.
bool asksFrom(const Trace& trace,
              const std::string& kind,
              Direction direction,
              const std::vector<Index>& queries)
{
    return std::ranges::any_of(trace.sites, [&](const Site& site) {
        return site.kind == kind && holds(site, direction) &&
               std::ranges::any_of(
                   queries, [&](Index query) { return queriesOf(site, direction).covers(query); });
    });
}

} // namespace

bool isPieceInFocus(const Trace& trace, const Selection& selection, int token)
{
    return asksFromText(selection.direction) && token >= 0 && token < trace.tokens.size() &&
           std::ranges::count(selection.focus,
                              trace.tokens.tokens[static_cast<std::size_t>(token)].word) > 0;
}

bool isSpecialUnit(const VisualUnit& unit)
{
    return unit.kind == VisualUnit::Kind::Special;
}

std::vector<Index> focusedQueries(const Trace& trace, const Selection& selection)
{
    std::vector<Index> queries;
    const bool takesAll = selection.focus.empty();
    if (asksFromText(selection.direction) && !selection.pieces.empty()) {
        queries.assign(selection.pieces.begin(), selection.pieces.end());
    } else if (asksFromText(selection.direction)) {
        for (std::size_t w = 0; w < trace.tokens.words.size(); ++w) {
            const Word& word = trace.tokens.words[w];
            const bool isFocused =
                takesAll ? !word.isSpecial
                         : std::ranges::count(selection.focus, static_cast<int>(w)) > 0;
            if (isFocused) {
                queries.insert(queries.end(), word.tokens.begin(), word.tokens.end());
            }
        }
    } else {
        for (int u = 0; u < trace.units.size(); ++u) {
            const bool isFocused = takesAll
                                       ? isOrdinary(trace.units.units[static_cast<std::size_t>(u)])
                                       : std::ranges::count(selection.focus, u) > 0;
            if (isFocused) {
                queries.push_back(u);
            }
        }
    }
    return queries;
}

std::string fittingKind(const Trace& trace, const Selection& selection)
{
    const std::vector<std::string> kinds = kindsFor(trace, selection.direction);
    const bool isKnown = std::ranges::find(kinds, selection.kind) != kinds.end();
    if (selection.focus.empty()) {
        return isKnown || kinds.empty() ? selection.kind : kinds.front();
    }
    const std::vector<Index> queries = focusedQueries(trace, selection);
    const auto fits = [&](const std::string& kind) {
        return asksFrom(trace, kind, selection.direction, queries);
    };
    if (isKnown && fits(selection.kind)) {
        return selection.kind;
    }
    const auto found = std::ranges::find_if(kinds, fits);
    return found == kinds.end() ? std::string() : *found;
}

std::vector<int> layersOf(const Trace& trace, const Selection& selection)
{
    std::vector<int> layers;
    for (const Site& site : trace.sites) {
        if (site.kind == selection.kind && holds(site, selection.direction)) {
            layers.push_back(site.layer);
        }
    }
    std::ranges::sort(layers);
    return layers;
}

} // namespace attenscope
