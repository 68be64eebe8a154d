#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace attenscope {

/// How long work will still take, by the steps that it has done.
///
/// Steps that an earlier run's results made short say nothing about the others: only those count
/// that took a noticeable part of the longest one. Says nothing before it has seen enough.
class TimeLeft {
public:
    /// clockMs  the time in milliseconds since a moment that stays
    explicit TimeLeft(std::function<double()> clockMs);

    /// Work begins.
    void begin();

    /// `done` of `total` steps are done. Fewer steps than before or another total begin the count
    /// anew: it is other work.
    void step(int done, int total);

    /// Seconds until the last step is done; nothing while it would be a guess, or hardly any.
    std::optional<double> seconds() const;

private:
    std::function<double()> clockMs_;
    double startMs_ = 0; ///< of the first of the steps
    double stepMs_ = 0;  ///< of the step that is under way
    int done_ = 0;
    int total_ = 0;
    std::vector<double> stepsMs_; ///< how long each of the steps took that are done
};

} // namespace attenscope
