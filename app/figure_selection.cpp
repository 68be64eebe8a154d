#include "app/figure_selection.h"

#include "app/selectors.h"

#include <algorithm>

namespace attenscope {

namespace {

[[noreturn]] void
refuse(const std::string& option, const std::string& expected, const std::string& found)
{
    throw Error({.id = "E_USAGE_SELECTION",
                 .file = {},
                 .place = option,
                 .expected = expected,
                 .found = found,
                 .remedy = {}});
}

Direction chosenDirection(const SelectionCommand& command, const Trace& trace)
{
    if (command.direction) {
        return *command.direction;
    }
    return kindsFor(trace, Direction::TextToImage).empty() ? Direction::ImageToText
                                                           : Direction::TextToImage;
}

std::string chosenKind(const SelectionCommand& command, const Trace& trace, Direction direction)
{
    const std::vector<std::string> kinds = kindsFor(trace, direction);
    if (kinds.empty()) {
        refuse("--direction", "a direction that mode " + trace.provenance.mode + " has",
               std::string(directionId(direction)) + ": " + absenceReason(trace, direction));
    }
    if (command.kind.empty()) {
        return kinds.front();
    }
    if (std::ranges::find(kinds, command.kind) == kinds.end()) {
        std::string known;
        for (const std::string& kind : kinds) {
            known += (known.empty() ? "one of " : ", ") + kind;
        }
        refuse("--kind", known + " for " + std::string(directionId(direction)), command.kind);
    }
    return command.kind;
}

std::vector<int> chosenWords(const SelectionCommand& command, const Trace& trace)
{
    std::vector<int> words = selectedWords("--words", command.words, trace.tokens);
    for (const int token : command.tokens) {
        if (token < 0 || token >= trace.tokens.size()) {
            refuse("--tokens", "tokens 0 to " + std::to_string(trace.tokens.size() - 1),
                   std::to_string(token));
        }
        words.push_back(trace.tokens.tokens[static_cast<std::size_t>(token)].word);
    }
    std::ranges::sort(words);
    const auto twice = std::ranges::unique(words);
    words.erase(twice.begin(), twice.end());
    return words;
}

std::vector<int> chosenUnits(const SelectionCommand& command, const Trace& trace)
{
    return selectedUnits("--units", command.units, trace.units);
}

/// In some views what asks nothing can be in focus as well.
void refuseOtherSide(const SelectionCommand& command, Direction direction)
{
    const bool isText = asksFromText(direction);
    const bool isThere =
        isText ? !command.units.empty() : !command.words.empty() || !command.tokens.empty();
    if (isThere) {
        const std::string found = isText                  ? "--units"
                                  : command.words.empty() ? "--tokens"
                                                          : "--words";
        refuse(found,
               std::string(isText ? "--words" : "--units") + " as the queries of " +
                   std::string(directionId(direction)),
               found);
    }
}

} // namespace

Selection figureSelection(const SelectionCommand& command, const Trace& trace)
{
    Selection selection;
    selection.direction = chosenDirection(command, trace);
    selection.kind = chosenKind(command, trace, selection.direction);
    const StackSize size = stackSize(trace, selection.kind);
    const LayerChoice layers = command.layers.value_or(LayerChoice{.first = size.layers - 1});
    selection.firstLayer = layers.first;
    selection.lastLayer = layers.last.value_or(size.layers - 1);
    if (selection.lastLayer >= size.layers) {
        refuse("--layer",
               "layers 0 to " + std::to_string(size.layers - 1) + " of " + selection.kind,
               std::to_string(selection.lastLayer));
    }
    selection.head = command.head;
    if (selection.head && *selection.head >= size.heads) {
        refuse("--head", "heads 0 to " + std::to_string(size.heads - 1) + " of " + selection.kind,
               std::to_string(*selection.head));
    }
    if (!command.aggregation.empty() && command.aggregation != "one") {
        selection.aggregation = command.aggregation;
    }
    if (asksFromText(selection.direction)) {
        selection.focus = chosenWords(command, trace);
        selection.pieces = command.tokens;
    } else {
        selection.focus = chosenUnits(command, trace);
    }
    selection.special = command.special;
    selection.jointRows = command.jointRows;
    selection.showsPieces = command.showsPieces;
    return selection;
}

FigureRequest figureRequest(const FigureCommand& command, const Trace& trace)
{
    const SelectionCommand& chosen = command.selection;
    FigureRequest request;
    request.view = command.view;
    request.selection = figureSelection(chosen, trace);
    request.blocks = command.blocks;
    if (!command.statistic.empty()) {
        request.statistic = command.statistic;
    }
    const bool asks = asksFromText(request.selection.direction);
    if (command.view != FigureView::FullMatrix && command.view != FigureView::Words) {
        refuseOtherSide(chosen, request.selection.direction);
        return request;
    }
    request.otherFocus = asks ? chosenUnits(chosen, trace) : chosenWords(chosen, trace);
    if (!asks) {
        request.otherPieces = chosen.tokens;
    }
    return request;
}

} // namespace attenscope
