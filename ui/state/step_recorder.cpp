#include "ui/state/step_recorder.h"

#include "ui/state/document.h"

#include <utility>

namespace attenscope {

StepRecorder::StepRecorder(const Document& document, QObject* parent)
    : QObject(parent), document_(document)
{
    connect(&document, &Document::resultChanged, this, &StepRecorder::record);
    connect(&worker_, &RunWorker::failed, this, [this](const ErrorInfo& error) {
        asked_.reset(); // may be asked for again
        Q_EMIT failed(error);
    });
}

void StepRecorder::setWanted(bool isWanted)
{
    isWanted_ = isWanted;
    if (!isWanted) { // large
        worker_.drop();
        asked_.reset();
        recorded_.reset();
    }
    record();
}

const Trace* StepRecorder::trace() const
{
    const bool isOfResult = document_.result() && document_.result()->trace == asked_;
    return isOfResult ? recorded_.get() : nullptr;
}

void StepRecorder::record()
{
    if (!isWanted_ || !document_.result() || document_.result()->trace == asked_) {
        return;
    }
    asked_ = document_.result()->trace;
    recorded_.reset();
    worker_.start(
        [this, result = *document_.result()](const Progress& progress) -> RunWorker::Done {
            TracePtr trace = runWithProjections(result, progress);
            return [this, trace = std::move(trace)] {
                recorded_ = trace;
                Q_EMIT recorded();
            };
        });
}

} // namespace attenscope
