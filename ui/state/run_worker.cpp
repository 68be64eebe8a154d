#include "ui/state/run_worker.h"

#include <exception>
#include <new>
#include <utility>

namespace attenscope {

RunWorker::RunWorker(QObject* parent)
    : QObject(parent), worker_([this](const std::stop_token& quit) { work(quit); })
{
}

RunWorker::~RunWorker()
{
    cancel();
}

void RunWorker::start(Job job)
{
    {
        const std::lock_guard lock(mutex_);
        currentStop_.request_stop();
        currentStop_ = std::stop_source();
        pendingJob_ = std::move(job);
        outcome_.reset();
        step_.reset();
    }
    isBusy_ = true;
    wake_.notify_one();
}

void RunWorker::drop()
{
    const std::lock_guard lock(mutex_);
    currentStop_.request_stop();
    currentStop_ = std::stop_source();
    pendingJob_.reset();
    outcome_.reset();
    step_.reset();
    isBusy_ = false;
}

void RunWorker::cancel()
{
    const std::lock_guard lock(mutex_);
    currentStop_.request_stop();
}

// The one place where an exception becomes a value: nothing may leave the worker thread.
RunWorker::Outcome RunWorker::run(const Job& job, const std::stop_source& stop)
{
    const Progress progress(stop.get_token(), [&](int done, int total, const std::string& task) {
        report(stop, {.done = done, .total = total, .task = task});
    });
    try {
        return job(progress);
    } catch (const Cancelled& cancelled) {
        return cancelled;
    } catch (const Error& error) {
        return error.info();
    } catch (const std::bad_alloc&) {
        return outOfMemory();
    } catch (const std::exception& error) {
        return ErrorInfo{.id = "E_INTERNAL",
                         .file = {},
                         .place = "run",
                         .expected = "a result",
                         .found = error.what(),
                         .remedy = {}};
    }
}

void RunWorker::work(const std::stop_token& quit)
{
    while (true) {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, quit, [this] { return pendingJob_.has_value(); })) {
            return;
        }
        const Job job = *std::exchange(pendingJob_, std::nullopt);
        const std::stop_source stop = currentStop_;

        lock.unlock();
        Outcome outcome = run(job, stop);
        lock.lock();

        if (stop == currentStop_) { // otherwise a newer job has taken over
            outcome_ = std::move(outcome);
            QMetaObject::invokeMethod(this, &RunWorker::deliver, Qt::QueuedConnection);
        }
    }
}

void RunWorker::report(const std::stop_source& stop, Step step)
{
    const std::lock_guard lock(mutex_);
    if (stop != currentStop_) {
        return;
    }
    const bool isCallUnderWay = step_.has_value();
    step_ = std::move(step);
    if (!isCallUnderWay) {
        QMetaObject::invokeMethod(this, &RunWorker::deliverProgress, Qt::QueuedConnection);
    }
}

void RunWorker::deliverProgress()
{
    std::optional<Step> step;
    {
        const std::lock_guard lock(mutex_);
        step = std::exchange(step_, std::nullopt);
    }
    if (step && isBusy_) {
        Q_EMIT progressed(step->done, step->total, QString::fromStdString(step->task));
    }
}

void RunWorker::deliver()
{
    std::optional<Outcome> outcome;
    {
        const std::lock_guard lock(mutex_);
        outcome = std::exchange(outcome_, std::nullopt);
    }
    if (!outcome) {
        return; // replaced between the hand-over and this call
    }
    isBusy_ = false;
    if (const auto* done = std::get_if<Done>(&*outcome)) {
        (*done)();
        Q_EMIT finished();
    } else if (const auto* error = std::get_if<ErrorInfo>(&*outcome)) {
        Q_EMIT failed(*error);
    } else {
        Q_EMIT cancelled();
    }
}

} // namespace attenscope
