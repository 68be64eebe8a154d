#include "engine/intervention/intervention.h"

#include "engine/base/error.h"

namespace attenscope {

void checkIndices(const std::vector<int>& indices, int size, const std::string& option)
{
    for (const int index : indices) {
        if (index < 0 || index >= size) {
            throw Error({.id = "E_USAGE_INDEX",
                         .file = {},
                         .place = option,
                         .expected = size > 0 ? "an index from 0 to " + std::to_string(size - 1)
                                              : "nothing: there is none",
                         .found = std::to_string(index),
                         .remedy = {}});
        }
    }
}

} // namespace attenscope
