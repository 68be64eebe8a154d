#pragma once

#include "engine/base/descriptor.h"

#include <atomic>
#include <stop_token>
#include <thread>

namespace attenscope {

/// Turns SIGINT and SIGTERM into a stop request, for as long as it lives. To be made before any
/// other thread, since threads inherit which signals they leave alone.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    StopSignals(StopSignals&&) = delete;
    StopSignals& operator=(StopSignals&&) = delete;

    std::stop_token token() const { return stop_.get_token(); }

    /// 130 or 143, once a signal has asked for the stop.
    int exitCode() const { return 128 + signal_; }

private:
    void wait();

    std::stop_source stop_;
    std::atomic<int> signal_ = 0;
    Descriptor signals_;  // readable once a signal has come
    Descriptor end_;      // readable once the waiter should leave
    std::jthread waiter_; // last member, so it is joined before the others go
};

} // namespace attenscope
