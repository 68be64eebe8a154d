#include "engine/analysis/map.h"

#include "engine/analysis/focus.h"
#include "engine/analysis/query_rows.h"
#include "engine/base/error.h"

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
    const std::vector<Index> queries = rows.known(focusedQueries(trace, rows.selection()));
    if (queries.empty() && !asked.focus.empty()) {
        throw Error({.id = "E_USAGE_SELECTION",
                     .file = {},
                     .place = "focus",
                     .expected = "a query that " + rows.selection().kind + " has",
                     .found = "one that it does not have",
                     .remedy = {}});
    }
    return rows.map(queries);
}

} // namespace attenscope
