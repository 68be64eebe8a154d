#include "app/selection_options.h"

#include <CLI/CLI.hpp>

#include "app/choices.h"
#include "app/usage.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

constexpr std::array kOptions{"direction", "kind",   "layer", "head",    "aggregate", "words",
                              "units",     "tokens", "rows",  "special", "pieces"};

} // namespace

void SelectionArguments::addCommon(CLI::App& command, const std::string& whose)
{
    command_ = &command;
    command.add_option(nameOf("direction"), direction_,
                       whose + "uery to key: text-to-image, image-to-text, text-to-text or "
                               "image-to-image");
    command.add_option(nameOf("kind"), kind_,
                       "Kind of attention, as 'attenscope inspect' names it");
    command.add_option(nameOf("layer"), layer_, "N, A-B or all (the last one)");
    command.add_option(nameOf("head"), head_, "N or all (all)");
    command.add_option(nameOf("aggregate"), aggregation_,
                       "How several heads and layers become one: mean, max, ...");
    command.add_option(nameOf("words"), words_, "Words that ask: indices, or \"red circle\"");
    command.add_option(nameOf("units"), units_,
                       "Image units that ask: indices, or a box x0,y0,x1,y1 in pixels");
    command
        .add_option(nameOf("tokens"), tokens_,
                    "Tokens that ask, by their indices, where pieces are shown")
        ->delimiter(',');
    command.add_option(nameOf("rows"), rows_,
                       "Rows of a joint matrix as they are (raw) or divided by their part on this "
                       "side (conditional)");
    command.add_flag(nameOf("pieces"), showsPieces_,
                     "Keys on the text side are tokens; else their weights are summed to words");
    command.add_option(nameOf("special"), special_,
                       "Special tokens: show, hide or renormalise (hide)");
}

void SelectionArguments::add(CLI::App& command)
{
    prefix_ = "--";
    addCommon(command, "Q");
}

void SelectionArguments::addCompared(CLI::App& command)
{
    prefix_ = "--compare-";
    addCommon(command, "Of what is compared with, as all that follow: q");
    command
        .add_flag("--compare-whole-words", showsWords_,
                  "Words, where the figure shows their pieces")
        ->excludes("--compare-pieces");
    command.add_flag("--compare-every-query", asksWithAll_,
                     "All queries, where the figure has some in focus");
}

bool SelectionArguments::has(const char* option) const
{
    return command_->count(nameOf(option)) != 0;
}

bool SelectionArguments::isGiven() const
{
    return showsWords_ || asksWithAll_ ||
           std::ranges::any_of(kOptions, [this](const char* option) { return has(option); });
}

void SelectionArguments::readInto(SelectionCommand& selection) const
{
    if (has("direction")) {
        selection.direction = directionChoice(direction_);
    }
    if (has("kind")) {
        selection.kind = kind_;
    }
    if (has("layer")) {
        selection.layers = layerChoice(layer_);
    }
    if (has("head")) {
        selection.head = headChoice(head_);
        selection.aggregation = {};
    }
    if (has("aggregate")) {
        selection.aggregation = aggregationChoice(aggregation_);
    }
    if (has("words") || has("units") || has("tokens")) {
        selection.words = words_;
        selection.units = units_;
        selection.tokens = tokens_;
    }
    if (has("rows")) {
        selection.jointRows = jointRowsChoice(rows_);
    }
    if (has("special")) {
        selection.special = specialTokensChoice(special_);
    }
    selection.showsPieces = (selection.showsPieces || showsPieces_) && !showsWords_;
    requireOneHead(selection);
}

void SelectionArguments::requireOneHead(const SelectionCommand& selection) const
{
    if (!selection.aggregation.empty() &&
        (selection.aggregation == "one") != selection.head.has_value()) {
        refuseUsage("E_USAGE_VALUE", nameOf("aggregate"),
                    "\"one\" together with " + nameOf("head") + " N, and only then",
                    "\"" + selection.aggregation + "\"", "");
    }
    if (!selection.tokens.empty() && !selection.showsPieces) {
        refuseUsage("E_USAGE_OPTION", nameOf("tokens"), nameOf("pieces") + " beside it", "none",
                    "Add " + nameOf("pieces") + ".");
    }
}

SelectionCommand SelectionArguments::read() const
{
    SelectionCommand selection;
    readInto(selection);
    return selection;
}

SelectionCommand SelectionArguments::readAfter(const SelectionCommand& a) const
{
    SelectionCommand b = a;
    if (has("direction")) { // A's are of A's direction
        b.kind.clear();
        b.words.clear();
        b.units.clear();
        b.tokens.clear();
    }
    if (asksWithAll_) {
        b.words.clear();
        b.units.clear();
        b.tokens.clear();
    }
    if (showsWords_) {
        b.tokens.clear();
    }
    if (has("aggregate") && !has("head") && aggregation_ != "one") {
        b.head.reset();
    }
    readInto(b);
    return b;
}

} // namespace attenscope
