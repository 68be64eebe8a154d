#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/blocks/grid_resize.h"
#include "engine/tensor/matrix.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// Which axis of a feature array [a, b, width] counts samples.
enum class BatchOrder {
    First, ///< [1, rows, width]
    Second ///< [rows, 1, width], torch.nn.MultiheadAttention's own
};

/// What a module is fed with on one side.
struct ModuleFeatures {
    Matrix rows;                  ///< [rows, width]
    std::optional<GridSize> grid; ///< of an array [1, channels, height, width]
    std::string file;             ///< as the user named it
};

/// Reads the features of one sample: [rows, width], [1, rows, width], [rows, 1, width] or
/// [1, channels, height, width], whose pixels become the rows, row by row.
/// order  of three axes; nothing: the axis that has one entry counts samples
/// Throws what readArrayFile throws; E_MODULE_FEATURES for another shape, for more than one sample
/// or for none; E_MODULE_VALUES for a number that is not finite.
ATTENSCOPE_EXPORT ModuleFeatures readModuleFeatures(const std::string& place,
                                                    std::optional<BatchOrder> order,
                                                    const Progress& progress);

/// How booleans (or the integers 0 and 1) of a mask are meant.
enum class MaskMeaning {
    TrueHides, ///< as in torch: True closes the key
    TrueKeeps  ///< as attention_mask: 1 leaves it open
};

struct ModuleMask {
    Matrix added;                ///< [queries or 1, keys], added to the scores
    std::vector<bool> isPadding; ///< keys that a mask over keys hides; empty for one of [q, k]
};

/// What a mask must fit, and what hides a key.
struct MaskTarget {
    Index queries = 0;
    Index keys = 0;
    MaskMeaning meaning = MaskMeaning::TrueHides;
    float hiddenScore = 0; ///< -inf or -1e9
};

/// Reads a mask over keys, [keys], or over queries and keys, [queries, keys]; extents of 1 may
/// stand before. Booleans and integers hide keys, floating-point numbers are added to the scores.
/// Throws what readArrayFile throws; E_MODULE_MASK for another shape and for integers other than
/// 0 and 1; E_MODULE_VALUES for NaN and +inf.
ATTENSCOPE_EXPORT ModuleMask readModuleMask(const std::string& place,
                                            const MaskTarget& target,
                                            const Progress& progress);

} // namespace attenscope
