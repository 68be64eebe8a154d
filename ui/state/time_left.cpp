#include "ui/state/time_left.h"

#include <algorithm>
#include <utility>

namespace attenscope {

TimeLeft::TimeLeft(std::function<double()> clockMs) : clockMs_(std::move(clockMs)) {}

void TimeLeft::begin()
{
    startMs_ = stepMs_ = clockMs_();
    done_ = total_ = 0;
    stepsMs_.clear();
}

void TimeLeft::step(int done, int total)
{
    if (done < done_ || total != total_) {
        begin();
        done_ = done;
        total_ = total;
        return;
    }
    if (done > done_) { // steps that were not told of share the time
        const double now = clockMs_();
        const int steps = done - done_;
        stepsMs_.insert(stepsMs_.end(), static_cast<std::size_t>(steps), (now - stepMs_) / steps);
        stepMs_ = now;
        done_ = done;
    }
}

std::optional<double> TimeLeft::seconds() const
{
    constexpr double kSeenMs = 1000; // before that most work is nearly done
    constexpr int kSeenSteps = 2;
    constexpr double kNoticeable = 0.1; // of the longest step
    constexpr double kLeastLeftMs = 1000;
    const double now = clockMs_();
    if (stepsMs_.empty() || now - startMs_ < kSeenMs) {
        return std::nullopt;
    }
    const double least = kNoticeable * *std::max_element(stepsMs_.begin(), stepsMs_.end());
    double sum = 0;
    int counted = 0;
    for (const double step : stepsMs_) {
        if (step >= least) {
            sum += step;
            ++counted;
        }
    }
    if (counted < kSeenSteps) {
        return std::nullopt;
    }
    const double leftMs = sum / counted * (total_ - done_) - (now - stepMs_);
    return leftMs < kLeastLeftMs ? std::nullopt : std::optional(leftMs / 1000);
}

} // namespace attenscope
