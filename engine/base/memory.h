#pragma once

#include "engine/base/export.h"

#include <cstdint>

namespace attenscope {

/// What one piece of foreign data may take: limits::kMemoryShare of the memory that the system says
/// is available now. Everything addressable where the system does not say.
ATTENSCOPE_EXPORT std::uint64_t memoryBudgetBytes();

} // namespace attenscope
