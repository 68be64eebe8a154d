#pragma once

#include "engine/base/export.h"
#include "engine/base/thread_pool.h"
#include "engine/checkpoint/config.h"
#include "engine/tensor/matrix.h"

#include <optional>
#include <string>
#include <string_view>

namespace attenscope {

/// A function of every element, by its name in a config.
enum class Activation {
    Gelu,      ///< "gelu": x/2 · (1 + erf(x/√2)), "Gaussian Error Linear Units" (2016)
    QuickGelu, ///< "quick_gelu": x · sigmoid(1.702 x)
    GeluNew,   ///< "gelu_new": x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))
    Relu,      ///< "relu"
    Tanh,      ///< "tanh"
    Silu       ///< "silu": x · sigmoid(x)
};

ATTENSCOPE_EXPORT std::optional<Activation> activationFromName(std::string_view name);

/// The activation that a config names at `pointer`; `fallback` where the field is missing.
/// Throws E_CONFIG_FIELD listing the known names.
ATTENSCOPE_EXPORT Activation readActivation(const Config& config,
                                            const std::string& pointer,
                                            const std::string& fallback);

/// Replaces every element of x by its activation. Bit-equal for every number of threads.
/// x  [rows, columns]
ATTENSCOPE_EXPORT void activate(Activation activation, Matrix& x, ThreadPool& pool);

} // namespace attenscope
