#include "engine/analysis/map.h"

#include "engine/analysis/query_rows.h"

#include <algorithm>
#include <limits>

namespace attenscope {

float Map::maximum() const
{
    float result = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (states[i] == KeyState::Shown) {
            result = std::max(result, values[i]);
        }
    }
    return result;
}

float Map::minimum() const
{
    float result = std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (states[i] == KeyState::Shown) {
            result = std::min(result, values[i]);
        }
    }
    return result == std::numeric_limits<float>::infinity() ? 0 : result;
}

Map computeMap(const Trace& trace, const Selection& asked)
{
    const QueryRows rows(trace, checkedSelection(trace, asked));
    return rows.map(rows.focused());
}

} // namespace attenscope
