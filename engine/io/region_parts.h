#pragma once

#include "engine/base/error.h"

#include <cstdint>
#include <string>
#include <utility>

namespace attenscope {

/// What the readers of the two region formats share.

inline Error regionError(const char* id,
                         std::string file,
                         std::string place,
                         std::string expected,
                         std::string found,
                         std::string remedy = {})
{
    return Error({.id = id,
                  .file = std::move(file),
                  .place = std::move(place),
                  .expected = std::move(expected),
                  .found = std::move(found),
                  .remedy = std::move(remedy)});
}

/// A region's label where only its class number in the detector's vocabulary is known.
inline std::string classLabel(std::int64_t id)
{
    return "class " + std::to_string(id);
}

} // namespace attenscope
