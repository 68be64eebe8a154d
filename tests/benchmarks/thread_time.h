#pragma once

#include <ctime>

namespace attenscope {

/// Processor time of this thread in milliseconds, which other programs do not change.
inline double threadMs()
{
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

} // namespace attenscope
