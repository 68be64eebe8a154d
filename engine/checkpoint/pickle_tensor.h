#pragma once

#include "engine/checkpoint/pickle.h"

#include <optional>
#include <string_view>

namespace attenscope {

/// Where in a file a pickle's part stands, for messages.
struct PicklePlace {
    const std::string& file;
    std::uint64_t offset;
};

/// What torch stores beside the pickle: a persistent id
/// ("storage", class, key, device, count[, None or (view key, offset, size)]).
/// Throws E_PICKLE_NAME for other ids and unknown element types, E_PICKLE_RANGE.
Pickle::Storage storageOf(const Pickle& pickle, PickleValue id, const PicklePlace& place);

/// What `torch._utils._rebuild_tensor_v2` makes of (storage, offset, shape, strides, …).
/// Throws E_PICKLE_RANGE if an element would lie outside the storage.
Pickle::Tensor
tensorOf(const Pickle& pickle, const Pickle::Sequence& arguments, const PicklePlace& place);

} // namespace attenscope
