#include "ui/state/view.h"

#include "engine/analysis/map.h"

#include <algorithm>

namespace attenscope {

Selection View::selection(Pane pane) const
{
    Selection selection;
    selection.direction = direction(pane);
    selection.kind = pane == Pane::Image ? imageKind : wordKind;
    selection.firstLayer = layer;
    selection.lastLayer = layer;
    selection.head = head;
    selection.aggregation = aggregation;
    selection.focus = asksFromText(selection.direction) ? words : units;
    selection.special = special;
    selection.jointRows = jointRows;
    selection.showsPieces = showsPieces;
    if (showsPieces && asksFromText(selection.direction)) {
        selection.pieces = pieces;
    }
    return selection;
}

Selection View::wordsAskingImage() const
{
    Selection asks = selection(Pane::Image);
    if (asks.direction != Direction::TextToImage) {
        asks.direction = Direction::TextToImage;
        asks.kind.clear(); // the mode's own one
        asks.focus = words;
        asks.pieces = showsPieces ? pieces : std::vector<int>();
    }
    return asks;
}

Selection View::imageAskingWords() const
{
    Selection asks = selection(Pane::Words);
    if (asks.direction != Direction::ImageToText) {
        asks.direction = Direction::ImageToText;
        asks.kind.clear();
        asks.focus = units;
        asks.pieces.clear();
    }
    return asks;
}

namespace {

void dropBeyond(std::vector<int>& indices, int size)
{
    std::erase_if(indices, [size](int index) { return index < 0 || index >= size; });
}

/// Pieces of words that are not in focus, or no longer there, ask nothing.
void dropStrangers(std::vector<int>& pieces, const std::vector<int>& words, const Tokens& tokens)
{
    std::erase_if(pieces, [&](int piece) {
        return piece < 0 || piece >= tokens.size() ||
               std::find(words.begin(), words.end(),
                         tokens.tokens[static_cast<std::size_t>(piece)].word) == words.end();
    });
}

/// An unknown kind becomes the mode's own one.
void fitKind(std::string& kind, const Trace& trace, Direction direction)
{
    const std::vector<std::string> kinds = kindsFor(trace, direction);
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
        kind.clear();
    }
}

} // namespace

View fitted(View view, const Trace& trace)
{
    fitKind(view.imageKind, trace, view.imageDirection);
    fitKind(view.wordKind, trace, view.wordDirection);
    const bool hasImagePane = !kindsFor(trace, view.imageDirection).empty();
    const bool hasWordPane = !kindsFor(trace, view.wordDirection).empty();
    if (hasImagePane != hasWordPane) {
        view.active = hasImagePane ? Pane::Image : Pane::Words;
    }
    dropBeyond(view.words, static_cast<int>(trace.tokens.words.size()));
    dropStrangers(view.pieces, view.words, trace.tokens);
    dropBeyond(view.units, trace.units.size());
    const std::string& asked = view.active == Pane::Image ? view.imageKind : view.wordKind;
    const std::vector<std::string> kinds = kindsFor(trace, view.direction(view.active));
    if (!kinds.empty()) {
        const StackSize size = stackSize(trace, asked.empty() ? kinds.front() : asked);
        view.layer = std::clamp(view.layer, 0, std::max(0, size.layers - 1));
        if (view.head && *view.head >= size.heads) {
            view.head.reset();
        }
    }
    return view;
}

} // namespace attenscope
