#pragma once

#include "engine/base/error.h"
#include "engine/base/progress.h"
#include "engine/models/bare_module.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// One thing that is asked about a module.
enum class ModuleField {
    Weights, ///< the file itself: nothing that an answer would mend
    Prefix,
    Query,
    Context,
    Value,
    Mask,
    Heads,
    Side,
    Grid
};

/// What is wrong with an answer.
struct ModuleProblem {
    ModuleField field = ModuleField::Weights;
    ErrorInfo error;

    /// Whether nothing was said yet; that is no mistake before someone wants to run.
    bool isMissing() const { return error.id == "E_USAGE_MISSING"; }
};

/// What a file of features holds.
struct FeatureFacts {
    Index rows = 0;
    Index width = 0;
    std::optional<GridSize> grid; ///< of an array [1, channels, height, width]
};

/// What is known about a module by its weights and by the answers so far.
struct ModuleCheck {
    std::vector<std::string> prefixes; ///< of all modules in the file
    std::optional<ModulePlace> place;  ///< nothing while it has to be chosen
    std::optional<FeatureFacts> query; ///< nothing while there is no file that can be read
    std::optional<FeatureFacts> context;
    std::optional<FeatureFacts> value;
    std::optional<Modality> asks; ///< said, or told by the features
    std::vector<ModuleProblem> problems;

    bool isComplete() const { return problems.empty(); }

    /// The features of the image side, once it is known which that is.
    const std::optional<FeatureFacts>& image() const;
};

/// Reads a module with everything that was said about it, as a run would. Slow: not for the UI
/// thread. Wrong answers are problems in the result.
/// Throws what modulePrefixes throws, Cancelled.
ModuleCheck checkModule(const ModuleSetup& setup, const Progress& progress);

/// The answers that an error of loading a module speaks of: one problem for each.
std::vector<ModuleProblem> problemsOf(const ErrorInfo& error, const ModuleSetup& setup);

/// How many heads can share a module's width, ascending.
std::vector<int> headCounts(const ModulePlace& place);

/// Every grid of so many cells, by its rows, ascending.
std::vector<GridSize> gridsOf(Index cells);

/// The grid that is offered first: the square one, or a row where there is none.
GridSize proposedGrid(Index cells);

} // namespace attenscope
