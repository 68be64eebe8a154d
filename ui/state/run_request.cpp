#include "ui/state/run_request.h"

#include <chrono>
#include <utility>

namespace attenscope {

RunResult
performRun(RunRequest request, const Kept& kept, const Sources& sources, const Progress& progress)
{
    if (!request.picture) {
        request.picture = std::make_shared<const Picture>(request.readPicture());
    }
    RunResult result;
    result.model = kept.model && kept.modelPath == request.model
                       ? kept.model
                       : sources.loadModel(request.model, progress);
    if (!request.mode) {
        request.mode = result.model->info().nativeMode;
    }
    const Sample sample{.image = request.picture->image, .caption = request.caption};
    RunOptions options;
    options.mode = request.mode;

    const auto timedRun = [&] {
        const auto start = std::chrono::steady_clock::now();
        TracePtr trace = result.model->run(sample, options, progress);
        const std::chrono::duration<double, std::milli> elapsed =
            std::chrono::steady_clock::now() - start;
        result.elapsedMs = elapsed.count();
        return trace;
    };
    if (kept.plainTrace) {
        result.plainTrace = kept.plainTrace;
        result.elapsedMs = kept.plainElapsedMs;
    } else {
        result.plainTrace = timedRun();
    }
    result.plainElapsedMs = result.elapsedMs;
    result.trace = result.plainTrace;
    if (!request.intervention.isEmpty()) {
        options.intervention = request.intervention;
        result.trace = timedRun();
    }
    result.request = std::move(request);
    return result;
}

} // namespace attenscope
