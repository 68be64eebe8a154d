#pragma once

#include <QObject>
#include <QString>

#include "engine/base/error.h"
#include "engine/base/progress.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <variant>

namespace attenscope {

/// Does one slow job at a time away from the UI thread. The newest job wins: what an older one
/// still brings is dropped.
class RunWorker : public QObject {
    Q_OBJECT

public:
    /// What a job leaves to be done on the UI thread: taking its result over.
    using Done = std::function<void()>;
    /// Called on the worker thread; throws Error, or Cancelled once stopped.
    using Job = std::function<Done(const Progress&)>;

    explicit RunWorker(QObject* parent = nullptr);
    ~RunWorker() override;
    Q_DISABLE_COPY_MOVE(RunWorker)

    /// Replaces the running job, whose outcome is dropped. Returns at once.
    void start(Job job);

    /// Asks the running job to stop; `cancelled` follows when it has.
    void cancel();

    /// Forgets the running job: nothing of it is told any more.
    void drop();

    /// Whether a job was started whose outcome has not been told yet.
    bool isBusy() const { return isBusy_; }

Q_SIGNALS:
    /// The job's Done has been called just before.
    void finished();
    void failed(attenscope::ErrorInfo error);
    void cancelled();
    void progressed(int done, int total, QString task);

private:
    using Outcome = std::variant<Done, ErrorInfo, Cancelled>;

    struct Step {
        int done = 0;
        int total = 0;
        std::string task;
    };

    Outcome run(const Job& job, const std::stop_source& stop);
    void work(const std::stop_token& quit);
    void report(const std::stop_source& stop, Step step);
    void deliver();
    void deliverProgress();

    bool isBusy_ = false; // UI thread only
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::stop_source currentStop_;   // guarded by mutex_, as all below
    std::optional<Job> pendingJob_;  // taken by the worker
    std::optional<Outcome> outcome_; // taken by the UI thread
    std::optional<Step> step_;       // the latest, taken by the UI thread
    std::jthread worker_;            // last member, so it is joined before the others go
};

} // namespace attenscope

Q_DECLARE_METATYPE(attenscope::ErrorInfo)
