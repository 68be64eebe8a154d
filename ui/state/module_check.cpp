#include "ui/state/module_check.h"

#include "engine/base/limits.h"
#include "engine/models/module_inputs.h"
#include "engine/models/module_sides.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

std::vector<std::string> splitText(const std::string& text, const std::string& separator)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t end = text.find(separator); end != std::string::npos;
         end = text.find(separator, begin)) {
        parts.push_back(text.substr(begin, end - begin));
        begin = end + separator.size();
    }
    parts.push_back(text.substr(begin));
    return parts;
}

/// By what the engine calls the place of an error.
std::optional<ModuleField> fieldOfPlace(const std::string& place)
{
    using Row = std::pair<const char*, ModuleField>;
    constexpr std::array kPlaces{Row{"--prefix", ModuleField::Prefix},
                                 Row{"--query", ModuleField::Query},
                                 Row{"--context", ModuleField::Context},
                                 Row{"--heads", ModuleField::Heads},
                                 Row{"--query-is", ModuleField::Side},
                                 Row{"--grid", ModuleField::Grid},
                                 Row{"query", ModuleField::Query},
                                 Row{"context", ModuleField::Context},
                                 Row{"context as the value", ModuleField::Context},
                                 Row{"value", ModuleField::Value}};
    const auto* const found =
        std::ranges::find_if(kPlaces, [&](const Row& row) { return place == row.first; });
    return found == kPlaces.end() ? std::nullopt : std::optional(found->second);
}

/// By the file that an error speaks of; answers may name an array in it: "FILE:NAME".
std::optional<ModuleField> fieldOfFile(const std::string& file, const ModuleSetup& setup)
{
    const std::array<std::pair<const std::string*, ModuleField>, 4> files{
        {{&setup.query, ModuleField::Query},
         {&setup.context, ModuleField::Context},
         {&setup.value, ModuleField::Value},
         {&setup.mask, ModuleField::Mask}}};
    for (const auto& [answer, field] : files) {
        if (!file.empty() && (*answer == file || answer->starts_with(file + ":"))) {
            return field;
        }
    }
    return std::nullopt;
}

/// The features behind an answer; without a file nothing, with a bad one a problem.
std::optional<ModuleFeatures> readFeatures(const std::string& place,
                                           ModuleField field,
                                           const ModuleSetup& setup,
                                           ModuleCheck& check,
                                           const Progress& progress)
{
    if (place.empty()) {
        return std::nullopt;
    }
    try {
        return readModuleFeatures(place, setup.batchOrder, progress);
    } catch (const Error& error) {
        check.problems.push_back({field, error.info()});
        return std::nullopt;
    }
}

std::optional<FeatureFacts> factsOf(const std::optional<ModuleFeatures>& features)
{
    return features ? std::optional(FeatureFacts{.rows = features->rows.rows(),
                                                 .width = features->rows.cols(),
                                                 .grid = features->grid})
                    : std::nullopt;
}

void append(std::vector<ModuleProblem>& problems, const std::vector<ModuleProblem>& more)
{
    problems.insert(problems.end(), more.begin(), more.end());
}

} // namespace

const std::optional<FeatureFacts>& ModuleCheck::image() const
{
    static const std::optional<FeatureFacts> kNone;
    return !asks ? kNone : *asks == Modality::Image ? query : context;
}

std::vector<ModuleProblem> problemsOf(const ErrorInfo& error, const ModuleSetup& setup)
{
    std::vector<ModuleProblem> problems;
    if (error.id == "E_USAGE_MISSING") { // several facts in one error
        const std::vector<std::string> places = splitText(error.place, ", ");
        const std::vector<std::string> facts = splitText(error.expected, "; ");
        for (std::size_t i = 0; i < places.size(); ++i) {
            ErrorInfo one = error;
            one.place = places[i];
            one.expected = places.size() == facts.size() ? facts[i] : error.expected;
            problems.push_back({fieldOfPlace(places[i]).value_or(ModuleField::Weights), one});
        }
        return problems;
    }
    if (error.id == "E_MODULE_MASK") { // whatever else its file is used for
        return {{ModuleField::Mask, error}};
    }
    std::optional<ModuleField> field = fieldOfPlace(error.place);
    if (!field) {
        field = fieldOfFile(error.file, setup);
    }
    return {{field.value_or(ModuleField::Weights), error}};
}

ModuleCheck checkModule(const ModuleSetup& setup, const Progress& progress)
{
    ModuleCheck check;
    check.prefixes = modulePrefixes(setup.weights, progress);
    try {
        check.place = inspectModule(setup.weights, setup.prefix, progress);
    } catch (const Error& error) {
        append(check.problems, problemsOf(error.info(), setup));
    }
    const auto query = readFeatures(setup.query, ModuleField::Query, setup, check, progress);
    const auto context = readFeatures(setup.context, ModuleField::Context, setup, check, progress);
    const auto value = readFeatures(setup.value, ModuleField::Value, setup, check, progress);
    check.query = factsOf(query);
    check.context = factsOf(context);
    check.value = factsOf(value);
    check.asks = setup.asks;
    if (check.place && query && context) {
        check.asks = knownSide(setup, *check.place, *query, *context);
    }
    if (check.problems.empty()) {
        try {
            loadBareModule(setup, {.threads = 1, .tokenizer = {}, .digests = {}}, progress);
        } catch (const Error& error) {
            append(check.problems, problemsOf(error.info(), setup));
        }
    }
    return check;
}

std::vector<int> headCounts(const ModulePlace& place)
{
    std::vector<int> counts;
    const Index most = std::min({place.innerWidth, place.innerValueWidth, Index{limits::kHeads}});
    for (int heads = 1; heads <= most; ++heads) {
        if (place.innerWidth % heads == 0 && place.innerValueWidth % heads == 0) {
            counts.push_back(heads);
        }
    }
    return counts;
}

std::vector<GridSize> gridsOf(Index cells)
{
    std::vector<GridSize> grids;
    for (Index rows = 1; rows <= cells; ++rows) {
        if (cells % rows == 0) {
            grids.push_back({.rows = rows, .columns = cells / rows});
        }
    }
    return grids;
}

GridSize proposedGrid(Index cells)
{
    const auto side = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(cells))));
    return side * side == cells ? GridSize{.rows = side, .columns = side}
                                : GridSize{.rows = 1, .columns = cells};
}

} // namespace attenscope
