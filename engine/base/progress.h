#pragma once

#include "engine/base/export.h"

#include <functional>
#include <stop_token>
#include <string>

namespace attenscope {

/// How long work tells where it is and learns that it should stop. Used by one thread at a time.
class ATTENSCOPE_EXPORT Progress {
public:
    /// done, total  in steps of the current task; `task` is a short English phrase ("image tower")
    using Report = std::function<void(int done, int total, const std::string& task)>;

    /// Never cancelled and silent.
    Progress() = default;
    explicit Progress(std::stop_token stop, Report report = {});

    /// To be called at least once a layer. Throws Cancelled once a stop was asked for.
    void step(int done, int total, const std::string& task) const;

    bool isStopRequested() const { return stop_.stop_requested(); }

private:
    std::stop_token stop_;
    Report report_;
};

} // namespace attenscope
