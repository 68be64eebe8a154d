#pragma once

#include <QObject>

#include "engine/analysis/scale.h"
#include "engine/analysis/statistics.h"
#include "ui/state/run_worker.h"

#include <memory>
#include <optional>
#include <string>

namespace attenscope {

/// One statistic of every head of what is selected. What takes long is computed on a worker, and
/// `ready` tells when it is there; who can't wait has it computed at once. Both give the same.
class HeadNumbers : public QObject {
    Q_OBJECT

public:
    struct Question {
        TracePtr trace;
        Selection selection; ///< fitted to it
        std::string statistic;
        std::shared_ptr<const HeadMaps> maps; ///< of the selection
    };

    explicit HeadNumbers(QObject* parent = nullptr);

    /// From now on these are the numbers. Layer, head and aggregation change nothing; what an
    /// earlier question still brings is dropped.
    void ask(Question question);
    void askNothing(); ///< the table is empty

    /// Whether the table is there without anybody having to wait.
    bool isReady() const { return table_.has_value(); }

    /// NaN everywhere where the statistic says nothing. Computes what is not there yet.
    const StatisticTable& table() const;

    /// Why the statistic says nothing about the selection; empty where it does.
    const std::string& absence() const { return absence_; }

Q_SIGNALS:
    void ready(); ///< the worker has brought the table
    void failed(attenscope::ErrorInfo error);

private:
    Question question_;
    std::string absence_;
    mutable std::optional<StatisticTable> table_; ///< changes no answer
    RunWorker worker_;
};

} // namespace attenscope
