#pragma once

#include "engine/base/export.h"
#include "engine/blocks/attention.h"
#include "engine/blocks/linear.h"
#include "engine/checkpoint/weights.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// The state dicts of one cross-attention module that are known by their tensors' names.
enum class ModuleForm {
    Torch,      ///< torch.nn.MultiheadAttention, with in_proj_weight or with q_proj_weight, …
    Linear,     ///< four linear layers: query_linear, … or q_proj, …; scaled by a head's width
    Convolution ///< 1×1 proj_in, Wq, Wk, Wv, 1×1 proj_out; scaled by the embedding's width
};

/// For people: "torch.nn.MultiheadAttention".
ATTENSCOPE_EXPORT const char* moduleFormName(ModuleForm form);

/// A module that a file holds: what it is and how wide, as far as the tensors say it. How many
/// heads share the inner width they do not say.
struct ModulePlace {
    ModuleForm form = ModuleForm::Torch;
    std::string prefix; ///< before each name: "fusion.cross." or nothing
    Index queryWidth = 0;
    Index keyWidth = 0;
    Index valueWidth = 0;
    Index innerWidth = 0;      ///< of all heads' queries and keys together
    Index innerValueWidth = 0; ///< of all heads' values together
    Index outputWidth = 0;
};

/// What the names of each module in a file start with: "fusion.cross." or nothing.
/// Throws E_MODULE_FORM, as findModule.
std::vector<std::string> modulePrefixes(const Weights& weights);

/// The only module in a file.
/// prefix  which one, where there are several; "" is the one without a prefix
/// Throws E_MODULE_FORM naming the forms that are known, E_USAGE_MISSING listing the prefixes when
/// there are several modules, E_TENSOR_SHAPE for weights that are no matrices.
ATTENSCOPE_EXPORT ModulePlace findModule(const Weights& weights,
                                         const std::optional<std::string>& prefix);

/// A module's layers, bound.
struct BoundModule {
    std::optional<Linear> in; ///< 1×1 convolution before the query projection
    Attention attention;
    WeightVector extraKey; ///< [inner], a learned key behind the others (bias_k); or empty
    WeightVector extraValue;
    Warnings warnings; ///< tensors of the file that are not used
};

/// heads  divides both inner widths
/// Throws E_TENSOR_MISSING, E_TENSOR_SHAPE.
ATTENSCOPE_EXPORT BoundModule bindModule(const Weights& weights,
                                         const ModulePlace& place,
                                         int heads);

} // namespace attenscope
