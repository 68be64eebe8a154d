#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/models/model.h"
#include "engine/models/module_form.h"
#include "engine/models/module_inputs.h"
#include "engine/modes/states.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// ModelInfo::family of a module.
inline constexpr const char* kBareModuleFamily = "bare module";

/// One cross-attention module with the features to look at. What the weights can't say is asked
/// for and never guessed.
struct ModuleSetup {
    std::filesystem::path weights; ///< the state dict
    std::string query;             ///< "FILE" or "FILE:NAME", as for readArrayFile
    std::string context;
    std::string value; ///< empty: the context
    std::string mask;  ///< empty: none
    std::optional<int> heads;
    std::optional<Modality> asks; ///< the side that queries; see missingFacts
    std::optional<BatchOrder> batchOrder;
    std::optional<GridSize> grid; ///< of the image side; nothing: the array's own, or one row
    std::optional<std::string> prefix;
    MaskMeaning maskMeaning = MaskMeaning::TrueHides;
    bool addsZeroAttention = false; ///< add_zero_attn: one more key and value of zeros

    bool operator==(const ModuleSetup&) const = default;
};

/// Whether a file can hold a state dict, and the module in it.
/// Throws what the container gives cause for, and what findModule throws.
ATTENSCOPE_EXPORT ModulePlace inspectModule(const std::filesystem::path& weights,
                                            const std::optional<std::string>& prefix,
                                            const Progress& progress);

/// What the names of each module in a file start with, as ModuleSetup::prefix takes it.
/// Throws what inspectModule throws for a file without a module.
ATTENSCOPE_EXPORT std::vector<std::string> modulePrefixes(const std::filesystem::path& weights,
                                                          const Progress& progress);

/// Loads a module with its features as a model that is run like any other: a sample's picture is
/// what the map is laid over, its caption names the text side's rows, one for each word.
/// Throws E_USAGE_MISSING listing every fact that is missing with its option, E_USAGE_VALUE for
/// facts that do not fit, E_MODULE_SHAPE for features of another width, and what inspectModule,
/// readModuleFeatures and readModuleMask throw.
ATTENSCOPE_EXPORT ModelPtr loadBareModule(const ModuleSetup& setup,
                                          const LoadOptions& options,
                                          const Progress& progress);

/// A plain picture for a module that is looked at without one: of ModelInfo::imageWidth and
/// imageHeight its cells share the pixels evenly.
ATTENSCOPE_EXPORT Image plainPicture(int width, int height);

} // namespace attenscope
