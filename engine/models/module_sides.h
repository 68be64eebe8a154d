#pragma once

#include "engine/models/bare_module.h"
#include "engine/text/tokens.h"
#include "engine/vision/image.h"
#include "engine/vision/visual_units.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// Throws E_USAGE_MISSING naming the files that were not given.
void requireFiles(const ModuleSetup& setup);

/// The side that asks, by what was said or by evidence: features in the form [1, channels, height,
/// width] are the image, and so are those of as many rows as the grid has cells where the others
/// have not. Nothing if nothing says it.
ATTENSCOPE_EXPORT std::optional<Modality> knownSide(const ModuleSetup& setup,
                                                    const ModulePlace& place,
                                                    const ModuleFeatures& query,
                                                    const ModuleFeatures& context);

/// knownSide, once everything that must be said is.
/// Throws E_USAGE_MISSING listing all facts that are missing, E_USAGE_VALUE for a count of heads
/// that does not divide the widths.
Modality requireFacts(const ModuleSetup& setup,
                      const ModulePlace& place,
                      const ModuleFeatures& query,
                      const ModuleFeatures& context);

/// The grid of the image side: the one that was said, the array's own, or one row.
/// Throws E_USAGE_VALUE if the features do not fill it.
GridSize imageGrid(const ModuleSetup& setup, const ModuleFeatures& image);

struct PictureSize {
    int width = 0;
    int height = 0;
};

/// Of a picture whose pixels the cells of a grid share evenly.
PictureSize plainSize(GridSize grid);

/// The text side's rows: named by the caption's words (blanks between them) if there is one for
/// each, by their numbers otherwise, with the warning W_MODULE_NAMES if there was a caption.
/// isPadding  by row, or empty
/// extras     names of keys that the module puts behind them
Tokens moduleTokens(const std::string& caption,
                    Index rows,
                    const std::vector<bool>& isPadding,
                    const std::vector<std::string>& extras);

/// The image side's rows as the cells of a grid over the picture; without one, over a plain picture
/// of plainSize.
VisualUnits moduleUnits(GridSize grid,
                        const Image& picture,
                        const std::vector<bool>& isPadding,
                        const std::vector<std::string>& extras);

/// By token; throws E_USAGE_INDEX for a word that there is none of.
std::vector<bool> maskedTokens(const Tokens& tokens, const std::vector<int>& words);
/// By unit; throws E_USAGE_INDEX.
std::vector<bool> maskedUnits(const VisualUnits& units, const std::vector<int>& masked);

} // namespace attenscope
