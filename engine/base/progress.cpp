#include "engine/base/progress.h"

#include "engine/base/error.h"

#include <utility>

namespace attenscope {

Progress::Progress(std::stop_token stop, Report report)
    : stop_(std::move(stop)), report_(std::move(report))
{
}

void Progress::step(int done, int total, const std::string& task) const
{
    if (stop_.stop_requested()) {
        throw Cancelled();
    }
    if (report_) {
        report_(done, total, task);
    }
}

} // namespace attenscope
