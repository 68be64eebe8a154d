#pragma once

#include "engine/base/export.h"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace attenscope {

/// The engine's only threads. Work is cut into tasks that do not depend on the number of threads,
/// so every count gives the same numbers.
class ATTENSCOPE_EXPORT ThreadPool {
public:
    /// threads  at least 1; the calling thread is one of them
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;
    ThreadPool(ThreadPool&&) = delete;
    ThreadPool& operator=(ThreadPool&&) = delete;

    int threads() const { return static_cast<int>(workers_.size()) + 1; }

    /// Calls task(0) … task(count - 1), each once and in no particular order, and returns when all
    /// are done. The first exception of a task is rethrown here. Callers from several threads take
    /// turns. Not to be called from inside a task.
    void forEach(std::size_t count, const std::function<void(std::size_t)>& task);

private:
    void work(const std::stop_token& quit);
    void takeTasks(std::unique_lock<std::mutex>& lock);

    std::mutex caller_; // one forEach at a time
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::condition_variable_any done_;
    const std::function<void(std::size_t)>* task_ = nullptr; // guarded by mutex_, as all below
    std::size_t next_ = 0;
    std::size_t count_ = 0;
    std::size_t running_ = 0;
    std::exception_ptr failure_;
    std::vector<std::jthread> workers_; // last member, so they are joined before the others go
};

} // namespace attenscope
