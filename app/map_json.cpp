#include "app/map_json.h"

namespace attenscope {

Json valuesJson(const Map& map)
{
    Json values = Json::array();
    for (const float value : map.values) {
        values.push(static_cast<double>(value));
    }
    return values;
}

} // namespace attenscope
