#include "engine/base/memory.h"

#include "engine/base/limits.h"

#include <fstream>
#include <limits>
#include <string>

namespace attenscope {

std::uint64_t memoryBudgetBytes()
{
    std::ifstream stream("/proc/meminfo");
    std::string label;
    std::uint64_t kibibytes = 0;
    std::string unit;
    while (stream >> label >> kibibytes) {
        if (label == "MemAvailable:") {
            return static_cast<std::uint64_t>(limits::kMemoryShare *
                                              static_cast<double>(kibibytes) * 1024.0);
        }
        std::getline(stream, unit);
    }
    return std::numeric_limits<std::uint64_t>::max();
}

} // namespace attenscope
