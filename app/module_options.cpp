#include "app/module_options.h"

#include <CLI/CLI.hpp>

#include "app/choices.h"
#include "app/suggestion.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"

#include <array>
#include <span>

namespace attenscope {

namespace {

constexpr std::array kCompanions{"--query",     "--context", "--value",        "--mask",
                                 "--heads",     "--grid",    "--query-is",     "--batch-order",
                                 "--mask-true", "--prefix",  "--add-zero-attn"};

/// They belong to a whole model.
constexpr std::array kOthers{"--model",      "--tokenizer", "--regions", "--regions-id",
                             "--pad-text",   "--pad-units", "--task-id", "--answer",
                             "--answer-ids", "--max-length"};

/// Which of two words an option says.
bool saysFirst(const std::string& option,
               const std::string& text,
               const std::array<std::string, 2>& words)
{
    if (text != words[0] && text != words[1]) {
        throw Error({.id = "E_USAGE_VALUE",
                     .file = {},
                     .place = option,
                     .expected = words[0] + " or " + words[1],
                     .found = "\"" + text + "\"",
                     .remedy = suggestion(text, words)});
    }
    return text == words[0];
}

GridSize gridChoice(const std::string& text)
{
    const std::vector<std::string> sides = split(text, 'x');
    const std::optional<int> rows = wholeNumber(sides.front());
    const std::optional<int> columns = wholeNumber(sides.back());
    const bool isGrid = sides.size() == 2 && rows && columns && *rows > 0 && *columns > 0 &&
                        *rows <= limits::kPatches && *columns <= limits::kPatches;
    if (!isGrid) {
        throw Error({.id = "E_USAGE_VALUE",
                     .file = {},
                     .place = "--grid",
                     .expected = "ROWSxCOLUMNS, such as 14x14",
                     .found = "\"" + text + "\"",
                     .remedy = {}});
    }
    return {.rows = *rows, .columns = *columns};
}

const char* firstGiven(const CLI::App& command, std::span<const char* const> options)
{
    for (const char* option : options) {
        if (command.get_option_no_throw(option) != nullptr && command.count(option) != 0) {
            return option;
        }
    }
    return nullptr;
}

} // namespace

void addModuleOptions(CLI::App& command, ModuleOptions& options)
{
    ModuleSetup& setup = options.setup;
    command.add_option("--module", options.module,
                       "State dict of one cross-attention module, in place of a model");
    command.add_option("--query", setup.query,
                       "Features that ask: NPY, NPZ or safetensors, FILE or FILE:NAME");
    command.add_option("--context", setup.context, "Features that are looked at");
    command.add_option("--value", setup.value, "Features that are mixed (the context)");
    command.add_option("--mask", setup.mask,
                       "Over the keys, or queries and keys: booleans, or numbers to add");
    command.add_option("--mask-true", options.maskTrue,
                       "What true means in a mask of booleans: hides or keeps (hides)");
    command.add_option("--heads", setup.heads, "How many heads the module has");
    command.add_option("--query-is", options.side, "The side that asks: text or image");
    command.add_option("--grid", options.grid, "The image side's ROWSxCOLUMNS (one row)");
    command.add_option("--batch-order", options.batchOrder,
                       "Axis of three that counts samples: first or second (the one of size 1)");
    command.add_option("--prefix", options.prefix,
                       "Which module, where the file holds several: the start of its names");
    command.add_flag("--add-zero-attn", setup.addsZeroAttention,
                     "The module was made with add_zero_attn");
}

std::optional<ModuleSetup> moduleSetup(const CLI::App& command, const ModuleOptions& options)
{
    if (options.module.empty()) {
        if (const char* option = firstGiven(command, kCompanions)) {
            throw Error({.id = "E_USAGE_MISSING",
                         .file = {},
                         .place = "--module",
                         .expected = "a module's state dict beside " + std::string(option),
                         .found = "none",
                         .remedy = "Add --module FILE."});
        }
        return std::nullopt;
    }
    if (const char* option = firstGiven(command, kOthers)) {
        throw Error({.id = "E_USAGE_OPTION",
                     .file = {},
                     .place = option,
                     .expected = "no option of a whole model",
                     .found = "it beside --module",
                     .remedy = "Leave one of them out."});
    }
    ModuleSetup setup = options.setup;
    setup.weights = options.module;
    if (!options.side.empty()) {
        setup.asks = saysFirst("--query-is", options.side, {"text", "image"}) ? Modality::Text
                                                                              : Modality::Image;
    }
    if (!options.batchOrder.empty()) {
        setup.batchOrder = saysFirst("--batch-order", options.batchOrder, {"first", "second"})
                               ? BatchOrder::First
                               : BatchOrder::Second;
    }
    if (!options.maskTrue.empty()) {
        setup.maskMeaning = saysFirst("--mask-true", options.maskTrue, {"hides", "keeps"})
                                ? MaskMeaning::TrueHides
                                : MaskMeaning::TrueKeeps;
    }
    if (!options.grid.empty()) {
        setup.grid = gridChoice(options.grid);
    }
    if (command.count("--prefix") != 0) {
        setup.prefix = options.prefix;
    }
    return setup;
}

} // namespace attenscope
