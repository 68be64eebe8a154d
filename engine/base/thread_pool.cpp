#include "engine/base/thread_pool.h"

#include <algorithm>
#include <utility>

namespace attenscope {

ThreadPool::ThreadPool(int threads)
{
    const int extra = std::max(threads, 1) - 1;
    workers_.reserve(static_cast<std::size_t>(extra));
    for (int i = 0; i < extra; ++i) {
        workers_.emplace_back([this](const std::stop_token& quit) { work(quit); });
    }
}

ThreadPool::~ThreadPool() = default;

void ThreadPool::forEach(std::size_t count, const std::function<void(std::size_t)>& task)
{
    const std::lock_guard turn(caller_);
    if (workers_.empty() || count <= 1) {
        for (std::size_t i = 0; i < count; ++i) {
            task(i);
        }
        return;
    }
    std::unique_lock lock(mutex_);
    task_ = &task;
    next_ = 0;
    count_ = count;
    failure_ = nullptr;
    wake_.notify_all();
    takeTasks(lock);
    done_.wait(lock, [this] { return next_ >= count_ && running_ == 0; });
    task_ = nullptr;
    if (failure_) {
        std::rethrow_exception(std::exchange(failure_, nullptr));
    }
}

void ThreadPool::takeTasks(std::unique_lock<std::mutex>& lock)
{
    while (task_ != nullptr && next_ < count_) {
        const std::function<void(std::size_t)>& task = *task_;
        const std::size_t index = next_++;
        ++running_;
        lock.unlock();
        std::exception_ptr failure;
        try {
            task(index);
        } catch (...) { // handed to the caller of forEach
            failure = std::current_exception();
        }
        lock.lock();
        --running_;
        if (failure && !failure_) {
            failure_ = failure;
            next_ = count_;
        }
    }
}

void ThreadPool::work(const std::stop_token& quit)
{
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, quit, [this] { return task_ != nullptr && next_ < count_; })) {
        takeTasks(lock);
        if (running_ == 0) {
            done_.notify_one();
        }
    }
}

} // namespace attenscope
