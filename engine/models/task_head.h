#pragma once

#include "engine/checkpoint/model_folder.h"
#include "engine/models/registry.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// The names and shapes of a checkpoint's tensors, whatever stands before them.
class TensorNames {
public:
    /// Throws what reading the weights' headers gives cause for.
    explicit TensorNames(const ModelFolder& folder);

    /// Whether a name is `part`, or has it between its dots: "itm_head" is in
    /// "module.itm_head.weight", and not in "itm_head_m.weight".
    bool has(std::string_view part) const;

    /// The first extent of a tensor whose name ends with `name`; 0 where there is none.
    std::int64_t rowsOf(std::string_view name) const;

private:
    std::map<std::string, std::vector<std::int64_t>> shapes_;
};

/// A task model of a family, and how its tensors tell it apart from the others.
struct TaskHead {
    std::string_view architecture; ///< the library's class
    bool (*isThere)(const TensorNames& names);
    bool isBare = false; ///< the model without a head: it is one only where no head is there
};

/// The task model that a checkpoint's tensors speak of: the one that the config's first
/// architecture names, if its tensors are there, else the first of `heads` whose are. What the
/// config says besides counts for nothing: published ones name the bare model, or classes that no
/// longer exist. Throws E_MODEL_UNSUPPORTED where no head's tensors are there.
std::string_view requireHead(const LoadContext& context, std::span<const TaskHead> heads);

/// What is said of a head that compares two pictures, as NLVR2 asks for: a sample has one.
Warning twoPicturesWarning();

} // namespace attenscope
