#pragma once

#include <QObject>

#include "engine/base/error.h"
#include "engine/trace/trace.h"
#include "ui/state/run_worker.h"

namespace attenscope {

class Document;

/// The document's run once more, with its queries, keys and values, for who shows every step of the
/// attention. Runs on a worker of its own, and only while somebody looks.
class StepRecorder : public QObject {
    Q_OBJECT

public:
    /// document  outlives this
    explicit StepRecorder(const Document& document, QObject* parent = nullptr);

    /// Whether somebody looks.
    void setWanted(bool isWanted);

    /// With its projections, of the document's last result; null until it is there.
    const Trace* trace() const;

Q_SIGNALS:
    void recorded();
    void failed(attenscope::ErrorInfo error);

private:
    void record();

    const Document& document_;
    bool isWanted_ = false;
    TracePtr asked_;    ///< the document's, for which the worker runs or ran
    TracePtr recorded_; ///< the same run with its projections
    RunWorker worker_;
};

} // namespace attenscope
